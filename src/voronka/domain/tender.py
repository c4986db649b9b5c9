"""Tenders of large companies: formal criteria with weights, documents demanded, deadlines. Source: row R92."""

from datetime import date
from enum import StrEnum

# A deadline so near, in days, is told in a warning colour.
NEAR = 3


class Deadline(StrEnum):
    """The days that a tender has, in their order."""

    QUESTIONS = "questions"
    BIDS = "bids"
    DECISION = "decision"


class TenderPart(StrEnum):
    """What of a tender was changed."""

    TENDER = "tender"
    CRITERION = "criterion"
    DOCUMENT = "document"


class TenderHow(StrEnum):
    """What became of it."""

    SET = "set"
    DONE = "done"
    OPEN = "open"
    REMOVED = "removed"


def next_deadline(deadlines: dict[Deadline, date], today: date) -> tuple[Deadline, date] | None:
    """The nearest day that is not over; None when none is to come."""
    coming = [(on, kind) for kind, on in deadlines.items() if on >= today]
    if not coming:
        return None
    on, kind = min(coming, key=lambda pair: pair[0])
    return kind, on
