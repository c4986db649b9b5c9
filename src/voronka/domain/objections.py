"""What clients hold against buying, and why a deal was lost as its head found out.

No value here says whether an objection was real: that is nobody's to judge while they sell (requirements, R104).
"""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    ANSWERED = "answered"
    STANDS = "stands"


class VerifiedHow(StrEnum):
    """By what somebody other than the seller knows why a deal was lost."""

    CLIENT = "client"
    RECORDS = "records"
    DATA = "data"
    ELSEWHERE = "elsewhere"


def most_frequent_first(kinds: Iterable[int], noted: Iterable[int]) -> list[int]:
    """`kinds` by how often they stand in `noted`; as often: in their own order."""
    counts: dict[int, int] = {}
    for kind in noted:
        counts[kind] = counts.get(kind, 0) + 1
    return sorted(kinds, key=lambda kind: -counts.get(kind, 0))
