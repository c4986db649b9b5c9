"""The order of a person's day: what is broken first, then by time, and among equals by what is worth more.

Pure. The queries read a group's first rows along an index, by due time; here they are put in the order in which they
are done. ADR 0032.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voronka.domain.task import TaskKind

# When somebody may be called: 9 to 18 by their own clock, Monday to Friday. Nobody tells us our clients' holidays.
OPENS, CLOSES = 9, 18
_WORKING_DAYS = 5
_AROUND = timedelta(minutes=45)


class Violation(IntEnum):
    """What is broken about an item, the worst first."""

    OVERDUE = 0
    OVER_LIMIT = 1
    NONE = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What an item's place is decided by.

    `priority` is 0 as usual, less for what comes first and more for what may wait; `score` is a deal's chance from 0 to 100, 0 while
    nobody reckons it; `zone` is the client's, empty where it is not known.
    """

    violation: Violation
    due_at: datetime
    kind: TaskKind
    zone: str
    priority: int = 0
    score: int = 0
    amount: Decimal = Decimal(0)
    # Due today without an hour: after what has one.
    all_day: bool = False


def place(item: Standing, now: datetime, *, sinks: bool = True) -> tuple[object, ...]:
    """The sort key. `sinks`: who can't be called now stands behind all who can.

    Overdue items of one day are equally broken, and an hour more or less decides nothing between them: there what is
    worth more is first. What is still to come goes by the clock.
    """
    waits = sinks and not can_begin(item, now)
    late_days = (now - item.due_at) // timedelta(days=1)
    worth = (item.priority, -item.score, -item.amount)
    if item.violation is Violation.OVERDUE:
        return (item.violation, waits, -late_days, *worth, item.due_at)
    return (item.violation, waits, item.all_day, item.due_at, *worth)


def can_begin(item: Standing, now: datetime) -> bool:
    """Whether the item can be done now: a call needs somebody awake. One that was agreed on is due soon, and is made."""
    is_agreed = not item.all_day and now <= item.due_at <= now + _AROUND
    if item.kind is not TaskKind.CALL or is_agreed:
        return True
    return is_awake(item.zone, now)


def is_awake(zone: str, now: datetime) -> bool:
    """Whether it is working time in the zone. Where nobody knows the zone, nothing speaks against a call."""
    try:
        local = now.astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return True
    return local is None or (local.weekday() < _WORKING_DAYS and OPENS <= local.hour < CLOSES)
