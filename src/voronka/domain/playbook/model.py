"""What a playbook holds: pipelines, stages with steps and criteria, exits with reasons, hand-overs.

Everything that people read is a `Text`: the same said in each of the playbook's languages. Keys, never names, tell
stages apart, so a renamed stage stays the same stage.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from voronka.domain.criteria import Criterion, SomeOf
from voronka.domain.pipeline import Advance, BuyerStage, PipelineKind, StageKind, StageLimit
from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Condition,
    Robot,
    RobotStep,
    SendMessage,
    SetPriority,
    Trigger,
)
from voronka.domain.task import TaskKind

FORMAT = 1

Text = Mapping[str, str]
"""A language's code (en, ru, uk, id) to what is said in it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the seller at a stage, the actions it takes, and what helps with it."""

    what: Text
    actions: tuple[Text, ...] = ()
    tools: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """The task that a deal gets at a stage when nobody set one, due `after` its arrival.

    `is_limiter`: the method demands it; it can't be cancelled, and is put off only with a reason.
    """

    kind: TaskKind
    title: Text
    after: timedelta
    is_limiter: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion in the playbook. `title` is what people read; the criterion's own title is empty.

    `parts`: the rules among which a `SomeOf` counts, in the order of its criteria; of another criterion there are none.
    """

    title: Text
    criterion: Criterion
    parts: tuple["Rule", ...] = ()

    def criterion_in(self, language: str) -> Criterion:
        """The criterion with what people read in it, its parts' as well."""
        title = self.title[language]
        if not isinstance(self.criterion, SomeOf):
            return replace(self.criterion, title=title)
        named = zip(self.criterion.of, self.parts, strict=True)
        of = tuple(replace(one, title=part.title[language]) for one, part in named)
        return replace(self.criterion, title=title, of=of)


ROBOT_TEXTS: Mapping[type[RobotStep], tuple[str, ...]] = {
    AddTask: ("title", "question"),
    Advise: ("text",),
    SendMessage: ("subject", "text"),
    SetPriority: ("reason",),
    AddTag: ("tag",),
}
"""Which fields of a robot's step people read."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A step of a robot in the playbook. `texts` stand for the fields that `ROBOT_TEXTS` names; those of `step` are empty."""

    step: RobotStep
    texts: tuple[Text | None, ...] = ()

    def step_in(self, language: str) -> RobotStep:
        """The step with what people read in it."""
        named = zip(ROBOT_TEXTS.get(type(self.step), ()), self.texts, strict=True)
        return _with(self.step, {name: text[language] for name, text in named if text is not None})


def _with(step: RobotStep, said: Mapping[str, str]) -> RobotStep:
    # Which fields a step has depends on its kind; `ROBOT_TEXTS` names only those that it has.
    changed: Any = step
    made: RobotStep = replace(changed, **said)
    return made


def deed(step: RobotStep, language: str) -> Deed:
    """A robot's step as a file of one language has it."""
    names = ROBOT_TEXTS.get(type(step), ())
    said = {name: getattr(step, name) for name in names}
    texts = tuple({language: text} if text else None for text in said.values())
    return Deed(_with(step, dict.fromkeys(names, "")), texts)


@dataclass(frozen=True, slots=True)
class PlaybookRobot:
    """A robot of a stage or an exit, see domain/robot.py."""

    key: str
    name: Text
    trigger: Trigger
    deeds: tuple[Deed, ...]
    conditions: tuple[Condition, ...] = ()
    again: bool = False
    is_on: bool = True

    def robot_in(self, language: str) -> Robot:
        """The robot as a workspace has it."""
        return Robot(
            key=self.key,
            name=self.name[language],
            trigger=self.trigger,
            steps=tuple(one.step_in(language) for one in self.deeds),
            conditions=self.conditions,
            again=self.again,
            is_on=self.is_on,
        )


def robot_as_written(robot: Robot, language: str) -> PlaybookRobot:
    """A robot of the workspace as a file of one language has it."""
    return PlaybookRobot(
        key=robot.key,
        name={language: robot.name},
        trigger=robot.trigger,
        deeds=tuple(deed(step, language) for step in robot.steps),
        conditions=robot.conditions,
        again=robot.again,
        is_on=robot.is_on,
    )


@dataclass(frozen=True, slots=True)
class PlaybookLimit:
    """Another limit, of the deals from an amount (in the workspace's currency) or from a source, or both."""

    limit: timedelta
    amount_from: Decimal | None = None
    source: Text | None = None

    def limit_in(self, language: str) -> StageLimit:
        """The limit as a workspace has it."""
        return StageLimit(self.limit, self.amount_from, "" if self.source is None else self.source[language])


def limit_as_written(limit: StageLimit, language: str) -> PlaybookLimit:
    """A limit of the workspace as a file of one language has it."""
    return PlaybookLimit(limit.limit, limit.amount_from, {language: limit.source} if limit.source else None)


@dataclass(frozen=True, slots=True)
class PlaybookStage:
    """A working stage.

    `enter`: what is true of a deal that belongs here; empty: the exit criteria of the stage before say it.
    `back_to`: keys of the stages that a deal may go back to; None: any earlier one.
    `question`: what to ask the client here.
    """

    key: str
    name: Text
    purpose: Text
    next_step: NextStep
    buyer: BuyerStage | None = None
    limit: timedelta | None = None
    limits: tuple[PlaybookLimit, ...] = ()
    question: Text | None = None
    steps: tuple[Step, ...] = ()
    enter: tuple[Rule, ...] = ()
    exit: tuple[Rule, ...] = ()
    advance: Advance = Advance.BY_HAND
    back_to: tuple[str, ...] | None = None
    robots: tuple[PlaybookRobot, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsorted:
    """The first column, of what nobody owns yet."""

    name: Text
    next_step: NextStep
    limit: timedelta | None = None
    purpose: Text | None = None
    steps: tuple[Step, ...] = ()
    robots: tuple[PlaybookRobot, ...] = ()
    limits: tuple[PlaybookLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """The task of a deal that left, on the day when it asks to be taken up again."""

    kind: TaskKind
    title: Text


@dataclass(frozen=True, slots=True)
class Exit:
    """How a pipeline calls one of its ends, and what is done there.

    `return_step`: what is to be done on the day of return; None: as with an unsorted deal. `wake_after`: when a lost deal asks to be looked at again. `returns_to`: the stages it may come back to; None: any.
    `track`: the key of the nurture track that is proposed for a postponed deal.
    """

    name: Text
    steps: tuple[Step, ...] = ()
    wake_after: timedelta | None = None
    returns_to: tuple[str, ...] | None = None
    return_step: ReturnStep | None = None
    track: str | None = None
    purpose: Text | None = None
    robots: tuple[PlaybookRobot, ...] = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """A task that a postponed deal gets `after` it was postponed."""

    kind: TaskKind
    title: Text
    after: timedelta


@dataclass(frozen=True, slots=True)
class PlaybookTrack:
    """A nurture track: what is done with a client while their deal is postponed."""

    key: str
    name: Text
    touches: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class PlaybookQuestion:
    """A question of our checklist: does the client fit us?"""

    key: str
    question: Text


@dataclass(frozen=True, slots=True)
class PlaybookPipeline:
    """One pipeline. `qualification`: our checklist on its deals."""

    key: str
    name: Text
    kind: PipelineKind
    unsorted: Unsorted
    stages: tuple[PlaybookStage, ...]
    won: Exit
    lost: Exit
    postponed: Exit
    qualification: tuple[PlaybookQuestion, ...] = ()

    @property
    def robots(self) -> Iterator[tuple[str, PlaybookRobot]]:
        """Every robot with the key of its stage; the first column and the exits have their reserved keys."""
        for key, place in self.places:
            yield from ((key, robot) for robot in place.robots)

    @property
    def places(self) -> Iterator[tuple[str, "PlaybookStage | Unsorted | Exit"]]:
        """Where robots may stand, by key."""
        yield StageKind.UNSORTED.value, self.unsorted
        yield from ((stage.key, stage) for stage in self.stages)
        yield StageKind.WON.value, self.won
        yield StageKind.LOST.value, self.lost
        yield StageKind.POSTPONED.value, self.postponed


@dataclass(frozen=True, slots=True)
class PlaybookReason:
    """A reason of losing or postponing. `asks_competitor`: which one it was is asked for."""

    key: str
    name: Text
    asks_competitor: bool = False


@dataclass(frozen=True, slots=True)
class PlaybookObjection:
    """What clients hold against buying, and what a seller may answer."""

    key: str
    name: Text
    answers: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """A deal that is won in one pipeline begins in another, with another owner.

    `carries` says in words what the receiver needs to be told.
    """

    key: str
    name: Text
    from_pipeline: str
    to_pipeline: str
    to_stage: str
    carries: Text


class Leads(StrEnum):
    """Where leads are worked: on the board of the deals, or on one of their own from which they are handed over."""

    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Form:
    """Which form of which method a playbook is. Those of one `method` are chosen among."""

    method: str
    leads: Leads


@dataclass(frozen=True, slots=True)
class Playbook:
    """A whole playbook. `form` None: it stands alone. `languages` in the order of the file; every `Text` says something in each of them."""

    key: str
    name: Text
    about: Text
    fits: Text
    languages: tuple[str, ...]
    pipelines: tuple[PlaybookPipeline, ...]
    lost_reasons: tuple[PlaybookReason, ...]
    postpone_reasons: tuple[PlaybookReason, ...]
    hand_overs: tuple[HandOver, ...] = ()
    tracks: tuple[PlaybookTrack, ...] = ()
    objections: tuple[PlaybookObjection, ...] = ()
    form: Form | None = None

    def pipeline(self, key: str) -> PlaybookPipeline | None:
        """The pipeline with this key."""
        return next((pipeline for pipeline in self.pipelines if pipeline.key == key), None)
