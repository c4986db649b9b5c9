"""Days at zero as a small plot: a bar for each working day, as tall as it had problem deals."""

from dataclasses import dataclass
from datetime import date

from voronka.domain.zero_days import DayEnd, Streak
from voronka.queries.zero_days import ZeroDays

# Working days that are drawn: about two months.
DAYS = 44
HEIGHT, WIDTH, GAP = 32, 5, 2
# The foot that a day at zero has.
FOOT = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A working day. `y` and `height` in the units of the plot."""

    day: date
    deals: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Plot:
    """The bars, oldest first, in a picture of `width` by HEIGHT; how many of them were at zero."""

    streak: Streak
    bars: tuple[Bar, ...]
    width: int
    zeros: int
    height: int = HEIGHT

    @property
    def newest_first(self) -> tuple[Bar, ...]:
        """For the table of the same numbers."""
        return self.bars[::-1]


def plot(found: ZeroDays) -> Plot:
    """The last working days."""
    days = found.days[-DAYS:]
    most = max((one.deals for one in days), default=0)
    bars = tuple(_bar(place, one, most) for place, one in enumerate(days))
    width = max(1, len(bars) * (WIDTH + GAP) - GAP)
    return Plot(found.streak, bars, width, sum(not one.deals for one in days))


def _bar(place: int, one: DayEnd, most: int) -> Bar:
    height = FOOT if not one.deals else max(FOOT + 2, round(HEIGHT * one.deals / most))
    return Bar(one.day, one.deals, place * (WIDTH + GAP), HEIGHT - height, height)
