"""Proposed times lie where client and seller work, are never past, and never twice the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.presets import (
    Clocks,
    PresetName,
    ReturnIn,
    after,
    moment,
    presets,
    return_days,
    working_day,
)
from voronka.domain.working_time import Calendar

KYIV, MAKASSAR, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("Asia/Makassar"), ZoneInfo("America/New_York")
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("UTC", "Europe/Kyiv", "Asia/Makassar", "America/New_York", "Pacific/Auckland")
    ]
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TUESDAY = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)  # 11:42 in Kyiv


def shown(now: datetime, clocks: Clocks, default: timedelta | None = None) -> dict[str, str]:
    return {
        preset.name.value: f"{preset.at.astimezone(clocks.seller):%a %d %H:%M}"
        for preset in presets(now, clocks, default)
    }


def test_without_a_client_clock_the_sellers_counts() -> None:
    assert shown(TUESDAY, Clocks(KYIV)) == {
        "today": "Tue 24 16:00",
        "tomorrow": "Wed 25 10:00",
        "in_3_days": "Fri 27 10:00",
        "next_week": "Mon 30 10:00",
    }


def test_a_far_client_is_called_when_both_work() -> None:
    # 9 in Kyiv is 15 in Makassar; 18 in Makassar is 12 in Kyiv.
    far = shown(TUESDAY, Clocks(KYIV, MAKASSAR))
    assert far["tomorrow"] == "Wed 25 09:00"
    assert "today" not in far


def test_where_the_hours_never_meet_the_clients_count() -> None:
    at = moment(date(2026, 11, 25), time(10), Clocks(MAKASSAR, NEW_YORK))
    assert at.astimezone(NEW_YORK).time() == time(10)


def test_late_in_the_day_today_is_the_last_call_and_then_nothing() -> None:
    late = datetime(2026, 11, 24, 14, 10, tzinfo=UTC)  # 16:10 in Kyiv
    assert shown(late, Clocks(KYIV))["today"] == "Tue 24 17:30"
    assert "today" not in shown(late + timedelta(hours=1), Clocks(KYIV))


def test_on_a_friday_the_proposals_stay_apart() -> None:
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert shown(friday, Clocks(KYIV)) == {
        "today": "Fri 27 16:00",
        "tomorrow": "Mon 30 10:00",
        "in_3_days": "Tue 01 10:00",
        "next_week": "Wed 02 10:00",
    }


def test_the_stages_own_wait_is_a_proposal_of_its_own_only_where_none_is_near() -> None:
    assert shown(TUESDAY, Clocks(KYIV), timedelta(hours=1)) == {
        "stage": "Tue 24 12:45",
        "today": "Tue 24 16:00",
        "tomorrow": "Wed 25 10:00",
        "in_3_days": "Fri 27 10:00",
        "next_week": "Mon 30 10:00",
    }
    assert shown(TUESDAY, Clocks(KYIV), timedelta(days=1)) == {
        "today": "Tue 24 16:00",
        "stage": "Wed 25 10:00",
        "in_3_days": "Fri 27 10:00",
        "next_week": "Mon 30 10:00",
    }


@pytest.mark.parametrize(
    ("now", "wait", "due"),
    [
        (TUESDAY, timedelta(minutes=15), "Tue 12:00"),
        (TUESDAY, timedelta(hours=8), "Wed 10:45"),
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), timedelta(hours=2), "Mon 10:00"),
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), timedelta(hours=1), "Tue 10:00"),
    ],
)
def test_a_wait_counts_working_hours(now: datetime, wait: timedelta, due: str) -> None:
    assert f"{after(now, wait, Clocks(KYIV)).astimezone(KYIV):%a %H:%M}" == due


@given(MOMENTS, ZONES, st.none() | ZONES, st.none() | st.timedeltas(timedelta(), timedelta(days=30)))
def test_every_proposal_is_to_come_on_a_working_day_of_the_client(
    now: datetime, seller: ZoneInfo, client: ZoneInfo | None, default: timedelta | None
) -> None:
    clocks = Clocks(seller, client)
    found = presets(now, clocks, default)
    assert len({preset.at for preset in found}) == len(found) >= 3
    assert [preset.at for preset in found] == sorted(preset.at for preset in found)
    assert (default is not None) == (PresetName.STAGE in {preset.name for preset in found})
    for preset in found:
        local = preset.at.astimezone(clocks.leading)
        assert preset.at >= now
        assert local.weekday() < 5
        assert time(9) <= local.time() <= time(18)


@given(st.dates(date(2000, 1, 1), date(2190, 1, 1)))
def test_days_of_return_are_working_days_to_come_in_order(today: date) -> None:
    days = [day for _, day in return_days(today)]
    assert days == sorted(set(days))
    assert days[0] > today
    assert all(day.weekday() < 5 for day in days)


def test_a_month_from_the_end_of_a_long_one_is_the_end_of_the_short_one() -> None:
    days = dict(return_days(date(2026, 1, 31)))
    assert days[ReturnIn.MONTH] == working_day(date(2026, 2, 28))
    assert days[ReturnIn.QUARTER] == working_day(date(2026, 4, 30))
    assert days[ReturnIn.YEAR] == working_day(date(2027, 1, 31))


def test_a_seller_works_by_their_calendar() -> None:
    wednesday = date(2026, 11, 25)
    early = (((time(8), time(15)),),) * 6 + ((),)
    calendar = Calendar("Europe/Kyiv", early, {wednesday: ()})
    assert shown(TUESDAY, Clocks(KYIV, None, calendar), timedelta(days=1)) == {
        "today": "Tue 24 14:30",
        "stage": "Thu 26 10:00",
        "in_3_days": "Fri 27 10:00",
        "next_week": "Mon 30 10:00",
    }


def test_the_stage_s_own_time_counts_working_time() -> None:
    friday = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # 17:00 in Kyiv
    assert after(friday, timedelta(hours=4), Clocks(KYIV)).astimezone(KYIV) == datetime(
        2026, 11, 30, 12, tzinfo=KYIV
    )
    assert after(friday, timedelta(days=1), Clocks(KYIV)).astimezone(KYIV).date() == date(2026, 11, 30)
