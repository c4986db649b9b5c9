"""Days that a form names, as the instants that they end by the company's working time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from voronka.commands import values
from voronka.commands.values import Bad
from voronka.domain.errors import Problem

if TYPE_CHECKING:
    from datetime import date

    from voronka.domain.working_time import Calendar


def end_of(on: date, calendar: Calendar) -> datetime:
    """When work ends on this day; on a day off, when the day ends."""
    spans = calendar.hours(on)
    zone = ZoneInfo(calendar.zone)
    if not spans or spans[-1][1] == time.max:
        return datetime.combine(on + timedelta(days=1), time(), zone)
    return datetime.combine(on, spans[-1][1], zone)


def read_day(text: str, now: datetime, calendar: Calendar) -> datetime:
    """The end of the day that was typed.

    Raises:
        Bad: none, no date, or a day that is over.
    """
    on = values.day(text)
    if on is None:
        raise Bad(Problem.REQUIRED)
    until = end_of(on, calendar)
    if until <= now:
        raise Bad(Problem.IN_THE_PAST)
    return until


def proposed_day(now: datetime, length: timedelta, calendar: Calendar) -> str:
    """The day that a form shows first: `length` from now, as the method means it."""
    on: date = calendar.after(now, length).astimezone(ZoneInfo(calendar.zone)).date()
    return on.isoformat()
