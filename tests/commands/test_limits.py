"""The limits of deals: written by whatever changes what they follow from, by the calendar of the team."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories import House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal
from voronka.commands.calendar_rows import insert_first_calendar, renew_calendars
from voronka.commands.deals import change_deal
from voronka.commands.limits import recompute_limits
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.undo import undo
from voronka.models import Deal, Pipeline, Stage, Team, WorkCalendar, Workspace
from voronka.queries.calendars import calendar_of

pytestmark = pytest.mark.django_db

# A Friday, ten in the morning in Kyiv.
FRIDAY = datetime(2026, 11, 6, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    made = make_house()
    insert_first_calendar(Workspace.objects.get())
    return made


def kept(deal: Deal) -> tuple[datetime | None, datetime | None]:
    deal.refresh_from_db()
    return deal.limit_at, deal.warn_at


def test_the_limit_of_a_new_deal_is_counted_in_working_days(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    # Three working days of nine hours; four fifths of them are 21.6 hours of work.
    assert kept(deal) == (FRIDAY + 5 * DAY, FRIDAY + 4 * DAY + timedelta(hours=3, minutes=36))
    assert_all_true()


def test_it_begins_anew_at_the_next_stage_and_comes_back_with_the_undo(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    first = kept(deal)
    alice, later = house.actor("Alice"), FRIDAY + 3 * DAY
    moved = move_deal(by=alice, at=later, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert kept(deal)[0] == later + 3 * DAY
    undo(by=alice, at=later + DAY, event=moved.event.pk)
    assert kept(deal) == first
    assert_all_true()


def test_a_closed_deal_has_none(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    lost = Move(to=house.stage("Lost"), lost_reason=house.lost_reason, reason="Bought elsewhere")
    move_deal(by=house.actor("Alice"), at=FRIDAY + DAY, deal=deal.pk, move=lost)
    assert kept(deal) == (None, None)
    assert_all_true()


def test_another_team_counts_by_its_own_calendar(house: House) -> None:
    always = WorkCalendar.objects.create(name="Always", time_zone="UTC", week=[[["00:00", "00:00"]]] * 7)
    Team.objects.filter(name="South").update(calendar=always)
    renew_calendars()
    deal = deal_of(house, "Alice", at=FRIDAY)
    charlie = house.people["Charlie"].pk
    assign_deal(by=house.actor("Zoe"), at=FRIDAY + DAY, deal=deal.pk, owner=charlie)
    assert kept(deal)[0] == FRIDAY + 3 * DAY
    assert_all_true()


def test_a_team_works_as_the_nearest_above_it_that_says_how(house: House) -> None:
    jakarta = WorkCalendar.objects.create(
        name="Jakarta", time_zone="Asia/Jakarta", week=[[["08:00", "17:00"]]] * 7
    )
    Team.objects.filter(name="Region").update(calendar=jakarta)
    renew_calendars()
    assert calendar_of(house.teams["North"].pk).zone == "Asia/Jakarta"
    assert calendar_of(None).zone == "Europe/Kyiv"


def test_large_deals_and_those_of_a_source_have_limits_of_their_own(house: House) -> None:
    Stage.objects.filter(pk=house.stage("Qualify")).update(
        limits=[
            {"seconds": 86400, "amount_from": None, "source": "Website"},
            {"seconds": 5 * 86400, "amount_from": "10000.00", "source": ""},
        ]
    )
    Pipeline.objects.update(version=2)
    alice = house.actor("Alice")
    small = deal_of(house, "Alice", at=FRIDAY, amount="100")
    assert kept(small)[0] == FRIDAY + 5 * DAY
    change_deal(by=alice, at=FRIDAY, deal=small.pk, fields={"amount": "10000"})
    assert kept(small)[0] == FRIDAY + 7 * DAY
    change_deal(by=alice, at=FRIDAY, deal=small.pk, fields={"source": "website"})
    assert kept(small)[0] == FRIDAY + 3 * DAY
    assert small.amount_base == Decimal(10000)
    assert_all_true()


def test_what_is_counted_anew_is_only_what_differs(house: House) -> None:
    one, other = deal_of(house, "Alice", at=FRIDAY), deal_of(house, "Bob", at=FRIDAY)
    right = kept(one)
    Deal.objects.filter(pk=one.pk).update(limit_at=None)
    assert recompute_limits(Deal.objects.all()) == 1
    assert kept(one) == right == kept(other)
