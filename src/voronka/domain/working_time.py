"""Working time: hours of the week in a zone, days that differ, and the counting of both across changes of the clock.

What a length of time means is the method's: an hour is an hour of work, a day the same time of the next working day, a
week a week (ADR 0026). All instants are aware; between two of them time is counted as it really passes, so a night
shift on the day when the clock goes back is an hour longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

# Spans of a day in order, from and to by the wall clock; midnight as an end is the end of the day.
Hours = tuple[tuple[time, time], ...]
Span = tuple[datetime, datetime]

DAY, WEEK = timedelta(days=1), timedelta(days=7)
DAYS_OF_WEEK = 7
# At this part of the time that a limit gives, the seller is warned.
WARNED_AT = 0.8
_NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)
_MIDNIGHT = time(0)
# Further off than any change of a clock reaches.
_AROUND_A_CHANGE = timedelta(hours=4)


class Days(Protocol):
    """The days that differ from the week; a mapping is one."""

    def get(self, day: date, /) -> Hours | None:
        """The hours of a day, none of them when it is off; None: it is as the week says."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When is worked: the hours of each day of the week, Monday first, and of the `days` that differ from it.

    `zone` is a name of the tz database. `week` leaves time for work, or counting would never end.
    """

    zone: str
    week: tuple[Hours, ...]
    days: Days = field(default_factory=dict[date, Hours])
    _spans: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_WEEK or not any(self.week):
            raise ValueError("a calendar has seven days, and hours in one of them")

    def hours(self, day: date) -> Hours:
        """The hours of a day, none when it is off."""
        found = self.days.get(day)
        return self.week[day.weekday()] if found is None else found

    def is_working(self, at: datetime) -> bool:
        """Whether it is worked at that instant."""
        return any(start <= at < end for start, end in self._on(self._day(at)))

    def next_open(self, at: datetime) -> datetime:
        """`at` when it is worked then, else the next instant at which work begins. In UTC."""
        return next(max(start, at.astimezone(UTC)) for start, end in self._from(at) if at < end)

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """How much working time lies between two instants; none when the second is not later."""
        total = _NOTHING
        for start, end in self._from(since):
            if start >= until:
                return total
            total += max(min(end, until) - max(start, since), _NOTHING)
        return total

    def add(self, at: datetime, working: timedelta) -> datetime:
        """The first instant by which so much has been worked since `at`. In UTC."""
        left = working
        if left <= _NOTHING:
            return at.astimezone(UTC)
        for start, end in self._from(at):
            begins = max(start, at)
            if begins < end and left <= end - begins:
                return (begins + left).astimezone(UTC)
            left -= max(end - begins, _NOTHING)
        raise AssertionError("working time never ends")

    def after(self, at: datetime, span: timedelta) -> datetime:
        """The instant a length of time after `at`, as the method counts it. In UTC; never earlier for a later `at`.

        Whole weeks are weeks. Of another length the whole days are working days: the same time of the n-th that
        follows, within its hours; the rest is working time.
        """
        if span >= WEEK and span % WEEK == _NOTHING:
            wall = _latest_wall(at, self._zone)
            return self.next_open(first_instant(wall + span, self._zone))
        days, rest = divmod(span, DAY)
        begins = self.next_open(at)
        return self.add(begins if days <= 0 else self._days_after(begins, days), rest)

    def days_between(self, since: datetime, until: datetime) -> int:
        """How many working days have passed: the largest n for which n of them after `since` is not after `until`."""
        begins = self.next_open(since)
        wall = _latest_wall(begins, self._zone)
        passed = 0
        for day in self._working_days(wall.date() + DAY):
            if self._within(day, wall.time()) > until:
                return passed
            passed += 1
        return passed

    def latest_start(self, span: timedelta, now: datetime) -> datetime:
        """The last instant, to the second, after which a length of time is over by `now`: who came then or before is over it."""
        back = max(span, DAY)
        while self.after(now - back, span) > now:
            back *= 2
        low, high = now - back, now
        while high - low > _SECOND:
            middle = low + (high - low) / 2
            low, high = (middle, high) if self.after(middle, span) <= now else (low, middle)
        return low

    def limited(self, since: datetime, limit: timedelta) -> tuple[datetime, datetime]:
        """When a limit is reached, and when that is to be warned of."""
        end = self.after(since, limit)
        return end, self.warned(since, end)

    def warned(self, since: datetime, until: datetime) -> datetime:
        """When to warn of an end: after four fifths of the working time that lies before it. In UTC."""
        return min(self.add(since, self.worked(since, until) * WARNED_AT), until.astimezone(UTC))

    def stay(self, since: datetime, until: datetime, limit: timedelta | None) -> timedelta:
        """How long somebody stayed, in the measure of the limit: whole weeks run through, days are working days.

        A limit below a day counts working time; without one working days are counted.
        """
        if limit is not None and limit < DAY:
            return self.worked(since, until)
        if limit is not None and limit % WEEK == _NOTHING:
            return max(until - since, _NOTHING)
        days = self.days_between(since, until)
        return days * DAY if days else min(self.worked(since, until), DAY - _SECOND)

    # -- days -----------------------------------------------------------------------------------------------------

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _on(self, day: date) -> tuple[Span, ...]:
        """The day's hours as instants. Kept, for counting many deals asks for the same days again and again."""
        found = self._spans.get(day)
        if found is None:
            found = self._spans[day] = tuple(self._instants(day))
        return found

    def _instants(self, day: date) -> Iterator[Span]:
        for opens, closes in self.hours(day):
            last = day + DAY if closes == _MIDNIGHT else day
            start = first_instant(datetime.combine(day, opens), self._zone)
            end = first_instant(datetime.combine(last, closes), self._zone)
            # Hours that the clock jumps over are none.
            if start < end:
                yield start, end

    def _from(self, at: datetime) -> Iterator[Span]:
        """The hours of the instant's day and of all that follow."""
        day = self._day(at)
        while True:
            yield from self._on(day)
            day += DAY

    def _working_days(self, day: date) -> Iterator[date]:
        while True:
            if self._on(day):
                yield day
            day += DAY

    def _days_after(self, at: datetime, days: int) -> datetime:
        wall = _latest_wall(at, self._zone)
        day = next(islice(self._working_days(wall.date() + DAY), days - 1, None))
        return self._within(day, wall.time())

    def _within(self, day: date, wall: time) -> datetime:
        """That time of a working day, or where it is not worked then the next time it is, at last the day's end."""
        at = first_instant(datetime.combine(day, wall), self._zone)
        spans = self._on(day)
        return next((max(start, at) for start, end in spans if at < end), spans[-1][1])


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which a clock of the zone shows `wall` or later: a time that it jumps over is the jump."""
    early = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    # Of a time that comes twice fold 0 is the first; of one that never comes it is the later.
    return early if early <= late else _change(late, early, zone)


def _latest_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """The latest that a clock of the zone has shown until `at`: while it repeats an hour, the end of that hour."""
    local = at.astimezone(zone)
    if not local.fold:
        return local.replace(tzinfo=None)
    change = _change(at.astimezone(UTC) - _AROUND_A_CHANGE, at.astimezone(UTC), zone)
    return (change - _SECOND).astimezone(zone).replace(tzinfo=None, fold=0) + _SECOND


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant, to the second, of the zone's change of offset between two of which the first is before it."""
    offset = before.astimezone(zone).utcoffset()
    low, high = before.replace(microsecond=0), after.replace(microsecond=0) + _SECOND
    while high - low > _SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


ALL_DAY: Hours = ((_MIDNIGHT, _MIDNIGHT),)
ROUND_THE_CLOCK = Calendar("UTC", (ALL_DAY,) * DAYS_OF_WEEK)
"""The calendar of whoever has none."""
OFFICE_HOURS: Hours = ((time(9), time(18)),)
OFFICE_WEEK: tuple[Hours, ...] = (*(OFFICE_HOURS,) * 5, (), ())
