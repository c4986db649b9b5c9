"""A share of a count, and how far chance alone may have moved it."""

from dataclasses import dataclass
from math import sqrt

# Of fewer than these a share says more about chance than about the work; its interval is told beside it.
ENOUGH = 30
# Two-sided 95 % of the normal distribution.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; 0 <= part <= whole."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def is_small(self) -> bool:
        """Whether there are too few to be sure of it."""
        return self.whole < ENOUGH

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies in 19 of 20 cases, 0 to 1; all there is, of nothing.

        Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
        """
        if not self.whole:
            return 0.0, 1.0
        share, square = self.part / self.whole, _Z * _Z
        middle = (share + square / (2 * self.whole)) / (1 + square / self.whole)
        spread = sqrt(share * (1 - share) / self.whole + square / (4 * self.whole**2))
        reach = _Z * spread / (1 + square / self.whole)
        # At the ends the limit is the end itself; rounding may put it a hair beyond.
        return max(0.0, middle - reach), min(1.0, middle + reach)
