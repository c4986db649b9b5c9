"""Pipelines and their stages: what a deal passes through, in which order, and how it leaves."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from voronka.domain.criteria import Criterion
from voronka.domain.ids import PipelineId, StageId
from voronka.domain.task import TaskKind


class PipelineKind(StrEnum):
    """What the cards of a pipeline are called: Lead, Deal, Order, Renewal."""

    LEAD = "lead"
    SALE = "sale"
    FULFILMENT = "fulfilment"
    RETENTION = "retention"


class StageKind(StrEnum):
    """The one truth of a deal's state. The last three are exits and no columns of the board."""

    UNSORTED = "unsorted"
    WORKING = "working"
    WON = "won"
    LOST = "lost"
    POSTPONED = "postponed"

    @property
    def is_open(self) -> bool:
        """Whether a deal at such a stage is being worked on."""
        return self in {StageKind.UNSORTED, StageKind.WORKING}


class BuyerStage(StrEnum):
    """Where the client stands in their own way to the purchase. Source: the methods, section 2."""

    MOTIVATION = "motivation"
    INTEREST = "interest"
    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class DefaultStep:
    """The next step that a stage supplies when nobody gave one."""

    kind: TaskKind
    title: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with its part of the playbook.

    `limit` is how long a deal may stay, None: no limit; `buyer` where the client stands meanwhile, None: not said;
    `question` what to ask them here.
    """

    id: StageId
    name: str
    kind: StageKind
    position: int
    purpose: str
    limit: timedelta | None
    default_step: DefaultStep
    steps: tuple[str, ...]
    actions: tuple[str, ...]
    exit_criteria: tuple[Criterion, ...]
    buyer: BuyerStage | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline with all its stages in order: Unsorted, the working ones, then the exits."""

    id: PipelineId
    name: str
    kind: PipelineKind
    version: int
    stages: tuple[Stage, ...]

    @property
    def columns(self) -> tuple[Stage, ...]:
        """The stages that the board shows."""
        return tuple(stage for stage in self.stages if stage.kind.is_open)

    @property
    def working(self) -> tuple[Stage, ...]:
        """The working stages, first to last."""
        return tuple(stage for stage in self.stages if stage.kind is StageKind.WORKING)

    def stage(self, stage_id: StageId) -> Stage | None:
        """The stage with this id, None when it belongs to another pipeline."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def only(self, kind: StageKind) -> Stage:
        """The one stage of a kind that exists once (Unsorted and the exits)."""
        return next(stage for stage in self.stages if stage.kind is kind)

    def after(self, stage: Stage) -> Stage:
        """Where a deal goes when it passes the gate of the open stage `stage`; Won after the last."""
        columns = self.columns
        place = columns.index(stage) + 1
        return columns[place] if place < len(columns) else self.only(StageKind.WON)
