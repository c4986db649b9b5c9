"""Problem deals: the one definition of what is wrong with an open deal (R3).

Everybody who counts or lists problem deals asks this module or `queries/problems.py`, which says the same in SQL.
A problem is objective: it lies in dates and facts, never in somebody's opinion of the deal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from voronka.domain.criteria import Criterion, Field, FieldFilled
from voronka.domain.ids import StageId
from voronka.domain.pipeline import Gate, Pipeline
from voronka.domain.working_time import Calendar

# How long a client may be silent, and how long a request may be nobody's, where the company says nothing else.
ANSWER_DAYS = 14
FREE_HOURS = 24
MOST_ANSWER_DAYS = 365
MOST_FREE_HOURS = 720
_LONGEST_REST = timedelta(days=30)
_FOR_EVER = timedelta(days=3650)


class ProblemKind(StrEnum):
    """What may be wrong, in the order in which it is told."""

    OVERDUE = "overdue"
    OVER_LIMIT = "over_limit"
    NOT_REVIEWED = "not_reviewed"
    NO_DECIDER = "no_decider"
    NO_ANSWER = "no_answer"
    NOBODYS = "nobodys"


@dataclass(frozen=True, slots=True)
class Overdue:
    """The next step was due at `since`."""

    since: datetime


@dataclass(frozen=True, slots=True)
class OverLimit:
    """The stay at the stage has been longer than allowed since `since`."""

    since: datetime


@dataclass(frozen=True, slots=True)
class NotReviewed:
    """The head was to look into it at `since`, and has not decided."""

    since: datetime


@dataclass(frozen=True, slots=True)
class NoDecider:
    """It went past the gate that asks for the decision-maker, and the contact is none; at its stage `since`."""

    since: datetime


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing was heard from the client since `since`: no talk, nothing opened or acknowledged, no money."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Nobodys:
    """It has had no owner since `since`."""

    since: datetime


DealProblem = Overdue | OverLimit | NotReviewed | NoDecider | NoAnswer | Nobodys


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is still no problem: clients heard of since `heard_after`, unowned deals that came since `came_after`."""

    heard_after: datetime
    came_after: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an open deal. `review_at`: when an undecided review of it was asked for, None: there is none.

    `heard_at`: when the client last answered, None: never. `needs_decider`: it stands past the gate that asks for one.
    """

    created_at: datetime
    entered_at: datetime
    next_step_at: datetime
    limit_at: datetime | None
    heard_at: datetime | None
    review_at: datetime | None
    is_owned: bool
    needs_decider: bool
    knows_decider: bool


def allowed(now: datetime, calendar: Calendar, answer_days: int, free_hours: int) -> Allowed:
    """By the company's settings, in working days and hours of its calendar; 0 of either: as long as may be."""
    return Allowed(
        heard_after=_long_before(now, calendar, timedelta(days=answer_days)),
        came_after=_long_before(now, calendar, timedelta(hours=free_hours)),
    )


def _long_before(now: datetime, calendar: Calendar, span: timedelta) -> datetime:
    """The last instant, to the minute, since which `span` has passed by the calendar."""
    # Nothing is older than this, in a calendar that works a day a week.
    early = now - span * 8 - _LONGEST_REST if span else now - _FOR_EVER
    late = now if span else early
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if calendar.after(middle, span) <= now else (early, middle)
    return early


def problems_of(deal: Standing, rules: Allowed, now: datetime) -> tuple[DealProblem, ...]:
    """Everything that is wrong with it, in the order of `ProblemKind`; empty: all is in order."""
    heard = deal.heard_at or deal.created_at
    found: list[tuple[bool, DealProblem]] = [
        (deal.next_step_at < now, Overdue(deal.next_step_at)),
        (deal.limit_at is not None and deal.limit_at <= now, OverLimit(deal.limit_at or now)),
        (deal.review_at is not None, NotReviewed(deal.review_at or now)),
        (deal.needs_decider and not deal.knows_decider, NoDecider(deal.entered_at)),
        (heard < rules.heard_after, NoAnswer(heard)),
        (not deal.is_owned and deal.entered_at < rules.came_after, Nobodys(deal.entered_at)),
    ]
    return tuple(problem for is_so, problem in found if is_so)


def kind_of(problem: DealProblem) -> ProblemKind:
    """The name of a problem where it is counted or chosen."""
    match problem:
        case Overdue():
            return ProblemKind.OVERDUE
        case OverLimit():
            return ProblemKind.OVER_LIMIT
        case NotReviewed():
            return ProblemKind.NOT_REVIEWED
        case NoDecider():
            return ProblemKind.NO_DECIDER
        case NoAnswer():
            return ProblemKind.NO_ANSWER
        case Nobodys():
            return ProblemKind.NOBODYS
        case _:
            assert_never(problem)


def stages_past_decider(pipeline: Pipeline) -> frozenset[StageId]:
    """The columns where a deal ought to know its decision-maker: past the first gate that asks for one."""
    past: set[StageId] = set()
    asked = False
    for stage in pipeline.columns:
        asked = asked or _asks(stage.criteria_of(Gate.ENTER))
        if asked:
            past.add(stage.id)
        asked = asked or _asks(stage.criteria_of(Gate.EXIT))
    return frozenset(past)


def _asks(criteria: tuple[Criterion, ...]) -> bool:
    return any(isinstance(one, FieldFilled) and one.field is Field.DECISION_MAKER for one in criteria)


def worst_first(counts: Mapping[ProblemKind, int]) -> tuple[tuple[ProblemKind, int], ...]:
    """The kinds that occur, in the order in which they are told."""
    return tuple((kind, counts[kind]) for kind in ProblemKind if counts.get(kind))
