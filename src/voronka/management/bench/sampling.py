"""Timing operations by turns, so that a busy minute of a shared machine hits all of them alike."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter, thread_time
from typing import NamedTuple


class Took(NamedTuple):
    """How long something took, in milliseconds: by the clock, and of the processor in the measured process."""

    clock: float
    processor: float


# Samples that an operation takes when it is its turn: one that is first, five that are warm.
IN_A_ROW = 6

# Carries an operation out once.
Sample = Callable[[], Took]


@dataclass(slots=True)
class Operation:
    """Something that is timed. `goal` in milliseconds per database vendor; `note` says what the time is of.

    `facts`: what else was seen, such as sizes. `took` holds the warm samples, `first` those that came after all else.
    """

    name: str
    sample: Sample
    goal: dict[str, float] = field(default_factory=dict)
    note: str = ""
    facts: dict[str, int] = field(default_factory=dict)
    took: list[Took] = field(default_factory=list)
    first: list[Took] = field(default_factory=list)

    def clock(self, share: float) -> float:
        """The time by the clock that this share of the samples kept to."""
        return percentile((one.clock for one in self.took), share)

    def processor(self, share: float) -> float:
        """The same of processor time, which others on the machine lengthen little."""
        return percentile((one.processor for one in self.took), share)


def timed(work: Callable[[], object]) -> Sample:
    """A sample of calling `work` in this process."""

    def sample() -> Took:
        began, worked = perf_counter(), thread_time()
        work()
        return Took((perf_counter() - began) * 1000, (thread_time() - worked) * 1000)

    return sample


def take_turns(
    operations: Iterable[Operation], *, rounds: int, warm_up: int, told: Callable[[str], None]
) -> None:
    """Every operation `IN_A_ROW` times a round. The first `warm_up` rounds fill caches and count for nothing.

    The first sample of a row comes after everything else, with what others have changed meanwhile still to be drawn;
    it is kept apart. The others are of a warm operation.
    """
    each = list(operations)
    for number in range(warm_up + rounds):
        if number % 5 == 0:
            told(f"round {number} of {warm_up + rounds}")
        # What one operation left is not to be swept during the next.
        gc.collect()
        gc.disable()
        try:
            for operation in each:
                row = [operation.sample() for _ in range(IN_A_ROW)]
                if number >= warm_up:
                    operation.first.append(row[0])
                    operation.took += row[1:]
        finally:
            gc.enable()


def percentile(times: Iterable[float], share: float) -> float:
    """The time that `share` of the samples stay below or at (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]
