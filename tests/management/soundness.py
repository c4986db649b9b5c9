"""That a workspace made in bulk holds everything, by the product's own check and by the tests' second one."""

from __future__ import annotations

from tests.truths import (
    assert_counts_equal_a_recount,
    assert_open_deals_have_live_next_steps,
    assert_the_log_replays_to_the_board,
    assert_visits_are_whole,
)
from voronka.management.invariants.check import Finding, check_all


def assert_holds() -> None:
    """The product's own check finds nothing."""
    broken: list[Finding] = []
    check_all(lambda finding: broken.append(finding) if finding.broken else None)
    assert broken == []


def assert_sound() -> None:
    """The check finds nothing, nor do the tests' own truths, which look at every deal by itself."""
    assert_holds()
    assert_open_deals_have_live_next_steps()
    assert_visits_are_whole()
    assert_counts_equal_a_recount()
    assert_the_log_replays_to_the_board()
