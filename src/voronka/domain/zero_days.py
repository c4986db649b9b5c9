"""Working days in a row without a problem deal (R3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Streak:
    """`current`: days at zero up to the last one that closed; `best`: the longest such row there was."""

    current: int
    best: int


def streak(deals: Iterable[int]) -> Streak:
    """`deals`: how many problem deals there were at the close of each working day, oldest first."""
    current = best = 0
    for number in deals:
        current = 0 if number else current + 1
        best = max(best, current)
    return Streak(current, best)


@dataclass(frozen=True, slots=True)
class DayEnd:
    """How many problem deals there were when a working day closed."""

    day: date
    deals: int
