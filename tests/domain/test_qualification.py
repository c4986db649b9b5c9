"""Our checklist: what it says, and what a gate may take for it."""

from __future__ import annotations

import pytest

from voronka.domain.qualification import Checklist, Fit, LeastFit, verdict

YES, NO, OPEN = Fit.FIT, Fit.UNFIT, Fit.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((), OPEN),
        ((YES,), YES),
        ((YES, YES), YES),
        ((YES, OPEN), OPEN),
        ((OPEN, OPEN), OPEN),
        ((YES, NO), NO),
        ((NO, OPEN), NO),
    ],
)
def test_fit_when_all_are_and_no_fit_when_one_is_not(answers: tuple[Fit, ...], says: Fit) -> None:
    assert verdict(answers) is says


@pytest.mark.parametrize(
    ("answers", "fit", "not_unfit"),
    [
        ((YES, YES), True, True),
        ((YES, OPEN), False, True),
        ((OPEN, OPEN), False, False),
        ((YES, NO), False, False),
        ((), False, False),
    ],
)
def test_a_gate_takes_a_verdict_or_that_nothing_says_no(
    answers: tuple[Fit, ...], *, fit: bool, not_unfit: bool
) -> None:
    found = Checklist(answers)
    assert (found.meets(LeastFit.FIT), found.meets(LeastFit.NOT_UNFIT)) == (fit, not_unfit)
