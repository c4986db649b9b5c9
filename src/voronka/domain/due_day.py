"""Due on a day without an hour: a local date of whoever has the task, and the instant after which it is overdue.

What is asked for by a day may be done until the work of that day ends. Lists, constraints and indexes go by that
instant, which is counted from the date and never the other way round (ADR 0035). Pure.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voronka.domain.working_time import DAY, Calendar, first_instant

_MIDNIGHT = time(0)
# The day's end is still of that day.
_SECOND = timedelta(seconds=1)


def end_of_day(on: date, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """When a local day of `zone` ends: with the hours that the calendar gives such a day, by the clock of `zone`; a day off with its last second.

    By the person's own clock, for a colleague abroad would otherwise be late before their day has begun. In UTC.
    """
    hours = calendar.hours(on)
    closes = hours[-1][1] if hours else _MIDNIGHT
    if closes == _MIDNIGHT:
        return first_instant(datetime.combine(on + DAY, _MIDNIGHT), zone) - _SECOND
    return first_instant(datetime.combine(on, closes), zone)


def is_in_days(wait: timedelta) -> bool:
    """Whether a wait is of whole days, and so ends on a day; one that hours are part of ends by the clock."""
    return wait >= DAY and not wait % DAY
