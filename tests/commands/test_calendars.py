"""Working calendars are the administrators' to change, and the limits of deals follow at once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from tests.factories import House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.calendar_rows import insert_first_calendar
from voronka.commands.setup.calendars import (
    add_calendar,
    change_calendar,
    read_hours,
    remove_calendar,
    remove_day,
    set_day,
    unsaved_calendar,
)
from voronka.commands.teams import change_team
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.models import Deal, Team, WorkCalendar, Workspace
from voronka.queries.calendar_pages import calendar_effect
from voronka.queries.calendars import calendar_of

pytestmark = pytest.mark.django_db

# A Friday, ten in the morning in Kyiv.
FRIDAY = datetime(2026, 11, 6, 8, tzinfo=UTC)
DAY = timedelta(days=1)
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00–18:00")
KYIV = {"name": "Kyiv", "time_zone": "Europe/Kyiv", **OFFICE}
SHIFTS = {"name": "Shifts", "time_zone": "Europe/Kyiv", **OFFICE, "sat": "10-16", "sun": "10-16"}


@pytest.fixture
def house() -> House:
    made = make_house()
    insert_first_calendar(Workspace.objects.get())
    return made


def add(house: House, fields: dict[str, str], *teams: str, by: str = "Zoe") -> WorkCalendar:
    ids = [str(house.teams[name].pk) for name in teams]
    return add_calendar(by=house.actor(by), at=FRIDAY, fields=fields, teams=ids)


def limit(deal: Deal) -> datetime | None:
    deal.refresh_from_db()
    return deal.limit_at


def test_a_calendar_of_a_team_moves_the_limits_of_its_deals_and_of_no_others(house: House) -> None:
    of_north, of_south = deal_of(house, "Alice", at=FRIDAY), deal_of(house, "Charlie", at=FRIDAY)
    add(house, SHIFTS, "North")
    assert limit(of_north) == FRIDAY + 3 * DAY
    assert limit(of_south) == FRIDAY + 5 * DAY
    assert_all_true()


def test_a_change_a_day_and_a_removal_are_followed(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    shifts = add(house, SHIFTS, "Region")
    day = set_day(
        by=house.actor("Zoe"), at=FRIDAY, calendar=shifts.pk, date="2026-11-07", name="Stocktaking", hours=""
    )
    assert limit(deal) == FRIDAY + 4 * DAY
    remove_day(by=house.actor("Zoe"), at=FRIDAY, day=day.pk)
    assert limit(deal) == FRIDAY + 3 * DAY
    change_calendar(
        by=house.actor("Zoe"),
        at=FRIDAY,
        calendar=shifts.pk,
        fields=KYIV,
        teams=[str(house.teams["Region"].pk)],
    )
    assert limit(deal) == FRIDAY + 5 * DAY
    remove_calendar(by=house.actor("Zoe"), at=FRIDAY, calendar=shifts.pk)
    assert limit(deal) == FRIDAY + 5 * DAY
    assert not Team.objects.exclude(calendar=None).exists()
    assert_all_true()


def test_a_team_that_moves_in_the_tree_works_as_the_one_above_it(house: House) -> None:
    add(house, SHIFTS, "Region")
    deal = deal_of(house, "Alice", at=FRIDAY)
    assert limit(deal) == FRIDAY + 3 * DAY
    change_team(by=house.actor("Zoe"), at=FRIDAY, team=house.teams["North"].pk, name="North", parent="")
    assert limit(deal) == FRIDAY + 5 * DAY
    assert_all_true()


def test_holidays_of_a_country_are_days_off_where_that_is_said(house: House) -> None:
    usa = {**KYIV, "name": "USA", "time_zone": "America/New_York", "country": "US"}
    calendar = add(house, {**usa, "holidays_off": "on"}, "North")
    thanksgiving = datetime(2026, 11, 26).date()  # noqa: DTZ001 - a day
    assert calendar_of(house.teams["North"].pk).hours(thanksgiving) == ()
    change_calendar(
        by=house.actor("Zoe"),
        at=FRIDAY,
        calendar=calendar.pk,
        fields=usa,
        teams=[str(house.teams["North"].pk)],
    )
    assert calendar_of(house.teams["North"].pk).hours(thanksgiving) == ((time(9), time(18)),)


def test_what_a_change_does_is_told_before_it_is_saved(house: House) -> None:
    for day in range(4):
        deal_of(house, "Alice", at=FRIDAY + day * DAY)
    shifts = add(house, SHIFTS, "North")
    now = FRIDAY + 4 * DAY
    effect = calendar_effect(unsaved_calendar(shifts.pk, KYIV), now)
    assert (effect.deals, effect.over_before, effect.over_after) == (4, 2, 0)
    change_calendar(
        by=house.actor("Zoe"), at=now, calendar=shifts.pk, fields=KYIV, teams=[str(house.teams["North"].pk)]
    )
    assert Deal.objects.filter(limit_at__lte=now).count() == effect.over_after


@pytest.mark.parametrize("who", ["Alice", "Hana", "Ruth"])
def test_only_administrators_change_calendars(house: House, who: str) -> None:
    with pytest.raises(NotAllowed):
        add(house, SHIFTS, by=who)


def test_the_workspace_s_calendar_stays(house: House) -> None:
    (only,) = WorkCalendar.objects.all()
    with pytest.raises(Invalid) as refused:
        remove_calendar(by=house.actor("Zoe"), at=FRIDAY, calendar=only.pk)
    assert refused.value.problems == {"calendar": Problem.IN_USE}
    add(house, {**SHIFTS, "default": "on"})
    remove_calendar(by=house.actor("Zoe"), at=FRIDAY, calendar=only.pk)
    assert_all_true()


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"name": ""}, {"name": Problem.REQUIRED}),
        ({"time_zone": "Mars/Olympus"}, {"time_zone": Problem.UNKNOWN_CHOICE}),
        ({"country": "XX"}, {"country": Problem.UNKNOWN_CHOICE}),
        ({"mon": "all day", "name": ""}, {"mon": Problem.NOT_A_TIME, "name": Problem.REQUIRED}),
        (dict.fromkeys(OFFICE, ""), {"mon": Problem.REQUIRED}),
    ],
)
def test_what_makes_no_sense_is_refused(house: House, fields: dict[str, str], problems: Any) -> None:
    with pytest.raises(Invalid) as refused:
        add(house, {**KYIV, **fields})
    assert refused.value.problems == problems


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", ()),
        ("9-18", ((time(9), time(18)),)),
        ("9:00–13:00, 14:00–18:30", ((time(9), time(13)), (time(14), time(18, 30)))),
        ("0:00–24:00", ((time(0), time(0)),)),
        ("9.30 - 17.15", ((time(9, 30), time(17, 15)),)),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, hours: object) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize("typed", ["nine to five", "18-9", "9-9", "9-25", "14-18, 9-13", "9-13, 12-18", "9"])
def test_hours_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(Bad):
        read_hours(typed)
