"""Working days in a row at zero."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.zero_days import Streak, streak


def test_a_problem_ends_the_row_and_the_best_stays() -> None:
    assert streak([]) == Streak(0, 0)
    assert streak([0, 0, 0, 2, 0]) == Streak(1, 3)
    assert streak([0, 0, 1]) == Streak(0, 2)


@given(st.lists(st.integers(0, 3)))
def test_the_present_row_is_never_longer_than_the_best(days: list[int]) -> None:
    found = streak(days)
    assert 0 <= found.current <= found.best <= len(days)
    assert found.current == len(days) or days[-1 - found.current] > 0
