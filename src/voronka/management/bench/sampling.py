"""Timing operations by turns, so that a busy minute of a shared machine hits all of them alike."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol


class Sample(Protocol):
    """Carries an operation out once and returns how long it took, in milliseconds."""

    def __call__(self) -> float:
        """Do it."""


@dataclass(slots=True)
class Operation:
    """Something that is timed. `goal` in milliseconds per database vendor; `note` says what the time is of.

    `facts`: what else was seen, such as sizes.
    """

    name: str
    sample: Sample
    goal: dict[str, float] = field(default_factory=dict)
    note: str = ""
    facts: dict[str, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)


def timed(work: Callable[[], object]) -> Sample:
    """A sample of calling `work` in this process."""

    def sample() -> float:
        began = perf_counter()
        work()
        return (perf_counter() - began) * 1000

    return sample


def take_turns(
    operations: Iterable[Operation], *, rounds: int, warm_up: int, told: Callable[[str], None]
) -> None:
    """Every operation once a round. The first `warm_up` rounds fill caches and count for nothing."""
    each = list(operations)
    for number in range(warm_up + rounds):
        if number % 20 == 0:
            told(f"round {number} of {warm_up + rounds}")
        # What one operation left is not to be swept during the next.
        gc.collect()
        gc.disable()
        try:
            for operation in each:
                took = operation.sample()
                if number >= warm_up:
                    operation.times.append(took)
        finally:
            gc.enable()


def percentile(times: Iterable[float], share: float) -> float:
    """The time that `share` of the samples stay below or at (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]
