"""Working time, counted by hand for a few days and by properties for all of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.working_time import ALL_DAY, DAY, OFFICE_WEEK, ROUND_THE_CLOCK, WEEK, Calendar, Hours

KYIV = ZoneInfo("Europe/Kyiv")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLOSED: Hours = ()
LUNCH: Hours = ((time(9), time(13)), (time(14), time(18)))
OFFICE = Calendar("Europe/Kyiv", OFFICE_WEEK)
ZONES = ("Europe/Kyiv", "America/New_York", "Asia/Jakarta", "Australia/Lord_Howe")
NIGHTS = (((time(0), time(6)), (time(22), time(0))),) * 7
WEEKS = (OFFICE_WEEK, (LUNCH,) * 6 + (CLOSED,), NIGHTS, (ALL_DAY,) * 7)
# Two changes of every clock that has them, and years far enough on.
_FIRST, _LAST = datetime(2026, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - Hypothesis takes no aware bounds
INSTANTS = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))
NEAR_CHANGES = st.sampled_from(
    (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC),
     datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
).flatmap(lambda day: st.integers(-3000, 3000).map(lambda minutes: day + minutes * MINUTE))  # fmt: skip
AT = INSTANTS | NEAR_CHANGES
LENGTHS = (
    st.integers(0, 60).map(lambda days: days * DAY)
    | st.integers(0, 8).map(lambda weeks: weeks * WEEK)
    | st.integers(0, 6000).map(lambda minutes: minutes * MINUTE)
)
DAYS = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from((CLOSED, LUNCH, ALL_DAY)), max_size=12
)
CALENDARS = st.builds(Calendar, st.sampled_from(ZONES), st.sampled_from(WEEKS), DAYS)


def kyiv(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """November 2026 begins on a Sunday."""
    return datetime(2026, month, day, hour, minute, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("at", "span", "then"),
    [
        (kyiv(2, 10), HOUR, kyiv(2, 11)),
        (kyiv(2, 17, 30), HOUR, kyiv(3, 9, 30)),
        (kyiv(6, 17, 30), HOUR, kyiv(9, 9, 30)),
        (kyiv(7, 12), HOUR, kyiv(9, 10)),
        (kyiv(2, 3), timedelta(minutes=15), kyiv(2, 9, 15)),
        (kyiv(2, 10), DAY, kyiv(3, 10)),
        (kyiv(6, 16), DAY, kyiv(9, 16)),
        (kyiv(7, 12), DAY, kyiv(10, 9)),
        (kyiv(6, 20), DAY, kyiv(10, 9)),
        (kyiv(5, 10), 3 * DAY, kyiv(10, 10)),
        (kyiv(4, 10), 10 * DAY, kyiv(18, 10)),
        (kyiv(4, 10), WEEK, kyiv(11, 10)),
        (kyiv(4, 10), 2 * WEEK, kyiv(18, 10)),
        (kyiv(7, 12), WEEK, kyiv(16, 9)),
        (kyiv(2, 10), DAY + 2 * HOUR, kyiv(3, 12)),
        (kyiv(7, 12), timedelta(0), kyiv(9, 9)),
    ],
)
def test_hours_are_worked_days_are_working_days_and_weeks_are_weeks(
    at: datetime, span: timedelta, then: datetime
) -> None:
    assert OFFICE.after(at, span) == then


def test_a_holiday_is_no_working_day_and_a_short_day_ends_early() -> None:
    short: Hours = ((time(9), time(13)),)
    calendar = Calendar("Europe/Kyiv", OFFICE_WEEK, {date(2026, 11, 3): CLOSED, date(2026, 11, 4): short})
    assert calendar.after(kyiv(2, 10), DAY) == kyiv(4, 10)
    assert calendar.after(kyiv(2, 17), DAY) == kyiv(4, 13)
    assert calendar.after(kyiv(2, 17), 2 * HOUR) == kyiv(4, 10)
    assert calendar.worked(kyiv(2, 9), kyiv(5, 9)) == 13 * HOUR


def test_a_break_is_no_working_time() -> None:
    calendar = Calendar("Europe/Kyiv", (LUNCH,) * 7)
    assert calendar.after(kyiv(2, 12, 30), HOUR) == kyiv(2, 14, 30)
    assert calendar.after(kyiv(2, 13, 15), DAY) == kyiv(3, 14)
    assert not calendar.is_working(kyiv(2, 13, 15))
    assert calendar.next_open(kyiv(2, 13, 15)) == kyiv(2, 14)


def test_the_same_time_of_the_next_day_stays_the_same_when_the_clock_changes() -> None:
    every_day = Calendar("Europe/Kyiv", (((time(9), time(18)),),) * 7)
    assert every_day.after(kyiv(24, 10, month=10), DAY) == kyiv(25, 10, month=10)
    assert kyiv(25, 10, month=10).astimezone(UTC) - kyiv(24, 10, month=10).astimezone(UTC) == 25 * HOUR
    assert every_day.after(kyiv(24, 10, month=10), WEEK) == kyiv(31, 10, month=10)


def test_a_day_on_which_the_clock_changes_has_as_many_hours_as_pass() -> None:
    always = Calendar("Europe/Kyiv", (ALL_DAY,) * 7)
    spring, autumn = kyiv(29, 0, month=3), kyiv(25, 0, month=10)
    assert always.worked(spring, kyiv(30, 0, month=3)) == 23 * HOUR
    assert always.worked(autumn, kyiv(26, 0, month=10)) == 25 * HOUR


def test_hours_that_the_clock_jumps_over_are_none() -> None:
    calendar = Calendar("Europe/Kyiv", (((time(3), time(4)), (time(9), time(10))),) * 7)
    assert calendar.worked(kyiv(29, 0, month=3), kyiv(30, 0, month=3)) == HOUR


def test_without_a_calendar_time_just_passes() -> None:
    at = datetime(2026, 11, 7, 3, 17, tzinfo=UTC)
    for span in (17 * MINUTE, 5 * DAY, 3 * WEEK, DAY + 5 * HOUR):
        assert ROUND_THE_CLOCK.after(at, span) == at + span


@pytest.mark.parametrize("week", [(), (CLOSED,) * 7, OFFICE_WEEK[:6]])
def test_a_week_without_hours_is_no_calendar(week: tuple[Hours, ...]) -> None:
    with pytest.raises(ValueError, match="seven days"):
        Calendar("UTC", week)


def test_the_warning_comes_after_four_fifths_of_the_work() -> None:
    end = OFFICE.after(kyiv(6, 13), 5 * HOUR)
    assert OFFICE.warned(kyiv(6, 13), end) == kyiv(6, 17)
    assert OFFICE.warned(kyiv(6, 17), OFFICE.after(kyiv(6, 17), 5 * HOUR)) == kyiv(9, 12)


def test_a_stay_is_told_in_the_measure_of_its_limit() -> None:
    friday, tuesday = kyiv(6, 16), kyiv(10, 10)
    assert OFFICE.stay(friday, tuesday, 5 * DAY) == DAY
    assert OFFICE.stay(friday, tuesday, None) == DAY
    assert OFFICE.stay(friday, tuesday, 8 * HOUR) == 12 * HOUR
    assert OFFICE.stay(friday, tuesday, WEEK) == tuesday - friday
    assert OFFICE.stay(friday, friday + HOUR, 5 * DAY) == HOUR


@given(CALENDARS, AT, AT, LENGTHS)
def test_who_begins_later_never_ends_earlier(
    calendar: Calendar, one: datetime, other: datetime, span: timedelta
) -> None:
    first, second = sorted((one, other))
    assert calendar.after(first, span) <= calendar.after(second, span)
    assert calendar.add(first, span) <= calendar.add(second, span)


@given(CALENDARS, NEAR_CHANGES, st.integers(0, 200), LENGTHS)
def test_not_even_while_the_clock_repeats_an_hour(
    calendar: Calendar, at: datetime, minutes: int, span: timedelta
) -> None:
    assert calendar.after(at, span) <= calendar.after(at + minutes * MINUTE, span)


@given(CALENDARS, AT, LENGTHS)
def test_as_much_is_worked_as_was_added(calendar: Calendar, at: datetime, span: timedelta) -> None:
    then = calendar.add(at, span)
    assert calendar.worked(at, then) == span
    assert span == timedelta(0) or calendar.worked(at, then - MINUTE / 60) < span


@given(CALENDARS, AT, AT, AT)
def test_what_is_worked_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    parts = calendar.worked(first, second) + calendar.worked(second, third)
    assert parts == calendar.worked(first, third) <= third - first


@given(CALENDARS, AT)
def test_work_begins_where_it_is_worked_and_not_earlier(calendar: Calendar, at: datetime) -> None:
    opens = calendar.next_open(at)
    assert opens >= at
    assert calendar.is_working(opens)
    assert calendar.worked(at, opens) == timedelta(0)
    assert opens == at or not calendar.is_working(at)


@given(CALENDARS, AT, st.integers(1, 40))
def test_days_that_passed_are_those_that_were_added(calendar: Calendar, at: datetime, days: int) -> None:
    if days % 7:
        then = calendar.after(at, days * DAY)
        assert calendar.days_between(at, then) == days
        assert calendar.days_between(at, then - MINUTE / 60) == days - 1


@given(CALENDARS, AT, LENGTHS)
def test_the_warning_lies_before_the_end(calendar: Calendar, at: datetime, span: timedelta) -> None:
    end = calendar.after(at, span)
    assert at <= calendar.warned(at, end) <= end


@given(CALENDARS, AT, LENGTHS, AT)
def test_the_limit_is_reached_just_when_the_stay_is_as_long(
    calendar: Calendar, at: datetime, limit: timedelta, now: datetime
) -> None:
    """Of limits in hours, days, and weeks that end on a working time."""
    whole = limit < DAY or limit % DAY == timedelta(0)
    if whole and limit > timedelta(0) and limit % WEEK:
        assert (calendar.after(at, limit) <= now) == (calendar.stay(at, now, limit) >= limit)


@given(CALENDARS, AT, LENGTHS.filter(bool))
def test_who_came_by_the_latest_start_is_over_and_nobody_later(
    calendar: Calendar, now: datetime, span: timedelta
) -> None:
    start = calendar.latest_start(span, now)
    assert calendar.after(start, span) <= now < calendar.after(start + 2 * MINUTE / 60, span)
