"""Versions side by side: which deals and passes count with which, and what is told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, deal_of, make_house
from tests.published import publish
from voronka.commands.assignments import assign_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.criteria import add_criterion
from voronka.models import Pipeline, PipelineVersion
from voronka.queries.pipelines import pipeline_of
from voronka.reports.versions import MOST_COMPARED, Force, VersionFigures, compared, forces

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.models import Deal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return make_house({"Qualify": [("by_hand", "They fit us", {})]})


def new_version(house: House, at: datetime, *, at_once: bool = False) -> None:
    hana = house.actor("Hana")
    fields = {"title": f"Asked since {at:%d.%m}", "kind": "by_hand"}
    add_criterion(by=hana, at=at, stage=house.stage("Qualify"), fields=fields)
    publish(hana, at, changes=(f"New on {at:%d.%m}",), at_once=at_once)


def go(house: House, deal: Deal, to: str, at: datetime, **said: Any) -> None:
    move = Move(house.stage(to), **({"exception": "They insist"} | said))
    move_deal(by=house.actor("Hana"), at=at, deal=deal.pk, move=move)


def figures(house: House, reader: str = "Zoe") -> dict[int, VersionFigures]:
    pipeline = pipeline_of(house.pipeline.pk)
    return {one.force.number: one for one in compared(house.actor(reader), pipeline, forces(pipeline))}


def test_a_deal_counts_with_the_version_that_it_came_in_under(house: House) -> None:
    early, lost, late = deal_of(house, "Alice"), deal_of(house, "Alice"), None
    new_version(house, NOON + DAY)
    late = deal_of(house, "Bob", at=NOON + 2 * DAY)
    go(house, early, "Propose", NOON + 3 * DAY)
    go(house, early, "Sign", NOON + 4 * DAY)
    go(house, early, "Won", NOON + 5 * DAY)
    go(house, lost, "Lost", NOON + 3 * DAY, lost_reason=house.lost_reason)
    go(house, late, "Propose", NOON + 3 * DAY)
    told = figures(house)
    first, second = told[1], told[2]
    assert (first.came, first.won, first.lost, first.postponed, first.is_open) == (2, 1, 1, 0, 0)
    assert (second.came, second.won, second.lost, second.is_open) == (1, 0, 0, 1)
    assert (first.conversion.part, first.conversion.whole) == (1, 2)
    assert second.conversion.value is None
    assert first.cycle == 5 * DAY
    assert second.cycle is None


def test_a_pass_counts_with_the_version_that_judged_it(house: House) -> None:
    """A deal in flight keeps the rules of its stage until it leaves it; from there on the newest judges it."""
    deal = deal_of(house, "Alice")
    new_version(house, NOON + DAY)
    go(house, deal, "Propose", NOON + 2 * DAY)
    go(house, deal, "Sign", NOON + 3 * DAY)
    told = figures(house)
    assert [(told[n].passes.count, told[n].judged) for n in (1, 2)] == [(1, 1), (1, 1)]
    # One of them had a criterion of which nobody said a word.
    assert told[1].passes.exception == 1
    assert (told[1].moved_on, told[2].moved_on) == (1, 0)


def test_published_at_once_the_new_version_judges_all(house: House) -> None:
    deal = deal_of(house, "Alice")
    new_version(house, NOON + DAY, at_once=True)
    go(house, deal, "Propose", NOON + 2 * DAY)
    told = figures(house)
    assert (told[1].passes.count, told[2].passes.count) == (0, 1)
    assert told[1].moved_on == 1


def test_a_stay_is_measured_whoever_owned_the_deal(house: House) -> None:
    for days in (2, 4, 9):
        deal = deal_of(house, "Alice")
        assign_deal(by=house.actor("Hana"), at=NOON + DAY, deal=deal.pk, owner=house.people["Bob"].pk)
        go(house, deal, "Propose", NOON + days * DAY)
    stays = figures(house)[1].stays
    assert stays == {house.stage("Qualify"): 4 * DAY}


def test_each_version_is_in_force_until_the_next(house: House) -> None:
    new_version(house, NOON + DAY)
    new_version(house, NOON + 3 * DAY)
    told = [(one.number, one.since, one.until, one.changes) for one in forces(pipeline_of(house.pipeline.pk))]
    assert told == [
        (3, NOON + 3 * DAY, None, ("New on 27.11",)),
        (2, NOON + DAY, NOON + 3 * DAY, ("New on 25.11",)),
        (1, None, NOON + DAY, ()),
    ]


def test_a_pipeline_that_nobody_published_has_one_version(house: House) -> None:
    assert not PipelineVersion.objects.exists()
    assert forces(pipeline_of(house.pipeline.pk)) == (Force(1, None, None),)
    deal_of(house, "Alice")
    assert figures(house)[1].came == 1


def test_everybody_compares_what_they_see(house: House) -> None:
    for who in ("Alice", "Bob", "Charlie"):
        go(house, deal_of(house, who), "Propose", NOON + DAY) if who != "Charlie" else deal_of(house, who)
    told = {reader: figures(house, reader)[1] for reader in ("Alice", "Hana", "Hugo", "Zoe")}
    assert {reader: one.came for reader, one in told.items()} == {"Alice": 1, "Hana": 2, "Hugo": 1, "Zoe": 3}
    assert {reader: one.judged for reader, one in told.items()} == {
        "Alice": 1,
        "Hana": 2,
        "Hugo": 0,
        "Zoe": 2,
    }


def test_no_more_are_compared_than_fit() -> None:
    house = make_house()
    PipelineVersion.objects.bulk_create(
        PipelineVersion(pipeline=house.pipeline, number=n, rules=[], published_at=NOON + n * DAY)
        for n in range(1, 8)
    )
    Pipeline.objects.filter(pk=house.pipeline.pk).update(published=7, changed_at=datetime.now(UTC))
    pipeline = pipeline_of(house.pipeline.pk)
    shown = compared(house.actor("Zoe"), pipeline, forces(pipeline))
    assert [one.force.number for one in shown] == [7, 6, 5, 4]
    assert len(shown) == MOST_COMPARED
