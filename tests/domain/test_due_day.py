"""A day without an hour ends with its hours of work by the person's own clock, and is that day wherever they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voronka.domain.due_day import end_of_day, is_in_days
from voronka.domain.presets import Clocks, PresetName, preset_days
from voronka.domain.queue import Standing, Violation, can_begin, place
from voronka.domain.task import TaskKind
from voronka.domain.waking import is_awake_hour
from voronka.domain.working_time import OFFICE_WEEK, ROUND_THE_CLOCK, Calendar

KYIV, JAKARTA, SAO_PAULO = (ZoneInfo(name) for name in ("Europe/Kyiv", "Asia/Jakarta", "America/Sao_Paulo"))
OFFICE = Calendar("Europe/Kyiv", OFFICE_WEEK)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A Friday and the Saturday after it.
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("on", "zone", "calendar", "ends"),
    [
        (FRIDAY, KYIV, OFFICE, "2026-11-27 18:00:00"),
        # A colleague abroad works the same hours by a clock of their own.
        (FRIDAY, JAKARTA, OFFICE, "2026-11-27 18:00:00"),
        (SATURDAY, KYIV, OFFICE, "2026-11-28 23:59:59"),
        (FRIDAY, SAO_PAULO, ROUND_THE_CLOCK, "2026-11-27 23:59:59"),
        # The day on which the clock goes back in Kyiv is 25 hours long, the one on which it goes forward 23.
        (date(2026, 10, 25), KYIV, OFFICE, "2026-10-25 23:59:59"),
        (date(2026, 3, 29), KYIV, ROUND_THE_CLOCK, "2026-03-29 23:59:59"),
        # In 2018 the clocks of São Paulo jumped over midnight, so that the day before ended an hour before one.
        (date(2018, 11, 3), SAO_PAULO, ROUND_THE_CLOCK, "2018-11-03 23:59:59"),
    ],
)
def test_a_day_ends_with_its_work(on: date, zone: ZoneInfo, calendar: Calendar, ends: str) -> None:
    assert f"{end_of_day(on, zone, calendar).astimezone(zone):%Y-%m-%d %H:%M:%S}" == ends


def test_hours_that_the_clock_jumps_over_end_at_the_jump() -> None:
    # In Kyiv 03:00 to 04:00 of 29 March 2026 is no time at all.
    night = Calendar("Europe/Kyiv", (((time(0), time(3, 30)),),) * 7)
    assert end_of_day(date(2026, 3, 29), KYIV, night) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(
    on=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    zone=st.sampled_from(
        [KYIV, JAKARTA, SAO_PAULO, ZoneInfo("Pacific/Apia"), ZoneInfo("Pacific/Kiritimati")]
    ),
    calendar=st.sampled_from([OFFICE, ROUND_THE_CLOCK]),
)
def test_the_end_of_a_day_is_of_that_day(on: date, zone: ZoneInfo, calendar: Calendar) -> None:
    # Samoa had no 30 December 2011: it went to the other side of the date line.
    assume(zone.key != "Pacific/Apia" or on != date(2011, 12, 30))
    ends = end_of_day(on, zone, calendar)
    assert ends.astimezone(zone).date() == on
    assert ends <= end_of_day(on, zone, ROUND_THE_CLOCK) < end_of_day(on + DAY, zone, calendar)


@pytest.mark.parametrize(
    ("wait", "days"),
    [
        (DAY, True),
        (4 * DAY, True),
        (14 * DAY, True),
        (HOUR, False),
        (DAY + HOUR, False),
        (timedelta(0), False),
    ],
)
def test_a_wait_of_whole_days_ends_on_a_day(wait: timedelta, *, days: bool) -> None:
    assert is_in_days(wait) is days


def test_proposed_days_are_working_days_by_the_sellers_clock() -> None:
    # 23:30 on Thursday in Kyiv is Friday in Jakarta.
    now = datetime(2026, 11, 26, 21, 30, tzinfo=UTC)
    clocks = Clocks(JAKARTA, KYIV, Calendar("Asia/Jakarta", OFFICE_WEEK))
    assert preset_days(now, clocks) == (
        (PresetName.TODAY, FRIDAY),
        (PresetName.TOMORROW, date(2026, 11, 30)),
        (PresetName.IN_3_DAYS, date(2026, 12, 1)),
        (PresetName.NEXT_WEEK, date(2026, 12, 2)),
    )


def test_a_day_whose_work_is_over_is_not_proposed_and_the_stages_own_wait_is() -> None:
    evening = datetime(2026, 11, 24, 16, tzinfo=UTC)
    days = dict(preset_days(evening, Clocks(KYIV, calendar=OFFICE), 2 * DAY))
    assert PresetName.TODAY not in days
    assert days[PresetName.STAGE] == FRIDAY


def test_what_has_no_hour_stands_below_what_has_one_and_is_no_call_agreed_on() -> None:
    now = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    by_day = Standing(Violation.NONE, now + HOUR / 2, TaskKind.CALL, "Europe/Kyiv", all_day=True)
    at_night = Standing(Violation.NONE, now + 4 * HOUR, TaskKind.OTHER, "")
    agreed = Standing(Violation.NONE, now + HOUR / 2, TaskKind.CALL, "Europe/Kyiv")
    assert place(at_night, now) < place(by_day, now)
    assert can_begin(agreed, now)
    assert not can_begin(by_day, now)


@pytest.mark.parametrize(("hour", "awake"), [(7, False), (8, True), (20, True), (21, False), (3, False)])
def test_nobody_is_called_at_night(hour: int, *, awake: bool) -> None:
    at = datetime(2026, 11, 24, hour, 59, tzinfo=JAKARTA).astimezone(UTC)
    assert is_awake_hour(at, JAKARTA) is awake
