"""A week by somebody's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.week import is_worked, shown_hours, week_of
from voronka.domain.working_time import OFFICE_WEEK, Calendar

KYIV = ZoneInfo("Europe/Kyiv")


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_a_week_holds_its_day_and_begins_on_a_monday(on: date) -> None:
    week = week_of(on, KYIV)
    assert on in week.days
    assert week.monday.weekday() == 0
    assert week_of(week.after, KYIV).before == week.monday


@pytest.mark.parametrize(
    ("on", "hours"), [(date(2026, 3, 25), 167), (date(2026, 10, 22), 169), (date(2026, 11, 24), 168)]
)
def test_a_week_is_an_hour_off_where_the_clocks_change(on: date, hours: int) -> None:
    period = week_of(on, KYIV).period
    passed = period.end.astimezone(UTC) - period.start.astimezone(UTC)
    assert passed == timedelta(hours=hours)
    assert period.start == datetime.combine(week_of(on, KYIV).monday, datetime.min.time(), KYIV)


def test_working_hours_are_shown_by_the_readers_clock() -> None:
    calendar = Calendar("Europe/Kyiv", OFFICE_WEEK)
    tuesday, jakarta = date(2026, 11, 24), ZoneInfo("Asia/Jakarta")
    assert not is_worked(calendar, tuesday, 13, jakarta)
    assert is_worked(calendar, tuesday, 14, jakarta)
    assert not is_worked(calendar, date(2026, 11, 28), 14, jakarta)


def test_the_hours_of_an_office_are_shown_and_as_far_as_anything_goes_beyond() -> None:
    assert shown_hours([]) == range(9, 18)
    assert shown_hours([6, 21]) == range(6, 22)
