"""How much of their week the sellers' open deals take, from counters and from what they did in the last weeks."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Model, Sum

from voronka.domain.capacity import (
    USUAL_MINUTES,
    USUAL_WEEK,
    WEEK,
    WEEKS_BACK,
    Capacity,
    StageLoad,
    Touch,
    capacity,
)
from voronka.domain.criteria import CallHeld, MeetingHeld, Sent, TaskDone, every_part
from voronka.domain.pipeline import Stage
from voronka.domain.task import TaskKind, TaskState
from voronka.domain.working_time import ROUND_THE_CLOCK
from voronka.models import Call, Dispatch, Meeting, StageCount, Task, User, Workspace
from voronka.queries.calendars import calendars
from voronka.queries.pipelines import all_pipelines

# Which touch a task of a kind is.
_TOUCH_OF: Mapping[TaskKind, Touch] = {
    TaskKind.CALL: Touch.CALL,
    TaskKind.MEETING: Touch.MEETING,
    TaskKind.VISIT: Touch.MEETING,
    TaskKind.EMAIL: Touch.MESSAGE,
    TaskKind.OFFER: Touch.MESSAGE,
    TaskKind.DOCUMENT: Touch.MESSAGE,
}
_RECORDS: Mapping[Touch, type[Model]] = {Touch.CALL: Call, Touch.MEETING: Meeting, Touch.MESSAGE: Dispatch}

Done = Mapping[Touch, int]


def touch_minutes() -> dict[Touch, int]:
    """How long a touch of each kind takes, as the company says. One query."""
    told = Workspace.objects.filter(pk=1).values_list("touch_minutes", flat=True).first() or {}
    return {touch: int(told.get(touch.value, usual)) for touch, usual in USUAL_MINUTES.items()}


def capacities(sellers: Sequence[int], now: datetime) -> Mapping[int, Capacity]:
    """The capacity of each of these people. Eight queries, however many they are."""
    loads, done, minutes = _loads(sellers), _done(sellers, now), touch_minutes()
    hours = _hours(sellers, now)
    return {id: capacity(loads[id], done[id], minutes, hours.get(id, USUAL_WEEK)) for id in sellers}


def _loads(sellers: Sequence[int]) -> Mapping[int, list[StageLoad]]:
    stages = {int(stage.id): stage for pipeline in all_pipelines() for stage in pipeline.columns}
    rows = StageCount.objects.filter(owner_key__in=sellers, stage__in=stages, deals__gt=0)
    found: defaultdict[int, list[StageLoad]] = defaultdict(list)
    for owner, stage, deals in rows.values_list("owner_key", "stage").annotate(n=Sum("deals")):
        found[owner].append(StageLoad(deals, stages[stage].limit, _touches(stages[stage])))
    return found


def _touches(stage: Stage) -> int:
    """How many touches a stay asks for: the criteria that a touch meets; one at the least."""
    asked = every_part(stage.exit_criteria)
    return max(1, sum(isinstance(one, CallHeld | MeetingHeld | Sent | TaskDone) for one in asked))


def _done(sellers: Sequence[int], now: datetime) -> Mapping[int, Done]:
    """What each did in the last weeks. What was noted and what was ticked off may be the same: the larger counts."""
    since = now - WEEKS_BACK * WEEK
    tasks = _tasks_done(sellers, since, now)
    noted = {touch: _noted(table, sellers, since, now) for touch, table in _RECORDS.items()}
    return {
        id: {touch: max(tasks[id, touch], noted.get(touch, {}).get(id, 0)) for touch in Touch}
        for id in sellers
    }


def _tasks_done(sellers: Sequence[int], since: datetime, now: datetime) -> Counter[tuple[int, Touch]]:
    rows = Task.objects.filter(
        assignee__in=sellers, state=TaskState.DONE, closed_at__gte=since, closed_at__lte=now
    )
    found: Counter[tuple[int, Touch]] = Counter()
    for who, kind, number in rows.order_by().values_list("assignee", "kind").annotate(n=Count("id")):
        found[who or 0, _TOUCH_OF.get(TaskKind(kind), Touch.TASK)] += number
    return found


def _noted(table: type[Model], sellers: Sequence[int], since: datetime, now: datetime) -> dict[Any, int]:
    rows = table._default_manager.filter(  # noqa: SLF001 - Django's public name for it
        by__in=sellers, created_at__gte=since, created_at__lte=now, removed_at=None
    )
    return dict(rows.order_by().values_list("by").annotate(n=Count("id")))


def _hours(sellers: Sequence[int], now: datetime) -> Mapping[int, timedelta]:
    """Working time of the seven days to come, by the calendar of each one's team."""
    known = calendars()
    teams = dict(User.objects.filter(pk__in=sellers).values_list("id", "team_id"))
    week: dict[int | None, timedelta] = {}
    for team in set(teams.values()):
        calendar = known.of(team)
        week[team] = USUAL_WEEK if calendar is ROUND_THE_CLOCK else calendar.worked(now, now + WEEK)
    return {id: week[team] for id, team in teams.items()}
