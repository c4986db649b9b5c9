"""Refusals: a rule said no. Expected, shown to the person with what to do next, never a crash.

The domain raises typed values only; `web/` (and later the API) puts them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from voronka.domain.ids import DealId, EventId

if TYPE_CHECKING:
    from voronka.domain.gate import Verdict


class Refused(Exception):
    """Base of every refusal."""


class NotAllowed(Refused):
    """The actor may not do this here."""


class NotFound(Refused):
    """No such thing, or none that the actor may know of (the two are told apart by nobody)."""


@dataclass(eq=False)
class GateRefused(Refused):
    """The stage's gate does not let the deal through; the verdict holds every obstacle."""

    verdict: "Verdict"


@dataclass(eq=False)
class StaleVersion(Refused):
    """Somebody else changed the deal first.

    `stage` is where the deal is now, `by` who changed it last and `at` when.
    """

    deal_id: DealId
    version: int
    stage: str
    by: str
    at: datetime


class NextStepMissing(Refused):
    """This would leave an open deal without a next step; give the next one in the same action."""


class UndoProblem(StrEnum):
    """Why an undo is no longer possible."""

    TOO_LATE = "too_late"
    CHANGED_SINCE = "changed_since"
    NOT_UNDOABLE = "not_undoable"
    NOT_YOURS = "not_yours"
    HANDED_OVER = "handed_over"


@dataclass(eq=False)
class UndoRefused(Refused):
    """The action of event `event_id` can't be undone."""

    event_id: EventId
    problem: UndoProblem


class Problem(StrEnum):
    """What is wrong with one value that a person gave."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_A_LENGTH = "not_a_length"
    IN_THE_PAST = "in_the_past"
    DAY_OVER = "day_over"
    IN_THE_FUTURE = "in_the_future"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_URL = "not_a_url"
    NOT_PUBLIC = "not_public"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_CURRENCY = "unknown_currency"
    NO_RATE = "no_rate"
    ALREADY_TAKEN = "already_taken"
    IN_USE = "in_use"
    TOO_WEAK = "too_weak"
    UNCHANGED = "unchanged"
    MISMATCH = "mismatch"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TYPE = "file_type"
    FILE_EMPTY = "file_empty"
    LAST_ONE = "last_one"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    CHANGED = "changed"
    NO_FACT = "no_fact"
    DEMANDED = "demanded"
    NUMBER_FORM = "number_form"
    CHECK_DIGITS = "check_digits"
    NEEDS_BANK_CODE = "needs_bank_code"


@dataclass(eq=False)
class Invalid(Refused):
    """Values that can't be taken: field name -> problem. Nothing was written."""

    problems: Mapping[str, Problem]

    def __str__(self) -> str:
        return ", ".join(f"{field}: {problem}" for field, problem in self.problems.items())


@dataclass(eq=False)
class TooManyAttempts(Refused):
    """Log-in is closed for this person or address until `retry_at`."""

    retry_at: datetime


class OutsideError(Exception):
    """Something outside (a mail server, an address on the web) did not do what was asked.

    `permanent`: asking again will not help. The text says in a sentence what it answered.
    """

    def __init__(self, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.permanent = permanent
