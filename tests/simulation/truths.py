"""What must be true of robots after a quarter, counted a second way: from the stays at the stages alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voronka.domain.events import EventKind
from voronka.domain.permissions import Role
from voronka.domain.robot import AddTask, Entered, Stayed
from voronka.domain.robot_form import step_of, trigger_of
from voronka.domain.robot_runs import RunState, StepState
from voronka.models import Event, Review, RobotRun, RobotStepRun, StageVisit, User
from voronka.models import Robot as RobotRow
from voronka.models import Stage as StageRow
from voronka.queries.calendars import calendar_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """A deal's stay at a stage, whoever owned it."""

    deal: int
    team: int
    stage: int
    since: datetime
    left_at: datetime | None


def stays() -> list[Stay]:
    """All of them; a change of owner ends none."""
    found: dict[tuple[int, datetime], Stay] = {}
    for visit in StageVisit.objects.order_by("entered_at", "id"):
        found[visit.deal_id, visit.since] = Stay(
            visit.deal_id, visit.team_id, visit.stage_id, visit.since, visit.left_at
        )
    return list(found.values())


def plain_robots() -> list[tuple[RobotRow, Entered | Stayed]]:
    """Those whose runs follow from the stays alone: they act on each arrival, or on each stay that is too long."""
    rows = RobotRow.objects.filter(is_on=True, retired_at=None, conditions=[], again=False).order_by("id")
    found = [(row, trigger_of(row.trigger)) for row in rows]
    return [(row, trigger) for row, trigger in found if isinstance(trigger, Entered | Stayed)]


def expected_runs(ticks: Sequence[datetime]) -> Counter[tuple[int, int]]:
    """How often each of the plain robots is to act on each deal: once a stay. `ticks`: when the worker looked."""
    every = stays()
    return Counter(
        (row.pk, stay.deal)
        for row, trigger in plain_robots()
        for stay in every
        if stay.stage == row.stage_id and _happened(trigger, stay, ticks)
    )


def found_runs() -> Counter[tuple[int, int]]:
    """How often they did, or said that the deal had moved on before."""
    robots = [row.pk for row, _ in plain_robots()]
    return Counter(RobotRun.objects.filter(robot__in=robots).values_list("robot", "deal"))


def _happened(trigger: Entered | Stayed, stay: Stay, ticks: Sequence[datetime]) -> bool:
    if isinstance(trigger, Entered):
        return True
    return _is_there(stay, calendar_of(stay.team).after(stay.since, trigger.after), ticks)


def expected_reviews(ticks: Sequence[datetime]) -> Counter[tuple[int, datetime, int]]:
    """(deal, since, number): each stay that was over its limit when the worker looked, and again past each new date."""
    limits = dict(StageRow.objects.filter(limit__isnull=False).values_list("id", "limit"))
    dates = {(one.deal_id, one.entered_at, one.number): one.until for one in Review.objects.all()}
    found: Counter[tuple[int, datetime, int]] = Counter()
    for stay in stays():
        limit = limits.get(stay.stage)
        ends = None if limit is None else calendar_of(stay.team).after(stay.since, limit)
        number = 1
        while ends is not None and _is_there(stay, ends, ticks):
            found[stay.deal, stay.since, number] += 1
            ends = dates.get((stay.deal, stay.since, number))
            number += 1
    return found


def found_reviews() -> Counter[tuple[int, datetime, int]]:
    """The reviews that there are."""
    return Counter(Review.objects.values_list("deal", "entered_at", "number"))


def _is_there(stay: Stay, due: datetime, ticks: Sequence[datetime]) -> bool:
    """Whether the deal stood there still when the worker first looked after that."""
    look = bisect_left(ticks, due)
    return look < len(ticks) and (stay.left_at is None or stay.left_at >= ticks[look])


def unfinished(at: datetime) -> int:
    """Steps that should have been taken by now and were not, and runs without an end."""
    waiting = RobotStepRun.objects.filter(state=StepState.WAITING, due_at__lte=at).count()
    return (
        waiting
        + RobotRun.objects.filter(state=RunState.RUNNING).exclude(step_runs__state=StepState.WAITING).count()
    )


def tasks_of_robots() -> tuple[int, int]:
    """How many tasks robots added, by the log; and how many of their steps that add one are done."""
    robots = list(User.objects.filter(role=Role.ROBOT).values_list("id", flat=True))
    added = Event.objects.filter(kind=EventKind.TASK_ADDED, actor_id__in=robots).count()
    done = RobotStepRun.objects.filter(state=StepState.DONE).select_related("run")
    return added, sum(isinstance(step_of(one.run.steps[one.position]), AddTask) for one in done)
