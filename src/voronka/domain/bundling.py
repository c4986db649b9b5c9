"""When what waits for a person goes out by a channel, and what goes together. Pure.

Twenty events are no twenty messages: what comes within a short while is one message, and the while grows with every
message that had to be sent lately. Nothing goes out in a person's quiet hours. ADR 0031.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from voronka.domain.notices import Channel


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that is to go out. `is_letter`: by itself."""

    id: int
    at: datetime
    is_urgent: bool = False
    is_letter: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is gathered before a message, and at most between two."""

    gather: timedelta
    longest: timedelta

    def pause(self, sent: Sequence[datetime]) -> timedelta:
        """How long after the last message the next one may go: twice as long for each before it within `longest`."""
        if not sent:
            return self.gather
        last = max(sent)
        lately = sum(1 for at in sent if at > last - self.longest)
        return min(self.gather * (1 << min(lately, _DOUBLINGS)), self.longest)


_DOUBLINGS = 12
PACES: dict[Channel, Pace] = {
    Channel.MAIL: Pace(timedelta(minutes=2), timedelta(hours=1)),
    Channel.PUSH: Pace(timedelta(seconds=15), timedelta(minutes=15)),
    Channel.TELEGRAM: Pace(timedelta(seconds=15), timedelta(minutes=15)),
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which a person is left alone, by the clock of `zone`; past midnight where they begin later than they end."""

    zone: ZoneInfo
    begins: time
    ends: time

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies within."""
        here = at.astimezone(self.zone).time()
        if self.begins <= self.ends:
            return self.begins <= here < self.ends
        return here >= self.begins or here < self.ends

    def over(self, at: datetime) -> datetime:
        """`at`, or the end of the quiet hours that it lies within."""
        if not self.holds(at):
            return at
        here = at.astimezone(self.zone)
        day = here.date() if here.time() < self.ends else here.date() + timedelta(days=1)
        # Where clocks are put back, the end comes twice; the one that is still to come counts.
        ends = (datetime.combine(day, self.ends, self.zone).replace(fold=fold) for fold in (0, 1))
        return next(end for end in ends if end.astimezone(at.tzinfo) > at).astimezone(at.tzinfo)


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes out now, message by message, and when the rest is to be looked at again (None: nothing is left)."""

    messages: tuple[tuple[int, ...], ...]
    again_at: datetime | None


def plan(
    waiting: Sequence[Waiting], sent: Sequence[datetime], pace: Pace, quiet: Quiet | None, now: datetime
) -> Plan:
    """What becomes of all that waits for one person and channel.

    `sent`: when the latest messages of theirs went that were no letters.
    """
    letters = [(each.id,) for each in waiting if each.is_letter]
    lines = [each for each in waiting if not each.is_letter]
    awake = now if quiet is None else quiet.over(now)
    if awake > now:
        return Plan((), awake if waiting else None)
    if not lines:
        return Plan(tuple(letters), None)
    goes_at = _goes_at(lines, sent, pace)
    if goes_at > now:
        return Plan(tuple(letters), goes_at)
    return Plan((*letters, tuple(each.id for each in lines)), None)


def _goes_at(lines: Sequence[Waiting], sent: Sequence[datetime], pace: Pace) -> datetime:
    gathered = min(each.at for each in lines) + pace.gather
    if sent:
        gathered = max(gathered, max(sent) + pace.pause(sent))
    return min([gathered, *(each.at for each in lines if each.is_urgent)])
