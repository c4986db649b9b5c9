"""A robot's parts as the playbook's file says them on one line each, the texts of its steps left out."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import assert_never

from voronka.domain.playbook.robot_format import MEASURED, NEXT_STAGE
from voronka.domain.playbook.scalars import duration, in_flow, number, scalar
from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Condition,
    Enrol,
    Entered,
    Is,
    Left,
    MoveTo,
    OfferHandOver,
    OnDate,
    RobotStep,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Untouched,
    Woke,
)


def when(trigger: Trigger) -> str:
    """What stands behind `when:`."""
    match trigger:
        case Entered():
            return "entered"
        case Left():
            return "left"
        case Woke():
            return "woke"
        case Stayed(after):
            return f"{{stayed: {duration(after)}}}"
        case Untouched(after):
            return f"{{untouched: {duration(after)}}}"
        case Arrived(fact):
            return f"{{arrived: {fact}}}"
        case OnDate():
            return f"{{{_day(trigger)}}}"
        case ScoreCrossed(least):
            return f"{{score: {number(least * Decimal(100))}}}"
        case _:
            assert_never(trigger)


def _day(trigger: OnDate) -> str:
    said = f"day: {trigger.field}"
    if trigger.offset:
        said += f", {'before' if trigger.offset < 0 else 'after'}: {abs(trigger.offset)}"
    return said if trigger.at == time(9) else f'{said}, at: "{trigger.at:%H:%M}"'


def condition(one: Condition, text: Callable[[str], str] = in_flow) -> str:
    """An entry of `if`. `text` writes its values."""
    if one.how in {Is.FILLED, Is.EMPTY}:
        said = "true"
    elif one.how is Is.ONE_OF:
        said = f"[{', '.join(map(text, one.values))}]"
    elif one.how in {Is.LEAST, Is.MOST} and one.field in MEASURED:
        # A number is one, a day looks like one and stands in quotes for older readers.
        said = text(one.values[0]) if "-" in one.values[0] else one.values[0]
    else:
        said = text(one.values[0])
    return f"{{field: {one.field}, {one.how}: {said}}}"


def deed(step: RobotStep) -> str | None:  # noqa: C901, PLR0911 - one line for each kind
    """The first line of an entry of `do`; None where that is a text."""
    match step:
        case AddTask():
            return f"task: {step.kind}"
        case SetPriority():
            return f"priority: {step.priority}"
        case SendMessage():
            return f"message: {step.channel}"
        case MoveTo():
            return f"move_to: {scalar(step.stage or NEXT_STAGE)}"
        case Assign():
            return f"assign: {step.choosing}"
        case SetField():
            return f"set: {step.field}"
        case Enrol():
            return f"track: {scalar(step.track)}"
        case OfferHandOver():
            return f"hand_over: {scalar(step.hand_over)}"
        case CallWebhook():
            return f"webhook: {scalar(step.url)}"
        case Advise() | AddTag():
            return None
        case _:
            assert_never(step)
