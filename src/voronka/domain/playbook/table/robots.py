"""What happens by itself, line by line: the robot and when it acts, what must be true of the deal, and what it does.

    Ask what holds them back [when: entered]
    [field: amount, least: 1000]
    - Call back [task: call, after: 3d, question: What holds you back?]

What stands in brackets is the file's own notation. Before them stands what the robot is called, or what its step says;
behind them may stand in words what they mean, which is not read back.
"""

from collections.abc import Callable, Iterator
from typing import assert_never

from voronka.domain.playbook import robot_write
from voronka.domain.playbook.robot_format import NEXT_STAGE
from voronka.domain.playbook.scalars import duration
from voronka.domain.playbook.table.lines import CellLine, in_brackets
from voronka.domain.playbook.table.model import TableRobot
from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Assign,
    CallWebhook,
    Condition,
    Enrol,
    MoveTo,
    OfferHandOver,
    Robot,
    RobotStep,
    SendMessage,
    SetField,
    SetPriority,
    Trigger,
    Whom,
)
from voronka.domain.seller_steps import ACTION

Explains = Callable[[Trigger | Condition | RobotStep], str]
"""What a trigger, a condition or a step means, in the reader's words."""


def robot_lines(robots: tuple[TableRobot, ...], explains: Explains | None) -> Iterator[CellLine]:
    """The lines of a cell; `robots_read` reads the same again."""
    for one in robots:
        robot = one.robot
        yield CellLine(robot.name, head_notation(robot), _told(explains, robot.trigger), is_name=True)
        for condition in robot.conditions:
            yield CellLine("", condition_notation(condition), _told(explains, condition))
        for step in robot.steps:
            said = words_of_step(step)
            told = "" if said else _told(explains, step)
            yield CellLine(f"{ACTION} {said}".rstrip(), step_notation(step), told)


def _told(explains: Explains | None, part: Trigger | Condition | RobotStep) -> str:
    return "" if explains is None else " ".join(explains(part).split())


def head_notation(robot: Robot) -> str:
    """What stands in the brackets of a robot's first line."""
    again, off = ", again: true" if robot.again else "", "" if robot.is_on else ", off: true"
    return f"when: {robot_write.when(robot.trigger)}{again}{off}"


def condition_notation(condition: Condition) -> str:
    """What stands in a condition's brackets."""
    return robot_write.condition(condition, in_brackets)[1:-1]


def words_of_step(step: RobotStep) -> str:
    """What stands before a step's brackets; nothing where they say all."""
    match step:
        case AddTask():
            return step.title
        case Advise():
            return step.text
        case SendMessage():
            return step.subject
        case SetPriority():
            return step.reason
        case _:
            return ""


def step_notation(step: RobotStep) -> str:  # noqa: C901, PLR0911 - one line for each kind
    """What stands in a step's brackets."""
    match step:
        case AddTask():
            asked = f", question: {in_brackets(step.question)}" if step.question else ""
            return f"task: {step.kind}, after: {duration(step.after)}{_to(step.to)}{asked}"
        case Advise():
            return f"advise: true{_to(step.to)}{', offers_lower: true' if step.offers_lower else ''}"
        case SendMessage():
            return f"message: {step.channel}, text: {in_brackets(step.text)}"
        case SetPriority():
            return f"priority: {step.priority}"
        case AddTag():
            return f"tag: {in_brackets(step.tag)}"
        case MoveTo():
            return f"move_to: {in_brackets(step.stage or NEXT_STAGE)}"
        case Assign():
            return f"assign: {step.choosing}"
        case SetField():
            return f"set: {step.field}, to: {in_brackets(step.value)}"
        case Enrol():
            return f"track: {in_brackets(step.track)}"
        case OfferHandOver():
            return f"hand_over: {in_brackets(step.hand_over)}"
        case CallWebhook():
            return f"webhook: {in_brackets(step.url)}"
        case _:
            assert_never(step)


def _to(whom: Whom) -> str:
    return "" if whom is Whom.OWNER else f", to: {whom}"
