"""What comes of a won deal: with the same client and owner, linked both ways, in the pipeline that fits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of, make_house, make_pipeline
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal
from voronka.commands.continuing import Continuation, NewTerm, change_term, continue_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.domain.deal_links import LinkKind
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.models import Deal, DealLink, Event, Pipeline, ServiceTerm

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db
TERM = NewTerm("2026-12-01", "2027-11-30", "30", "Talk about renewing")


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def won(house: House) -> Deal:
    deal = deal_of(house, "Alice", amount="10000", currency="USD")
    for stage in ("Propose", "Sign", "Won"):
        move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(to=house.stage(stage)))
    return Deal.objects.get(pk=deal.pk)


def go_on(house: House, won: Deal, kind: LinkKind, by: str = "Alice", **more: Any) -> Deal:
    new = Continuation(kind, more.pop("title", "Second line"), **more)
    return continue_deal(by=house.actor(by), at=NOON, origin=won.pk, new=new)


@pytest.mark.parametrize("kind", [LinkKind.REPEAT, LinkKind.UPSELL])
def test_it_has_the_same_client_and_owner_and_both_tell_of_it(
    house: House, won: Deal, kind: LinkKind
) -> None:
    made = go_on(house, won, kind, amount="2000")
    assert (made.contact_id, made.company_id, made.owner_id) == (won.contact_id, won.company_id, won.owner_id)
    assert DealLink.objects.get().kind == kind
    told = Event.objects.filter(kind=EventKind.DEAL_LINKED).values_list("deal_id", flat=True)
    assert set(told) == {won.pk, made.pk}
    assert_all_true()


def test_it_begins_among_the_renewals_where_there_are_any(house: House, won: Deal) -> None:
    assert go_on(house, won, LinkKind.REPEAT).pipeline_id == won.pipeline_id
    renewals, _ = make_pipeline("Renewals")
    Pipeline.objects.filter(pk=renewals.pk).update(kind="retention")
    assert go_on(house, won, LinkKind.REPEAT, title="Third line").pipeline_id == renewals.pk


def test_a_service_contract_is_taken_up_anew_before_its_end(house: House, won: Deal) -> None:
    made = go_on(house, won, LinkKind.SERVICE, term=TERM)
    assert made.next_task is not None
    # At ten in Kyiv.
    assert made.next_step_at == datetime(2027, 10, 31, 8, 0, tzinfo=UTC)
    assert made.next_task.title == "Talk about renewing"
    assert ServiceTerm.objects.get(deal=made).ends_on == date(2027, 11, 30)
    assert_all_true()


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"begins_on": ""}, {"begins_on": Problem.REQUIRED}),
        ({"ends_on": "2026-12-01"}, {"ends_on": Problem.OUT_OF_RANGE}),
        ({"ends_on": "soon"}, {"ends_on": Problem.NOT_A_DATE}),
        ({"remind_days": "366"}, {"remind_days": Problem.TOO_LARGE}),
        ({"remind_days": ""}, {"remind_days": Problem.REQUIRED}),
    ],
)
def test_a_term_that_makes_no_sense_is_refused_and_nothing_made(
    house: House, won: Deal, changed: Mapping[str, str], wrong: Mapping[str, Problem]
) -> None:
    said = {"begins_on": "2026-12-01", "ends_on": "2027-11-30", "remind_days": "30"} | dict(changed)
    with pytest.raises(Invalid) as refusal:
        go_on(house, won, LinkKind.SERVICE, term=NewTerm(**said, reminder="Renew"))
    assert refusal.value.problems.keys() == wrong.keys()
    assert Deal.objects.count() == 1


def test_a_term_is_changed_and_told(house: House, won: Deal) -> None:
    made = go_on(house, won, LinkKind.SERVICE, term=TERM)
    alice, later = house.actor("Alice"), NewTerm("2026-12-01", "2028-11-30", "60", "")
    for _ in range(2):
        change_term(by=alice, at=NOON, deal=made.pk, term=later)
    assert ServiceTerm.objects.get().remind_days == 60
    assert Event.objects.filter(kind=EventKind.TERM_SET).count() == 2
    with pytest.raises(NotFound):
        change_term(by=alice, at=NOON, deal=won.pk, term=later)


def test_only_what_is_won_goes_on_and_only_for_who_may_change_it(house: House, won: Deal) -> None:
    with pytest.raises(NotFound):
        go_on(house, deal_of(house, "Alice"), LinkKind.REPEAT)
    with pytest.raises(NotFound):
        go_on(house, won, LinkKind.REPEAT, by="Bob")
    with pytest.raises(NotFound):
        go_on(house, won, LinkKind.HAND_OVER)
    with pytest.raises(Invalid):
        go_on(house, won, LinkKind.SERVICE)


def test_the_head_keeps_the_owner(house: House, won: Deal) -> None:
    assert go_on(house, won, LinkKind.REPEAT, by="Hana").owner_id == house.people["Alice"].pk
    assign_deal(by=house.actor("Hana"), at=NOON, deal=won.pk, owner=house.people["Bob"].pk)
    assert go_on(house, won, LinkKind.UPSELL, by="Hana").owner_id == house.people["Bob"].pk
