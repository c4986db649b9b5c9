"""What the linter finds. The reason and the suggestion of each are told by the words for it, from these values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.model import PlaybookLimit, Rule, Text


@dataclass(frozen=True, slots=True)
class NoObjectiveEntry:
    """Nothing that can be checked says when a deal belongs to the stage."""

    before: Text
    """The stage before, whose exit could say it."""


@dataclass(frozen=True, slots=True)
class TellsNothing:
    """The stage's name says nothing of where the client is: objections and doubts arise everywhere."""

    language: str


@dataclass(frozen=True, slots=True)
class NamedByWhatWasDone:
    """The stage is called by what has happened instead of by what is to be done."""

    language: str


@dataclass(frozen=True, slots=True)
class TooManyStages:
    """More working stages than one keeps in mind."""

    count: int
    most: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No way leads to the stage."""


@dataclass(frozen=True, slots=True)
class NothingLeadsThere:
    """A pipeline for what comes after a sale, into which no hand-over leads."""


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A deal can't go on from the stage: this can never be met."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class NoWayBack:
    """A postponed deal may come back to no stage at all."""


@dataclass(frozen=True, slots=True)
class FallsThrough:
    """A deal goes on by itself as soon as it comes, for nothing is asked."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two pipelines that are nearly the same. `other` is the later one; `differing` names its stages that are not."""

    other: Text
    differing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class AskedBeforeArrival:
    """Asked of a deal that comes, though it counts only what happens after it came."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Circular:
    """Asked of a deal that comes, though it is got only at this stage or a later one."""

    rule: Rule
    got_at: Text


@dataclass(frozen=True, slots=True)
class GoesOnByPostponing:
    """Only a meeting that ended in postponing lets the deal go on."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class CountedTwice:
    """Among the criteria that are counted two are the same."""

    rule: Rule
    part: Rule


@dataclass(frozen=True, slots=True)
class NothingCanMeet:
    """It is asked whether a hand-over was accepted where none comes to or goes from, or what an empty checklist says."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class LimitBeyondCycle:
    """A deal may stay at the stage longer than the whole way usually takes. `of`: which deals; None: all others."""

    limit: timedelta
    cycle: timedelta
    of: PlaybookLimit | None = None


@dataclass(frozen=True, slots=True)
class LimitNeverCounts:
    """Another limit of the same deals stands before it."""

    of: PlaybookLimit


@dataclass(frozen=True, slots=True)
class SourceOfNobody:
    """A limit is of the deals from a source that no deal comes from."""

    of: PlaybookLimit


@dataclass(frozen=True, slots=True)
class NobodyUses:
    """Of so many deals none was ever at the stage."""

    deals: int


@dataclass(frozen=True, slots=True)
class LimitOnJudgement:
    """A limit, which calls the head, at a stage that only a confirmation ends."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class SanctionOnJudgement:
    """A threat where only somebody's word says how it stands. `threat`: the step or action that says so."""

    threat: Text


@dataclass(frozen=True, slots=True)
class RobotAtDeadEnd:
    """A robot moves deals on from a stage whose gate can never be passed."""

    robot: Text
    rule: Rule


@dataclass(frozen=True, slots=True)
class RobotCallsItself:
    """What a robot does is what it waits for, and it may do so again and again."""

    robot: Text


@dataclass(frozen=True, slots=True)
class SameRobots:
    """Two robots give the same task on the same occasion."""

    robot: Text
    other: Text


@dataclass(frozen=True, slots=True)
class RobotAfterLimit:
    """A robot waits longer than a deal may stay."""

    robot: Text
    after: timedelta
    limit: timedelta


@dataclass(frozen=True, slots=True)
class RobotThreatens:
    """A robot threatens: what nobody looked at is no ground for a sanction."""

    robot: Text
    threat: Text


Finding = (
    NoObjectiveEntry
    | TellsNothing
    | NamedByWhatWasDone
    | TooManyStages
    | Unreachable
    | NothingLeadsThere
    | DeadEnd
    | NoWayBack
    | FallsThrough
    | Twins
    | AskedBeforeArrival
    | Circular
    | GoesOnByPostponing
    | CountedTwice
    | NothingCanMeet
    | LimitBeyondCycle
    | LimitNeverCounts
    | SourceOfNobody
    | NobodyUses
    | LimitOnJudgement
    | SanctionOnJudgement
    | RobotAtDeadEnd
    | RobotCallsItself
    | SameRobots
    | RobotAfterLimit
    | RobotThreatens
)


OF_ROBOTS = (RobotAtDeadEnd, RobotCallsItself, SameRobots, RobotAfterLimit, RobotThreatens)
"""What is found of robots, which are no part of a version."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding and where it is."""

    spot: Spot
    finding: Finding


@dataclass(frozen=True, slots=True)
class PipelineUse:
    """How a pipeline is used. `cycle`: the median time from a deal's beginning to its being won, None: not known.

    `visits`: of how many deals each stage (by its key) was a stop. `sources`: where deals came from, casefolded; None:
    not known.
    """

    deals: int
    cycle: timedelta | None
    visits: Mapping[str, int] = field(default_factory=dict)
    sources: frozenset[str] | None = None


Use = Mapping[str, PipelineUse]
"""A pipeline's key to how it is used."""
