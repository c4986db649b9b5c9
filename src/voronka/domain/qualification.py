"""Two-sided qualification: our checklist on the client, and the client's own criteria with our match to each.

Source: the methods, section 4. The verdict of the checklist is a fact that a gate may ask for; what the client looks
for is mostly "like / don't like", so that it is shown and never asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

QUESTION_LENGTH = 200
MOST_QUESTIONS = 30


class Fit(StrEnum):
    """An answer to a question of ours, and the verdict of all."""

    FIT = "fit"
    UNFIT = "unfit"
    UNKNOWN = "unknown"


class Match(StrEnum):
    """How far we are what the client looks for."""

    MATCH = "match"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class LeastFit(StrEnum):
    """What a criterion asks of the checklist: that it says fit, or that nothing in it says no."""

    FIT = "fit"
    NOT_UNFIT = "not_unfit"


@dataclass(frozen=True, slots=True)
class Checklist:
    """The answers to a pipeline's questions, one for each, and who gave the last and when."""

    answers: tuple[Fit, ...]
    by: str = ""
    at: datetime | None = None

    @property
    def verdict(self) -> Fit:
        """Fit when all are; no fit when one is not; else unknown."""
        return verdict(self.answers)

    @property
    def fits(self) -> int:
        """How many say fit."""
        return sum(answer is Fit.FIT for answer in self.answers)

    def meets(self, least: LeastFit) -> bool:
        """Whether it says as much. That nothing says no is no fact while nothing was asked: one has to fit."""
        if least is LeastFit.FIT:
            return self.verdict is Fit.FIT
        return self.verdict is not Fit.UNFIT and self.fits > 0


def verdict(answers: Sequence[Fit]) -> Fit:
    """Fit when all are fit, no fit when one is not, else unknown; unknown where nothing is asked."""
    if Fit.UNFIT in answers:
        return Fit.UNFIT
    return Fit.FIT if answers and all(answer is Fit.FIT for answer in answers) else Fit.UNKNOWN
