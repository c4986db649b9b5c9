"""The gate: may this deal go from its stage to that one, and if not, what exactly is missing?

Pure and shared by every path (drag, stage list, menus, bulk, import, later the API and robots).
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from voronka.domain.criteria import Criterion
from voronka.domain.evidence import DealFacts, Evidence, evidence_for
from voronka.domain.ids import ReasonId
from voronka.domain.pipeline import Advance, Pipeline, Stage, StageKind


@dataclass(frozen=True, slots=True)
class Review:
    """One criterion and the evidence that meets it, None while it is open."""

    criterion: Criterion
    evidence: Evidence | None

    @property
    def is_met(self) -> bool:
        """Whether there is evidence."""
        return self.evidence is not None


@dataclass(frozen=True, slots=True)
class CriterionOpen:
    """A criterion of the gate is not met."""

    criterion: Criterion


@dataclass(frozen=True, slots=True)
class StageSkipped:
    """The move jumps over a stage; the way is through this one."""

    through: Stage


@dataclass(frozen=True, slots=True)
class WonOnlyFrom:
    """A deal is won only from the last working stage."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class NotBackTo:
    """The playbook does not let a deal go back from here to that stage, only to `allowed` (none: to no stage)."""

    allowed: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """Going back, or opening a closed deal again, needs a reason."""


@dataclass(frozen=True, slots=True)
class LostReasonMissing:
    """Losing a deal needs one of the listed reasons."""


@dataclass(frozen=True, slots=True)
class PostponeReasonMissing:
    """Postponing needs one of the listed reasons."""


@dataclass(frozen=True, slots=True)
class PostponeDateMissing:
    """Postponing needs the day to return, after today."""


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The deal is at that stage."""


@dataclass(frozen=True, slots=True)
class NotAColumn:
    """A deal can't be put back among the unsorted, nor from one exit into another."""


Obstacle = (
    CriterionOpen
    | StageSkipped
    | WonOnlyFrom
    | NotBackTo
    | ReasonMissing
    | LostReasonMissing
    | PostponeReasonMissing
    | PostponeDateMissing
    | AlreadyThere
    | NotAColumn
)

# What the head may let pass with a reason: the method's rules, not the missing data of an exit.
WAIVABLE = (CriterionOpen, StageSkipped, WonOnlyFrom, NotBackTo)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a move may happen: every criterion with its evidence, and every obstacle."""

    reviews: tuple[Review, ...]
    obstacles: tuple[Obstacle, ...]
    waived: tuple[Obstacle, ...] = ()

    @property
    def allows(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles

    @property
    def open_criteria(self) -> tuple[Criterion, ...]:
        """The criteria among the obstacles."""
        return tuple(o.criterion for o in self.obstacles if isinstance(o, CriterionOpen))

    @property
    def may_be_waived(self) -> bool:
        """Whether a head's reason would be enough to let the deal through."""
        return bool(self.obstacles) and all(isinstance(o, WAIVABLE) for o in self.obstacles)


@dataclass(frozen=True, slots=True)
class MoveIntent:
    """What the person said about the move."""

    to: Stage
    reason: str = ""
    lost_reason: ReasonId | None = None
    postpone_reason: ReasonId | None = None
    postponed_until: date | None = None
    exception: str = ""


def review_stage(facts: DealFacts, pipeline: Pipeline) -> tuple[Review, ...]:
    """Every criterion of the gate behind the deal's own stage, in the playbook's order, with its evidence."""
    return tuple(Review(c, evidence_for(c, facts)) for c in pipeline.gate_of(facts.stage))


def goes_on_by_itself(facts: DealFacts, pipeline: Pipeline) -> bool:
    """Whether the deal's stage says that a deal with all that is asked for moves on by itself, and this one has it."""
    reviews = review_stage(facts, pipeline)
    by_itself = facts.stage.advance is Advance.BY_ITSELF and facts.stage.kind.is_open
    return by_itself and bool(reviews) and all(review.is_met for review in reviews)


def review_move(facts: DealFacts, pipeline: Pipeline, intent: MoveIntent) -> Verdict:
    """Judge a move and list every obstacle.

    Forward goes one stage at a time through the exit criteria and the entry criteria of the next; back
    and out of an exit with a reason, to the stages that the playbook allows; Lost and Postponed from any open stage with their reason (and date), without the exit
    criteria: a dead deal need not be qualified first. `intent.exception` is a head's reason; it
    waives criteria and skips, never missing data. Whether the person may use it is the policy's matter.
    """
    reviews = review_stage(facts, pipeline)
    obstacles = tuple(_obstacles(facts.stage, pipeline, intent, reviews))
    verdict = Verdict(reviews, obstacles)
    if intent.exception.strip() and verdict.may_be_waived:
        return Verdict(reviews, (), waived=obstacles)
    return verdict


def _obstacles(
    stage: Stage, pipeline: Pipeline, intent: MoveIntent, reviews: tuple[Review, ...]
) -> list[Obstacle]:
    to = intent.to
    if to.id == stage.id:
        return [AlreadyThere()]
    match to.kind:
        case StageKind.UNSORTED:
            return [NotAColumn()]
        case StageKind.LOST:
            return _leaving(stage, [] if intent.lost_reason else [LostReasonMissing()])
        case StageKind.POSTPONED:
            missing: list[Obstacle] = []
            if not intent.postpone_reason:
                missing.append(PostponeReasonMissing())
            if not intent.postponed_until:
                missing.append(PostponeDateMissing())
            return _leaving(stage, missing)
        case StageKind.WON | StageKind.WORKING:
            return _towards(stage, pipeline, intent, reviews)
        case _:
            assert_never(to.kind)


def _leaving(stage: Stage, missing: list[Obstacle]) -> list[Obstacle]:
    return missing if stage.kind.is_open else [NotAColumn()]


def _towards(
    stage: Stage, pipeline: Pipeline, intent: MoveIntent, reviews: tuple[Review, ...]
) -> list[Obstacle]:
    to = intent.to
    if not stage.kind.is_open:
        return [NotAColumn()] if to.kind is StageKind.WON else _returning(stage, pipeline, intent)
    if to.kind is StageKind.WORKING and to.position < stage.position:
        return _returning(stage, pipeline, intent)
    obstacles: list[Obstacle] = [CriterionOpen(r.criterion) for r in reviews if not r.is_met]
    following = pipeline.after(stage)
    if following.id == to.id:
        return obstacles
    if to.kind is StageKind.WON:
        return [*obstacles, WonOnlyFrom(pipeline.columns[-1])]
    return [*obstacles, StageSkipped(following)]


def _returning(stage: Stage, pipeline: Pipeline, intent: MoveIntent) -> list[Obstacle]:
    """Back to an earlier stage, or out of an exit to any; a head's reason for letting it is a reason as well."""
    if not stage.may_go_back_to(intent.to.id):
        return [NotBackTo(tuple(one for one in pipeline.working if stage.may_go_back_to(one.id)))]
    return [] if intent.reason.strip() else [ReasonMissing()]
