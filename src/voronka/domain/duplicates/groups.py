"""Who of many pairs are one: groups whose members are alike on the average, not chains from one to the next."""

import heapq
from collections import defaultdict
from collections.abc import Iterable


def groups(pairs: Iterable[tuple[int, int, float]], least: float) -> list[tuple[int, ...]]:
    """Those that are one, by how surely each two are (from 0 to 1); two that were not compared count as 0.

    The two groups that are alike the most become one, as long as their average reaches `least`: one pair that is
    taken for the same by mistake makes no chain of strangers. The same result whatever the order of the pairs.
    """
    sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for one, other, surely in pairs:
        sums[one][other] = sums[other][one] = surely
    members: dict[int, tuple[int, ...]] = {one: (one,) for one in sums}
    heap = [
        (-surely, one, other)
        for one, others in sums.items()
        for other, surely in others.items()
        if one < other
    ]
    heapq.heapify(heap)
    while heap:
        average, one, other = heapq.heappop(heap)
        if -average < least:
            break
        if one not in members or other not in members or -average != _average(sums, members, one, other):
            continue
        _join(sums, members, one, other)
        for third in sums[one]:
            heapq.heappush(heap, (-_average(sums, members, one, third), min(one, third), max(one, third)))
    return sorted(tuple(sorted(those)) for those in members.values() if len(those) != 1)


def _average(
    sums: dict[int, dict[int, float]], members: dict[int, tuple[int, ...]], one: int, other: int
) -> float:
    return sums[one].get(other, 0.0) / (len(members[one]) * len(members[other]))


def _join(
    sums: dict[int, dict[int, float]], members: dict[int, tuple[int, ...]], one: int, other: int
) -> None:
    """`other` becomes part of `one`."""
    members[one] += members.pop(other)
    del sums[one][other]
    for third, total in sums.pop(other).items():
        if third != one:
            sums[third].pop(other)
            sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + total
