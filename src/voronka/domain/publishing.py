"""What the draft of a playbook's next version changes, stage by stage, and whose gates it touches.

Both pipelines name the same stages and criteria by the same ids (see queries/drafts.py), so a renamed stage is the
same stage. Nothing here knows deals.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from voronka.domain.criteria import Criterion, Qualified, every_part
from voronka.domain.ids import StageId
from voronka.domain.pipeline import Gate, Pipeline, Stage, StageLimit


class Fate(StrEnum):
    """What becomes of a stage."""

    KEPT = "kept"
    NEW = "new"
    REMOVED = "removed"


class Said(StrEnum):
    """What a stage says otherwise than before; what is told more closely stands beside these."""

    PURPOSE = "purpose"
    QUESTION = "question"
    BUYER = "buyer"
    STEPS = "steps"
    DEFAULT_STEP = "default_step"
    ADVANCE = "advance"
    BACK_TO = "back_to"
    WAKE_AFTER = "wake_after"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class GateChange:
    """What is asked for at a gate that was not, what no longer, and what otherwise: (before, after).

    `is_reordered` when what stays stands in another order.
    """

    gate: Gate
    new: tuple[Criterion, ...]
    gone: tuple[Criterion, ...]
    changed: tuple[tuple[Criterion, Criterion], ...]
    is_reordered: bool = False


@dataclass(frozen=True, slots=True)
class StageChange:
    """One stage that is not as it was. `stage` is as it will be, for a removed one as it is.

    `limits` are those of some deals that are new (nothing before), gone (nothing after) or changed.
    """

    stage: Stage
    fate: Fate
    name_before: str | None = None
    limit: tuple[timedelta | None, timedelta | None] | None = None
    limits: tuple[tuple[StageLimit | None, StageLimit | None], ...] = ()
    said: tuple[Said, ...] = ()
    gates: tuple[GateChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the checklist."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where won deals go on: pipeline and stage by id and by name, and what the receiver is told. To a pipeline there is one."""

    to: int
    to_name: str
    stage: int | None
    stage_name: str
    name: str
    carries: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What a version of a pipeline says besides its stages, each in its order."""

    questions: tuple[Asked, ...] = ()
    ways: tuple[Way, ...] = ()

    def asks_as(self, other: "Beside") -> bool:
        """Whether both ask the same questions, in whatever words and order."""
        return {one.id for one in self.questions} == {one.id for one in other.questions}


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that is new (nothing before), gone (nothing after) or said in other words."""

    before: Asked | None
    after: Asked | None


@dataclass(frozen=True, slots=True)
class QuestionsReordered:
    """The questions that stay stand in another order."""


@dataclass(frozen=True, slots=True)
class WayChange:
    """A hand-over that is new (nothing before), gone (nothing after) or otherwise."""

    before: Way | None
    after: Way | None


BesideChange = QuestionChange | QuestionsReordered | WayChange


def beside_changes(now: Beside, then: Beside) -> tuple[BesideChange, ...]:
    """Everything that differs besides the stages: the checklist first, then the hand-overs."""
    return (*_question_changes(now, then), *_way_changes(now, then))


def _question_changes(now: Beside, then: Beside) -> Iterator[BesideChange]:
    before = {one.id: one for one in now.questions}
    after = {one.id: one for one in then.questions}
    yield from (QuestionChange(one, None) for id, one in before.items() if id not in after)
    yield from (QuestionChange(before.get(id), one) for id, one in after.items() if before.get(id) != one)
    if [id for id in before if id in after] != [id for id in after if id in before]:
        yield QuestionsReordered()


def _way_changes(now: Beside, then: Beside) -> Iterator[BesideChange]:
    before = {one.to: one for one in now.ways}
    after = {one.to: one for one in then.ways}
    yield from (WayChange(one, None) for id, one in before.items() if id not in after)
    yield from (WayChange(before.get(id), one) for id, one in after.items() if before.get(id) != one)


def changes(now: Pipeline, then: Pipeline) -> tuple[StageChange, ...]:
    """Everything that differs, in the order of `then`; removed stages where they stood."""
    return tuple(_changes(now, then))


def _changes(now: Pipeline, then: Pipeline) -> Iterator[StageChange]:
    moved = _moved(now, then)
    for stage in now.stages:
        if then.stage(stage.id) is None:
            yield StageChange(stage, Fate.REMOVED)
    for stage in then.stages:
        was = now.stage(stage.id)
        if was is None:
            yield StageChange(stage, Fate.NEW)
            continue
        change = StageChange(
            stage,
            Fate.KEPT,
            name_before=None if was.name == stage.name else was.name,
            limit=None if was.limit == stage.limit else (was.limit, stage.limit),
            limits=tuple(_limits(was, stage)),
            said=tuple(_said(was, stage, is_moved=stage.id in moved)),
            gates=tuple(one for gate in Gate if (one := _gate(gate, was, stage)) is not None),
        )
        if change != StageChange(stage, Fate.KEPT):
            yield change


def _limits(was: Stage, is_now: Stage) -> Iterator[tuple[StageLimit | None, StageLimit | None]]:
    """Of two of the same deals the first counts."""
    before, after = ({one.whose: one for one in reversed(stage.limits)} for stage in (was, is_now))
    for whose in dict.fromkeys(one.whose for one in (*is_now.limits, *was.limits)):
        gone, new = before.get(whose), after.get(whose)
        if gone is None or new is None or gone.limit != new.limit:
            yield gone, new


def _moved(now: Pipeline, then: Pipeline) -> set[StageId]:
    """Working stages that stand in another order among those that stay."""
    before = [stage.id for stage in now.working if then.stage(stage.id) is not None]
    after = [stage.id for stage in then.working if now.stage(stage.id) is not None]
    return {id for id, other in zip(before, after, strict=False) if id != other}


def _said(was: Stage, is_now: Stage, *, is_moved: bool) -> Iterator[Said]:
    pairs = {
        Said.PURPOSE: (was.purpose, is_now.purpose),
        Said.QUESTION: (was.question, is_now.question),
        Said.BUYER: (was.buyer, is_now.buyer),
        Said.STEPS: (was.steps, is_now.steps),
        Said.DEFAULT_STEP: (was.default_step, is_now.default_step),
        Said.ADVANCE: (was.advance, is_now.advance),
        Said.BACK_TO: (was.back_to, is_now.back_to),
        Said.WAKE_AFTER: (was.wake_after, is_now.wake_after),
    }
    yield from (said for said, (before, after) in pairs.items() if before != after)
    if is_moved:
        yield Said.PLACE


def _gate(gate: Gate, was: Stage, is_now: Stage) -> GateChange | None:
    before = {one.id: one for one in was.criteria_of(gate)}
    after = {one.id: one for one in is_now.criteria_of(gate)}
    new = tuple(one for id, one in after.items() if id not in before)
    gone = tuple(one for id, one in before.items() if id not in after)
    changed = tuple((before[id], one) for id, one in after.items() if id in before and before[id] != one)
    stays = [id for id in before if id in after]
    is_reordered = stays != [id for id in after if id in before]
    differs = new or gone or changed or is_reordered
    return GateChange(gate, new, gone, changed, is_reordered) if differs else None


def touched_stages(now: Pipeline, then: Pipeline, *, asks_otherwise: bool = False) -> frozenset[StageId]:
    """The stages that stay, from which a deal would go on or back by other rules than now.

    `asks_otherwise`: the checklist has other questions, so a gate that asks for its verdict is another.
    """
    stays = ((stage, then.stage(stage.id)) for stage in now.columns)
    return frozenset(
        stage.id
        for stage, after in stays
        if after is not None
        and (_rules(now, stage) != _rules(then, after) or (asks_otherwise and _asks_checklist(then, after)))
    )


def _asks_checklist(pipeline: Pipeline, stage: Stage) -> bool:
    return any(isinstance(one, Qualified) for one in every_part(pipeline.gate_of(stage)))


def _rules(pipeline: Pipeline, stage: Stage) -> object:
    gate = tuple(replace(criterion, title="") for criterion in pipeline.gate_of(stage))
    return gate, stage.advance, stage.back_to
