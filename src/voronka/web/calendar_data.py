"""Working calendars as a page's scripts count by them: see assets/lib/working_time.ts."""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2.utils import htmlsafe_json_dumps

from voronka.domain.working_time import DAY
from voronka.queries.calendars import calendars_by

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from markupsafe import Markup

    from voronka.domain.working_time import Calendar, Hours

# A longer stay than this is told with the holidays of its last year only.
_BACK = timedelta(days=370)
_MINUTES = 60
_WHOLE_DAY = 24 * _MINUTES


def calendars_told(key: str, now: datetime) -> Markup:
    """All calendars and whose they are, as JSON. No query where the workspace's `key` is known to the process already."""
    today = now.astimezone(UTC).date()
    return _told(key, today) if key else _telling(key, today)


@lru_cache(maxsize=8)
def _told(key: str, today: date) -> Markup:
    return _telling(key, today)


def _telling(key: str, today: date) -> Markup:
    known = calendars_by(key)
    told = {
        "teams": {str(team): id for team, id in known.of_team.items()},
        "default": known.default,
        "each": {str(id): _calendar(calendar, today) for id, calendar in known.each.items()},
    }
    return htmlsafe_json_dumps(told, separators=(",", ":"))


def _calendar(calendar: Calendar, today: date) -> Mapping[str, Any]:
    # The day is another one in some zones.
    past = (today + DAY - DAY * back for back in range(_BACK.days))
    differing = {day: hours for day in past if (hours := calendar.days.get(day)) is not None}
    return {
        "zone": calendar.zone,
        "week": [_hours(hours) for hours in calendar.week],
        "days": {day.isoformat(): _hours(hours) for day, hours in differing.items()},
    }


def _hours(hours: Hours) -> list[list[int]]:
    return [[_minute(opens), _minute(closes) or _WHOLE_DAY] for opens, closes in hours]


def _minute(at: time) -> int:
    return at.hour * _MINUTES + at.minute
