"""Robots for tests, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories import NOON
from voronka.domain.robot_form import form_of
from voronka.models import Event, Robot, RobotCursor, RobotRun

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.domain.robot import Condition, RobotStep, Trigger


def make_robot(
    house: House,
    stage: str,
    trigger: Trigger,
    *steps: RobotStep,
    conditions: tuple[Condition, ...] = (),
    again: bool = False,
    name: str = "Helper",
) -> Robot:
    """A robot of a stage, switched on now; the robots have read the log so far."""
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    RobotCursor.objects.update_or_create(pk=1, defaults={"position": newest})
    return Robot.objects.create(
        pipeline=house.pipeline, stage=house.stages[stage], name=name, trigger=form_of(trigger),
        conditions=[form_of(one) for one in conditions], steps=[form_of(one) for one in steps],
        again=again, since=newest, changed_at=NOON,
    )  # fmt: skip


def told() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What the timelines say of runs: state, why, and of each step what, how it ended, why."""
    events = Event.objects.filter(kind="robot_ran").order_by("id")
    return [
        (
            e.payload["state"],
            e.payload["why"],
            [(s["is"], s["state"], s.get("why", "")) for s in e.payload["steps"]],
        )
        for e in events
    ]


def runs() -> int:
    return RobotRun.objects.count()
