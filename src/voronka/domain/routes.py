"""Every way a deal may take from where it stands: what a board marks while a card is dragged, and a menu lists.

Nothing is judged here: each way is the verdict of `gate.review_move` on a move with nothing said yet.
"""

from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.evidence import DealFacts
from voronka.domain.gate import (
    AlreadyThere,
    CriterionOpen,
    MoveIntent,
    NotAColumn,
    NotBackTo,
    ReasonMissing,
    StageSkipped,
    Verdict,
    WonOnlyFrom,
    review_move,
)
from voronka.domain.pipeline import Pipeline, Stage


class Way(StrEnum):
    """What going to a stage takes."""

    CURRENT = "current"  # the deal is there
    OPEN = "open"  # nothing stands in the way
    BACK = "back"  # allowed, with a reason: backwards, or out of an exit again
    BARRED = "barred"  # backwards, where the playbook does not let it go
    BLOCKED = "blocked"  # exit criteria are open
    THROUGH = "through"  # another stage comes first
    EXIT = "exit"  # allowed, with a listed reason (and a date)
    CLOSED = "closed"  # never: back among the unsorted, from one exit into another


@dataclass(frozen=True, slots=True)
class Route:
    """The way to one stage. `open` counts the unmet criteria; `through` is the stage that comes first.

    `allowed`: where it may go back to instead.
    """

    stage: Stage
    way: Way
    open: int = 0
    through: Stage | None = None
    allowed: tuple[Stage, ...] = ()


def route_to(facts: DealFacts, pipeline: Pipeline, stage: Stage) -> Route:
    """The way to `stage`."""
    return _route(stage, review_move(facts, pipeline, MoveIntent(stage)))


def routes(facts: DealFacts, pipeline: Pipeline) -> tuple[Route, ...]:
    """The way to every stage of the pipeline, exits included, in the pipeline's order."""
    return tuple(route_to(facts, pipeline, stage) for stage in pipeline.stages)


def _route(stage: Stage, verdict: Verdict) -> Route:
    first = next(
        (o for o in verdict.obstacles if not isinstance(o, CriterionOpen)),
        next(iter(verdict.obstacles), None),
    )
    unmet = len(verdict.open_criteria)
    match first:
        case None:
            return Route(stage, Way.OPEN)
        case AlreadyThere():
            return Route(stage, Way.CURRENT)
        case NotAColumn():
            return Route(stage, Way.CLOSED)
        case StageSkipped(through) | WonOnlyFrom(through):
            return Route(stage, Way.THROUGH, unmet, through)
        case NotBackTo(allowed):
            return Route(stage, Way.BARRED, allowed=allowed)
        case CriterionOpen():
            return Route(stage, Way.BLOCKED, unmet)
        case ReasonMissing():
            return Route(stage, Way.BACK)
        case _:
            return Route(stage, Way.EXIT)
