"""What the robots' runner reads: robots, the log's next entries, alarms and steps that are due."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min

from voronka.domain.events import EventKind
from voronka.domain.robot import Condition, Trigger
from voronka.domain.robot_form import UnknownForm, condition_of, trigger_of
from voronka.domain.robot_matching import WATCHED, Happened, is_asked_of_time
from voronka.domain.robot_runs import StepState
from voronka.models import Deal, Event, Robot, RobotAlarm, RobotCursor, RobotRun, RobotStepRun
from voronka.queries.live import newest_entry

_LOG = logging.getLogger(__name__)
# The commands of a run bear this and the run's number, so that what it sets off knows where it comes from.
RUN_MARK = "robot:"
_COLUMNS = ("id", "kind", "at", "deal_id", "stage_id", "stage_before_id", "payload", "request_id")


@dataclass(frozen=True, slots=True)
class ActiveRobot:
    """A robot that is switched on. `steps` as they are written down; `since`: it acts on events after this one."""

    id: int
    stage: int
    name: str
    trigger: Trigger
    conditions: tuple[Condition, ...]
    steps: list[dict[str, Any]]
    again: bool
    since: int
    enrol_after: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log, with the run whose step made it; None: it was no robot's."""

    happened: Happened
    run: int | None


def active_robots() -> tuple[ActiveRobot, ...]:
    """The robots that are on, in the order in which they act. One query."""
    rows = Robot.objects.filter(is_on=True, retired_at=None).order_by("stage_id", "position", "id")
    return tuple(robot for row in rows if (robot := _read(row)) is not None)


def robot_to_enrol() -> ActiveRobot | None:
    """One that was switched on and has not yet looked at all deals that stand there. One query: every turn asks."""
    rows = Robot.objects.filter(is_on=True, retired_at=None, enrol_after__isnull=False).order_by("id")
    return next((robot for row in rows if (robot := _read(row)) is not None), None)


def active_robot(robot: int) -> ActiveRobot | None:
    """One of them; None when it is off or gone."""
    row = Robot.objects.filter(pk=robot, is_on=True, retired_at=None).first()
    return None if row is None else _read(row)


def _read(row: Robot) -> ActiveRobot | None:
    try:
        return ActiveRobot(
            row.pk,
            row.stage_id,
            row.name,
            trigger_of(row.trigger),
            tuple(condition_of(form) for form in row.conditions),
            row.steps,
            row.again,
            row.since,
            row.enrol_after,
        )
    except UnknownForm:
        # Written by a newer version, or by hand: the others act all the same.
        _LOG.exception("Robot %s can't be read and is left out", row.pk)
        return None


def entries_from(position: int, most: int) -> tuple[list[Entry], int]:
    """The next entries that robots may wait for, and how far the log is read by them."""
    newest = newest_entry()
    rows = list(
        Event.objects.filter(id__gt=position, deal_id__isnull=False, kind__in=sorted(WATCHED))
        .order_by("id")
        .values_list(*_COLUMNS)[:most]
    )
    last = rows[-1][0] if rows else position
    # What is committed after `newest` was read has a greater id: it is among the rows, or is read the next time.
    return [_entry(*row) for row in rows], last if len(rows) == most else max(last, newest, position)


def entry_of(event: int) -> Entry | None:
    """One entry of the log."""
    row = Event.objects.filter(pk=event, deal_id__isnull=False).values_list(*_COLUMNS).first()
    return None if row is None else _entry(*row)


def _entry(
    id: int, kind: str, at: datetime, deal: int, stage: int, before: int | None, payload: Any, mark: str
) -> Entry:
    happened = Happened(id, EventKind(kind), at, deal, stage, stage if before is None else before, payload)
    run = mark.removeprefix(RUN_MARK)
    return Entry(happened, int(run) if mark.startswith(RUN_MARK) and run.isdigit() else None)


def is_behind() -> bool:
    """Whether the log has entries that the robots have not read. Two seeks."""
    position = RobotCursor.objects.filter(pk=1).values_list("position", flat=True).first()
    return position is None or newest_entry() > position


def depth_of(run: int | None) -> int:
    """How many robots set each other off up to and with this run."""
    if run is None:
        return 0
    found = RobotRun.objects.filter(pk=run).values_list("depth", flat=True).first()
    return 0 if found is None else found + 1


def waits_for_time(robots: Iterable[ActiveRobot]) -> tuple[ActiveRobot, ...]:
    """Those that are set off by an instant."""
    return tuple(robot for robot in robots if is_asked_of_time(robot.trigger))


def standing_at(stage: int, after: int, most: int) -> list[Deal]:
    """Deals at a stage, by id, from after this one."""
    return list(Deal.objects.filter(stage=stage, pk__gt=after).order_by("id")[:most])


def deals_of(ids: Collection[int]) -> dict[int, Deal]:
    """Deals by id."""
    return {deal.pk: deal for deal in Deal.objects.filter(pk__in=ids)}


def has_run(robot: int, moment: str) -> bool:
    """Whether the robot has acted, or said why not, on this occasion."""
    return RobotRun.objects.filter(robot=robot, moment=moment).exists()


def alarms_due(at: datetime, most: int) -> list[tuple[datetime, int, int]]:
    """(when it was due, robot, deal) of the alarms that are due, the longest first."""
    rows = RobotAlarm.objects.filter(due_at__lte=at).order_by("due_at", "id")
    return list(rows.values_list("due_at", "robot_id", "deal_id")[:most])


def step_due(at: datetime) -> int | None:
    """The step that has been due the longest."""
    rows = RobotStepRun.objects.filter(state=StepState.WAITING, due_at__lte=at).order_by("due_at", "id")
    return rows.values_list("id", flat=True).first()


def next_robot_at() -> datetime | None:
    """When the next alarm or step is due. Two seeks."""
    step = RobotStepRun.objects.filter(state=StepState.WAITING).aggregate(at=Min("due_at"))["at"]
    alarm = RobotAlarm.objects.aggregate(at=Min("due_at"))["at"]
    return min((at for at in (step, alarm) if at is not None), default=None)
