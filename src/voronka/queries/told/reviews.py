"""What a stage's limit brought about, as its events tell it: warnings, reviews of the head, written explanations."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.events import Payload
from voronka.domain.reviews import Decision
from voronka.queries.timeline_names import Names


@dataclass(frozen=True, slots=True)
class LimitTold:
    """The stage's limit is near; it passes at `limit_at`."""

    limit_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewTold:
    """A step of a review.

    `assignee`: whose it is; `number`: which of the same stay. `until`: the new date, or until when it was put off, for the
    `times`th time; `words`: the head's note or reason.
    """

    assignee: str = ""
    number: int = 1
    cause: str = ""
    decision: Decision | None = None
    until: datetime | None = None
    times: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class ExplanationTold:
    """A question to the seller `to`, until when, and the answer to it; `is_late`: it came after that."""

    question: str
    to: str = ""
    due_at: datetime | None = None
    answer: str = ""
    is_late: bool = False


def limit(payload: Payload) -> LimitTold:
    """A limit that comes near."""
    return LimitTold(datetime.fromisoformat(payload["limit_at"]))


def review(payload: Payload, names: Names) -> ReviewTold:
    """A review that was asked for, put off, decided, or ended by itself."""
    decision, until = payload.get("decision"), payload.get("until")
    return ReviewTold(
        assignee=names.user(payload.get("assignee")),
        number=payload.get("number", 1),
        cause=payload.get("cause_name", ""),
        decision=Decision(decision) if decision else None,
        until=datetime.fromisoformat(until) if until else None,
        times=payload.get("times", 0),
        words=payload.get("words") or payload.get("reason", ""),
    )


def explanation(payload: Payload, names: Names) -> ExplanationTold:
    """A question or its answer."""
    due_at = payload.get("due_at")
    return ExplanationTold(
        question=payload["question"],
        to=names.user(payload.get("owner")),
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        answer=payload.get("answer", ""),
        is_late=payload.get("is_late", False),
    )
