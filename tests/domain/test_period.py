"""Days and months by the clocks of a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from voronka.domain.period import day_of, month_of

KYIV, JAKARTA, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("Asia/Jakarta"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        (KYIV, datetime(2026, 11, 24, 22, tzinfo=UTC)),
        (JAKARTA, datetime(2026, 11, 24, 17, tzinfo=UTC)),
        (NEW_YORK, datetime(2026, 11, 24, 5, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_the_midnight_of_its_zone(zone: ZoneInfo, start: datetime) -> None:
    today = day_of(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), zone)
    assert (today.start, today.end) == (start, start + timedelta(days=1))


def test_the_day_clocks_go_back_has_25_hours() -> None:
    today = day_of(datetime(2026, 10, 25, 12, tzinfo=UTC), KYIV)
    assert today.end.astimezone(UTC) - today.start.astimezone(UTC) == timedelta(hours=25)


def test_the_day_clocks_go_forward_has_23_hours() -> None:
    today = day_of(datetime(2026, 3, 29, 12, tzinfo=UTC), KYIV)
    assert today.end.astimezone(UTC) - today.start.astimezone(UTC) == timedelta(hours=23)


def test_a_month_ends_where_the_next_begins() -> None:
    december = month_of(datetime(2026, 12, 31, 21, 59, tzinfo=UTC), KYIV)
    january = month_of(datetime(2026, 12, 31, 22, 1, tzinfo=UTC), KYIV)
    assert december.end == january.start == datetime(2027, 1, 1, tzinfo=KYIV)
