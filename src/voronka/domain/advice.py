"""Advice on the balance of a funnel: which stage to work today (R78), and whether a void is coming (R79).

The yardstick is the funnel in balance. With the shares c that go on and the times d that a stay takes, a steady
stream keeps at stage i a part of all open deals that is proportional to c1 * ... * c(i-1) * d(i). Far fewer than that
at the closing stage: it runs dry, so work those in the stage before. Nearly all in the last stages and far fewer than
that in the first: a void is coming, and arrives when the last ones have passed; so go back to the start.

Nothing is said of a funnel whose stages were left by fewer than ENOUGH deals each on the average, or any of them by
fewer than FEWEST_LEFT: that would be advice by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from math import ceil
from operator import mul

from voronka.domain.ids import StageId
from voronka.domain.share import ENOUGH

# Less than this part of what balance asks is few.
FEW = 0.5
# More than this part of all open deals is nearly all.
NEARLY_ALL = 0.75
# A stage that fewer left says nothing, however many left the others.
FEWEST_LEFT = 10
# With fewer open deals a column may well be empty by chance.
FEWEST_DEALS = 8


@dataclass(frozen=True, slots=True)
class StageFigures:
    """A working stage: its open deals and their sum, how many stays ended of late, how many by going on, and how long one takes."""

    stage: StageId
    deals: int
    amount: Decimal
    ended: int
    went_on: int
    takes: timedelta

    @property
    def share(self) -> float:
        """Of the stays that ended, those that went on; 0 to 1."""
        return self.went_on / self.ended if self.ended else 0.0


@dataclass(frozen=True, slots=True)
class Goal:
    """What is still to be won from now on up to and with the day `until`."""

    until: date
    left: Decimal


@dataclass(frozen=True, slots=True)
class Shortfall:
    """So many new deals are missing to win `left` by `until`; `expected` is what the open ones should bring by then."""

    new_deals: int
    until: date
    left: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class RunningDry:
    """Few deals at the closing stage: work the stage before it. `neck`: the stage where most is lost, and its share."""

    closing: StageFigures
    work: StageFigures
    neck: StageFigures
    short: Shortfall | None


@dataclass(frozen=True, slots=True)
class VoidComing:
    """So many of all open deals stand in the last stages: in `weeks` nothing follows them. `start`: where to begin anew."""

    at_end: int
    deals: int
    weeks: int
    start: StageFigures
    short: Shortfall | None


@dataclass(frozen=True, slots=True)
class TooFewNew:
    """In balance, yet the open deals will not make the plan."""

    start: StageFigures
    short: Shortfall


Advice = RunningDry | VoidComing | TooFewNew


def advise(
    stages: Sequence[StageFigures], today: date, goals: Sequence[Goal] = (), usual: Decimal = Decimal(0)
) -> Advice | None:
    """The one thing to say of a funnel, None for nothing.

    `stages`: the working stages, first to last; `goals` by day; `usual`: what a won deal brings on the average.
    """
    if len(stages) < 3 or not is_known(stages):
        return None
    short = shortfall(stages, today, goals, usual)
    return _void(stages, short) or _dry(stages, short) or (TooFewNew(stages[0], short) if short else None)


def is_known(stages: Sequence[StageFigures]) -> bool:
    """Whether enough deals left the stages for their shares to mean something."""
    enough = sum(one.ended for one in stages) >= ENOUGH * len(stages)
    return enough and all(one.ended >= FEWEST_LEFT and one.went_on for one in stages)


def balanced(stages: Sequence[StageFigures]) -> list[float]:
    """What part of all open deals would stand at each stage in a steady stream; they add up to 1."""
    reached = accumulate([1.0, *(one.share for one in stages[:-1])], mul)
    weights = [part * _days(one.takes) for part, one in zip(reached, stages, strict=True)]
    return [weight / sum(weights) for weight in weights]


def to_the_end(stages: Sequence[StageFigures]) -> Mapping[StageId, tuple[float, timedelta]]:
    """From the beginning of each stage: the chance to be won, and the time that it takes."""
    chance, time = 1.0, timedelta()
    found: dict[StageId, tuple[float, timedelta]] = {}
    for one in reversed(stages):
        chance, time = chance * one.share, time + one.takes
        found[one.stage] = (chance, time)
    return found


def shortfall(
    stages: Sequence[StageFigures], today: date, goals: Sequence[Goal], usual: Decimal
) -> Shortfall | None:
    """How many new deals the first goal lacks that a deal begun today can still serve; None when it lacks none."""
    ahead = to_the_end(stages)
    chance, time = ahead[stages[0].stage]
    goal = next((one for one in goals if one.until >= today + time), None)
    if goal is None or usual <= 0:
        return None
    expected = sum((one.amount * Decimal(ahead[one.stage][0]) for one in stages), Decimal(0))
    if goal.left <= expected:
        return None
    new_deals = ceil((goal.left - expected) / (usual * Decimal(chance)))
    return Shortfall(new_deals, goal.until, goal.left, expected.quantize(Decimal("0.01")))


def _dry(stages: Sequence[StageFigures], short: Shortfall | None) -> RunningDry | None:
    closing, before = stages[-1], stages[-2]
    deals = sum(one.deals for one in stages)
    if deals < FEWEST_DEALS or before.deals <= closing.deals:
        return None
    if closing.deals >= FEW * balanced(stages)[-1] * deals:
        return None
    return RunningDry(closing, before, min(stages, key=lambda one: one.share), short)


def _void(stages: Sequence[StageFigures], short: Shortfall | None) -> VoidComing | None:
    half = len(stages) // 2
    first, last = stages[: len(stages) - half], stages[len(stages) - half :]
    deals, at_end = sum(one.deals for one in stages), sum(one.deals for one in last)
    usual = sum(balanced(stages)[: len(first)])
    if deals < FEWEST_DEALS or at_end < NEARLY_ALL * deals or deals - at_end >= FEW * usual * deals:
        return None
    lasts = sum((one.takes for one in last), timedelta())
    return VoidComing(at_end, deals, max(1, round(lasts / timedelta(days=7))), stages[0], short)


def _days(time: timedelta) -> float:
    """At least an hour, so that a stage that is left at once still weighs something."""
    return max(time, timedelta(hours=1)) / timedelta(days=1)
