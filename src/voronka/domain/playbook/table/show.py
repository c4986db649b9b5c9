"""A pipeline's table out of its playbook."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from voronka.domain.criteria import Criterion, SomeOf
from voronka.domain.pipeline import StageKind, StageLimit
from voronka.domain.playbook.model import (
    Exit,
    PlaybookLimit,
    PlaybookPipeline,
    PlaybookRobot,
    PlaybookStage,
    Rule,
    Step,
    Text,
)
from voronka.domain.playbook.table.model import Row, Table, TableRobot, cleaned
from voronka.domain.playbook.table.names import NO_NAMES, Names
from voronka.domain.robot import AddTag, AddTask, Advise, Robot, RobotStep, SendMessage, SetField, SetPriority
from voronka.domain.seller_steps import SellerStep


def table_of(pipeline: PlaybookPipeline, language: str, beside: Names = NO_NAMES) -> Table:
    """The table in one of the playbook's languages. `beside` names tracks and hand-overs."""
    shown = Shown(language, beside.with_stages(pipeline, language))
    rows = (shown.unsorted(pipeline), *map(shown.stage, pipeline.stages), *shown.exits(pipeline))
    return Table(pipeline.key, cleaned(pipeline.name[language]), language, rows)


def exit_of(pipeline: PlaybookPipeline, kind: StageKind) -> Exit:
    """The exit of this kind."""
    if kind is StageKind.WON:
        return pipeline.won
    return pipeline.lost if kind is StageKind.LOST else pipeline.postponed


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table shows of a playbook's parts."""

    language: str
    names: Names = NO_NAMES

    def unsorted(self, pipeline: PlaybookPipeline) -> Row:
        """The row of the first column."""
        first = pipeline.unsorted
        return Row(
            StageKind.UNSORTED.value,
            self.said(first.name),
            self.maybe(first.purpose),
            first.limit,
            tuple(map(self.step, first.steps)),
            limits=self.limits(first.limits),
            robots=self.robots(first.robots),
        )

    def stage(self, stage: PlaybookStage) -> Row:
        """The row of a working stage."""
        return Row(
            stage.key,
            self.said(stage.name),
            self.purpose(stage),
            stage.limit,
            tuple(map(self.step, stage.steps)),
            tuple(map(self.criterion, stage.enter)),
            tuple(map(self.criterion, stage.exit)),
            self.limits(stage.limits),
            self.robots(stage.robots),
        )

    def exits(self, pipeline: PlaybookPipeline) -> Iterator[Row]:
        """The rows of the exits."""
        for kind in (StageKind.WON, StageKind.LOST, StageKind.POSTPONED):
            way_out = exit_of(pipeline, kind)
            steps = tuple(map(self.step, way_out.steps))
            yield Row(
                kind.value,
                self.said(way_out.name),
                self.maybe(way_out.purpose),
                steps=steps,
                robots=self.robots(way_out.robots),
            )

    def limits(self, limits: tuple[PlaybookLimit, ...]) -> tuple[StageLimit, ...]:
        """Those of some deals."""
        return tuple(StageLimit(one.limit, one.amount_from, self.maybe(one.source)) for one in limits)

    def robots(self, robots: tuple[PlaybookRobot, ...]) -> tuple[TableRobot, ...]:
        """What happens by itself."""
        return tuple(TableRobot(self.robot(one)) for one in robots)

    def robot(self, robot: PlaybookRobot) -> Robot:
        """A robot without its key, and with the names of what it speaks of."""
        said = robot.robot_in(self.language)
        return replace(
            said,
            key="",
            name=cleaned(said.name),
            conditions=tuple(replace(one, values=tuple(map(cleaned, one.values))) for one in said.conditions),
            steps=tuple(map(self.robot_step, said.steps)),
        )

    def robot_step(self, step: RobotStep) -> RobotStep:
        """A robot's step, its texts on one line each but a message's."""
        match self.names.named(step):
            case AddTask() as task:
                return replace(task, title=cleaned(task.title), question=cleaned(task.question))
            case Advise() as advice:
                return replace(advice, text=cleaned(advice.text))
            case SendMessage() as message:
                return replace(message, subject=cleaned(message.subject), text=message_lines(message.text))
            case SetPriority() as priority:
                return replace(priority, reason=cleaned(priority.reason))
            case AddTag() as tag:
                return replace(tag, tag=cleaned(tag.tag))
            case SetField() as field:
                return replace(field, value=cleaned(field.value))
            case named:
                return named

    def purpose(self, stage: PlaybookStage) -> str:
        """What the stage is for; nothing where that is only its name again."""
        purpose = self.said(stage.purpose)
        return "" if purpose == self.said(stage.name) else purpose

    def step(self, step: Step) -> SellerStep:
        """A step."""
        said = self.said
        return SellerStep(said(step.what), tuple(map(said, step.actions)), tuple(map(said, step.tools)))

    def criterion(self, rule: Rule) -> Criterion:
        """A criterion with its title and its parts' titles."""
        titled = rule.criterion_in(self.language)
        if isinstance(titled, SomeOf):
            titled = replace(titled, of=tuple(replace(one, title=cleaned(one.title)) for one in titled.of))
        return replace(titled, title=cleaned(titled.title))

    def maybe(self, text: Text | None) -> str:
        """The text on one line, empty where there is none."""
        return "" if text is None else self.said(text)

    def said(self, text: Text) -> str:
        """The text on one line."""
        return cleaned(text[self.language])


def message_lines(text: str) -> str:
    """A message keeps its lines."""
    return "\n".join(map(cleaned, text.splitlines()))
