"""Days and months as a person sees them: by the clocks of their zone, daylight saving included."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Period:
    """The instants from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime


def midnight(on: date, zone: tzinfo) -> datetime:
    """The first instant of a day in a zone. Where clocks jump over midnight, the day begins at the jump."""
    return datetime.combine(on, time(), tzinfo=zone)


def day_of(now: datetime, zone: tzinfo) -> Period:
    """The day that `now` lies in; 23 or 25 hours long when clocks change."""
    today = now.astimezone(zone).date()
    return Period(midnight(today, zone), midnight(today + timedelta(days=1), zone))


def month_of(now: datetime, zone: tzinfo) -> Period:
    """The calendar month that `now` lies in."""
    first = now.astimezone(zone).date().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(midnight(first, zone), midnight(following, zone))
