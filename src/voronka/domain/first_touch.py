"""Speed to lead (R17): how long a new deal waits for the first touch, in working time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median_low

_NINE_IN_TEN = 0.9


@dataclass(frozen=True, slots=True)
class Waits:
    """How long deals waited: the median, what nine in ten did not exceed, and how many were not touched at all yet."""

    touched: int
    untouched: int
    median: timedelta | None
    nine_in_ten: timedelta | None


def waits(lengths: Sequence[timedelta], untouched: int) -> Waits:
    """The figures of the deals that were touched; nine in ten by nearest rank, so that it is some deal's own wait."""
    if not lengths:
        return Waits(0, untouched, None, None)
    ordered = sorted(lengths)
    rank = ceil(_NINE_IN_TEN * len(ordered)) - 1
    return Waits(len(ordered), untouched, median_low(ordered), ordered[rank])
