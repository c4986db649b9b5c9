"""Shares: how much of what, and how sure one may be of it."""

from __future__ import annotations

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.share import ENOUGH, Share


@st.composite
def shares(draw: st.DrawFn) -> Share:
    whole = draw(st.integers(1, 5000))
    return Share(draw(st.integers(0, whole)), whole)


def test_of_nothing_there_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Worked by hand in Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_the_books(part: int, whole: int, low: float, high: float) -> None:
    found = Share(part, whole).interval
    assert [round(end, 4) for end in found] == [low, high]


@given(shares())
def test_the_ends_solve_the_equation_they_come_from(share: Share) -> None:
    """At either end the share that was seen lies as far off as chance reaches: |p - end| = z * sqrt(end (1 - end) / n)."""
    low, high = share.interval
    seen = share.part / share.whole
    assert 0 <= low <= seen + 1e-9
    assert seen - 1e-9 <= high <= 1
    for end in (low, high):
        assert isclose(abs(seen - end), 1.959964 * sqrt(end * (1 - end) / share.whole), abs_tol=1e-6)


def test_few_are_told_as_few() -> None:
    assert Share(1, ENOUGH - 1).is_small
    assert not Share(1, ENOUGH).is_small
