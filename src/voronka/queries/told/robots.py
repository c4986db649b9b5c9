"""What robots did on a deal or why not, and what they set: priority and tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voronka.domain.events import EventKind, Payload
from voronka.domain.robot import Priority
from voronka.domain.robot_runs import RunState, StepState, Why


@dataclass(frozen=True, slots=True)
class PriorityTold:
    """The deal got another priority, and why."""

    before: Priority
    after: Priority
    reason: str


@dataclass(frozen=True, slots=True)
class TagsTold:
    """A tag was put on the deal, or taken off; the other is empty."""

    added: str
    removed: str


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of a robot. `kind` as domain/robot_form.py names it; `said`: what the command told of it."""

    kind: str
    state: StepState
    why: Why | None
    error: str
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RobotTold:
    """A robot has run. `why`: why it did not begin."""

    robot: int
    name: str
    state: RunState
    why: Why | None
    steps: tuple[StepTold, ...]


def told(kind: EventKind, payload: Payload) -> PriorityTold | TagsTold | RobotTold:
    """What a robot did, or one of the things that people and robots set."""
    match kind:
        case EventKind.PRIORITY_SET:
            return priority(payload)
        case EventKind.TAGS_CHANGED:
            return tags(payload)
        case _:
            return ran(payload)


def priority(payload: Payload) -> PriorityTold:
    """Another priority."""
    return PriorityTold(Priority(payload["from"]), Priority(payload["to"]), payload["reason"])


def tags(payload: Payload) -> TagsTold:
    """A tag more, or one less."""
    return TagsTold(payload.get("added", ""), payload.get("removed", ""))


def ran(payload: Payload) -> RobotTold:
    """A run that has ended."""
    steps = tuple(map(_step, payload["steps"]))
    return RobotTold(payload["robot"], payload["name"], RunState(payload["state"]), _why(payload), steps)


def _step(told: Mapping[str, Any]) -> StepTold:
    return StepTold(told["is"], StepState(told["state"]), _why(told), told.get("error", ""), told)


def _why(told: Mapping[str, Any]) -> Why | None:
    return Why(told["why"]) if told.get("why") else None
