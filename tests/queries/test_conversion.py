"""The funnel: shares of stays that went on, as each person sees them, and at most a minute old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOON, deal_of, make_house
from voronka.commands.assignments import assign_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.queries.conversion import CACHE, DAYS, FEWEST_STAYS, KEPT_FOR, Funnel, funnel
from voronka.queries.pipelines import pipeline_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Iterator[House]:
    CACHE.clear()
    yield make_house()
    CACHE.clear()


def leave(house: House, who: str, to: str, *, at: datetime = NOON, times: int = 1) -> None:
    """So many deals of a person enter Qualify and leave it to another stage."""
    move = Move(to=house.stage(to), lost_reason=house.lost_reason if to == "Lost" else None)
    for _ in range(times):
        deal = deal_of(house, who, at=at)
        move_deal(by=house.actor(who), at=at + timedelta(hours=1), deal=deal.pk, move=move)


def seen(house: House, who: str, *, at: datetime = NOON + timedelta(days=1)) -> Funnel:
    return funnel(house.actor(who).policy.scope, pipeline_of(house.pipeline.pk), at)


def share(house: House, who: str, stage: str, *, at: datetime = NOON + timedelta(days=1)) -> float | None:
    found = seen(house, who, at=at).conversions
    return {id: one.share for id, one in found.items()}[house.stage(stage)]  # type: ignore[index]


def test_the_share_is_of_the_stays_that_ended_by_going_on(house: House) -> None:
    leave(house, "Alice", "Propose", times=6)
    leave(house, "Alice", "Lost", times=2)
    assert share(house, "Alice", "Qualify") == 0.75


def test_a_change_of_owner_ends_no_stay(house: House) -> None:
    leave(house, "Alice", "Propose", times=FEWEST_STAYS)
    deal = deal_of(house, "Alice")
    for name in ("Bob", "Alice", "Bob"):
        assign_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, owner=house.people[name].pk)
    assert share(house, "Hana", "Qualify") == 1


def test_too_few_stays_say_nothing(house: House) -> None:
    leave(house, "Alice", "Propose", times=FEWEST_STAYS - 1)
    assert share(house, "Alice", "Qualify") is None


def test_only_the_last_days_count(house: House) -> None:
    leave(house, "Alice", "Lost", times=FEWEST_STAYS)
    leave(house, "Alice", "Propose", at=NOON + timedelta(days=DAYS + 5), times=FEWEST_STAYS)
    assert share(house, "Alice", "Qualify", at=NOON + timedelta(days=DAYS + 6)) == 1


def test_everybody_sees_the_funnel_of_what_they_see(house: House) -> None:
    leave(house, "Alice", "Propose", times=FEWEST_STAYS)
    leave(house, "Bob", "Lost", times=FEWEST_STAYS)
    leave(house, "Charlie", "Lost", times=FEWEST_STAYS * 2)
    shares = {
        who: share(house, who, "Qualify")
        for who in ("Alice", "Bob", "Charlie", "Hana", "Hugo", "Ruth", "Zoe")
    }
    assert shares == {"Alice": 1, "Bob": 0, "Charlie": 0, "Hana": 0.5, "Hugo": 0, "Ruth": 0.25, "Zoe": 0.25}


def test_the_neck_is_the_working_stage_that_loses_most(house: House) -> None:
    leave(house, "Alice", "Lost", times=2)
    for number in range(FEWEST_STAYS * 2):
        deal = deal_of(house, "Alice")
        actor = house.actor("Alice")
        move_deal(by=actor, at=NOON, deal=deal.pk, move=Move(to=house.stage("Propose")))
        to = (
            Move(to=house.stage("Sign"))
            if number % 2
            else Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
        )
        move_deal(by=actor, at=NOON, deal=deal.pk, move=to)
    assert seen(house, "Alice").neck == house.stage("Propose")


def test_one_stage_alone_is_no_neck(house: House) -> None:
    leave(house, "Alice", "Lost", times=FEWEST_STAYS)
    assert seen(house, "Alice").neck is None


def test_the_funnel_is_read_once_a_minute(house: House) -> None:
    leave(house, "Alice", "Propose", times=FEWEST_STAYS)
    now = NOON + timedelta(days=1)
    scope, pipeline = house.actor("Alice").policy.scope, pipeline_of(house.pipeline.pk)
    with CaptureQueriesContext(connection) as queries:
        funnel(scope, pipeline, now)
        funnel(scope, pipeline, now + KEPT_FOR - timedelta(seconds=1))
    assert len(queries) == 1
    leave(house, "Alice", "Lost", times=FEWEST_STAYS)
    with CaptureQueriesContext(connection) as queries:
        later = funnel(scope, pipeline, now + KEPT_FOR)
    assert len(queries) == 1
    assert later.conversions[pipeline.columns[1].id].share == 0.5
