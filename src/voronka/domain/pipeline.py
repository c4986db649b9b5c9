"""Pipelines and their stages: what a deal passes through, in which order, and how it leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from voronka.domain.criteria import ConfirmedByHand, Criterion
from voronka.domain.ids import CriterionId, PipelineId, StageId
from voronka.domain.seller_steps import SellerStep
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


class Gate(StrEnum):
    """Which criteria of a stage: those asked of a deal before it comes, or before it goes on."""

    ENTER = "enter"
    EXIT = "exit"


class Advance(StrEnum):
    """How a deal whose exit criteria are all met leaves a stage."""

    BY_HAND = "by_hand"
    BY_ITSELF = "by_itself"


@dataclass(frozen=True, slots=True)
class DefaultStep:
    """The next step that a stage supplies when nobody gave one.

    `is_limiter`: the method demands it (R19): it can't be cancelled, and is put off only with a reason.
    """

    kind: TaskKind
    title: str
    after: timedelta
    is_limiter: bool = False


MOST_LIMITS = 12
"""So many limits of some deals may a stage have: more than anybody keeps in mind."""


@dataclass(frozen=True, slots=True)
class StageLimit:
    """Another limit, of the deals from an amount (in the workspace's currency) or from a source, or both."""

    limit: timedelta
    amount_from: Decimal | None = None
    source: str = ""

    def is_of(self, amount: Decimal, source: str) -> bool:
        """Whether it is the limit of such a deal."""
        known = not self.source or self.source.casefold() == source.casefold()
        return known and (self.amount_from is None or amount >= self.amount_from)

    @property
    def whose(self) -> tuple[Decimal | None, str]:
        """The deals that it is of; of two limits of the same deals only the first counts."""
        return self.amount_from, self.source.casefold()

    @property
    def closeness(self) -> tuple[bool, Decimal]:
        """The greater, the more it says of a deal: a source more than an amount, a large amount more than a small."""
        return bool(self.source), self.amount_from or Decimal(0)


def limit_among(
    limits: Iterable[StageLimit], others: timedelta | None, amount: Decimal, source: str
) -> timedelta | None:
    """The limit that says most of a deal of that amount and source; `others`: that of all the others."""
    of_it = [one for one in limits if one.is_of(amount, source)]
    return max(of_it, key=lambda one: one.closeness).limit if of_it else others


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with its part of the playbook.

    `limit` is how long a deal may stay, None: no limit; `limits` are those of some deals instead; `buyer` where the client stands meanwhile, None: not said;
    `question` what to ask them here; `enter_criteria` what is true of a deal that belongs here; `back_to` where a deal
    may go back to from here, None: to any earlier stage; `wake_after` when a deal that left by this exit asks to be
    looked at again, None: never; `key` is what a playbook's file calls it, empty for one made here.
    """

    id: StageId
    name: str
    kind: StageKind
    position: int
    purpose: str
    limit: timedelta | None
    default_step: DefaultStep
    steps: tuple[SellerStep, ...]
    exit_criteria: tuple[Criterion, ...]
    buyer: BuyerStage | None = None
    question: str = ""
    enter_criteria: tuple[Criterion, ...] = ()
    advance: Advance = Advance.BY_HAND
    back_to: tuple[StageId, ...] | None = None
    wake_after: timedelta | None = None
    key: str = ""
    limits: tuple[StageLimit, ...] = ()

    def limit_for(self, amount: Decimal, source: str) -> timedelta | None:
        """How long a deal of that amount (in the workspace's currency) and source may stay: the closest that speaks of it."""
        return limit_among(self.limits, self.limit, amount, source)

    def criteria_of(self, gate: Gate) -> tuple[Criterion, ...]:
        """Those asked before a deal comes, or before it goes on."""
        return self.enter_criteria if gate is Gate.ENTER else self.exit_criteria

    def may_go_back_to(self, stage: StageId) -> bool:
        """Whether a deal may go back from here to that stage."""
        return self.back_to is None or stage in self.back_to


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline with all its stages in order: Unsorted, the working ones, then the exits.

    `version` grows with every change; `published` is the number of the playbook's newest version.
    """

    id: PipelineId
    name: str
    kind: PipelineKind
    version: int
    stages: tuple[Stage, ...]
    published: int = 1
    key: str = ""

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

    def gate_of(self, stage: Stage) -> tuple[Criterion, ...]:
        """What is asked of a deal before it goes on from `stage`: its exit criteria, then what the next asks at its entry.

        A deal may begin at the first working stage, so that one's own entry is asked there as well. What is asked for
        in the same way twice is asked once. Nothing is asked of a closed deal.
        """
        if not stage.kind.is_open:
            return ()
        own = stage.enter_criteria if stage == self.working[0] else ()
        every = (*own, *stage.exit_criteria, *self.after(stage).enter_criteria)
        return tuple(_once(every))


def _once(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """Each, the first of those that ask for the same."""
    asked = set()
    for one in criteria:
        if _bare(one) not in asked:
            asked.add(_bare(one))
            yield one


def _bare(criterion: Criterion) -> Criterion:
    """The criterion without what tells it from another that asks for the same; of a judgement the words are all it asks."""
    title = criterion.title if isinstance(criterion, ConfirmedByHand) else ""
    return replace(criterion, id=CriterionId(0), title=title)
