"""The rows of tasks, within other commands' transactions. Those build on these."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from voronka.commands.due_days import due_at_of, recount_due_days, zone_for
from voronka.commands.rows import insert_row
from voronka.domain.due_day import end_of_day, is_in_days
from voronka.domain.errors import Invalid, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Stage
from voronka.domain.task import TaskKind, TaskState
from voronka.domain.working_time import Calendar
from voronka.models import Deal, Task

TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made. `assignee` None: the deal's owner. `track`: the nurture track that it is a touch of.

    `due_on`: due on that local day of the assignee, without an hour. `due_at` None: it follows from the day.
    `question`: what has to be answered when it is done; such a task is a limiter. `is_limiter`: a stage's method demands it.
    """

    kind: TaskKind
    title: str
    due_at: datetime | None
    assignee: int | None = None
    track: int | None = None
    question: str = ""
    is_limiter: bool = False
    due_on: date | None = None


def check_task(task: NewTask) -> NewTask:
    """The task with its title trimmed.

    Raises:
        Invalid
    """
    title = " ".join(task.title.split())
    if not title:
        raise Invalid({"title": Problem.REQUIRED})
    if len(title) > TITLE_LENGTH:
        raise Invalid({"title": Problem.TOO_LONG})
    return replace(task, title=title)


def default_task(stage: Stage, at: datetime, calendar: Calendar, owner: int | None) -> NewTask:
    """The next step that the stage supplies, due by the calendar of the team that has the deal: in days without an hour."""
    step = stage.default_step
    task = NewTask(step.kind, step.title, None, is_limiter=step.is_limiter)
    return due_after(task, step.after, at, calendar, owner)


def due_after(
    task: NewTask, wait: timedelta, at: datetime, calendar: Calendar, person: int | None
) -> NewTask:
    """The task, due so long after `at`: a wait of whole days ends on a day, any other by the clock."""
    if not is_in_days(wait):
        return replace(task, due_at=calendar.after(at, wait))
    zone = zone_for(person)
    on = calendar.after(at, wait).astimezone(zone).date()
    return replace(task, due_on=on, due_at=end_of_day(on, zone, calendar))


def due_of(task: NewTask, deal: Deal, at: datetime) -> datetime:
    """The instant until which a task on a deal is due.

    Raises:
        Invalid: `when` REQUIRED: it has neither an instant nor a day; DAY_OVER: nothing can be done on that day any more.
    """
    if task.due_at is not None:
        return task.due_at
    if task.due_on is None:
        raise Invalid({"when": Problem.REQUIRED})
    until = due_at_of(task.due_on, person=task.assignee or deal.owner_id, team=deal.team_id)
    if until <= at:
        raise Invalid({"when": Problem.DAY_OVER})
    return until


def insert_task(deal: Deal, task: NewTask, *, by: Actor | None, at: datetime) -> Task:
    """The row alone, within another command's transaction."""
    return insert_row(
        Task,
        deal_id=deal.pk,
        kind=task.kind,
        title=task.title,
        due_at=due_of(task, deal, at),
        due_on=task.due_on,
        assignee_id=task.assignee or deal.owner_id,
        track_id=task.track,
        question=task.question,
        is_limiter=task.is_limiter or bool(task.question),
        created_by_id=None if by is None else by.id,
        created_at=at,
    )


def refuse_to_cancel(task: Task) -> None:
    """What a stage's method demands is done, or put off with a reason.

    Raises:
        Invalid: `words` DEMANDED.
    """
    if task.is_limiter:
        raise Invalid({"words": Problem.DEMANDED})


def refuse_unanswered(task: Task, outcome: str) -> None:
    """Some tasks ask something, and the answer is what comes of them.

    Raises:
        Invalid: `words`, as forms call it.
    """
    if task.question and not outcome.strip():
        raise Invalid({"words": Problem.REQUIRED})


def close_rows(
    tasks: list[int], state: TaskState, *, by: Actor | None, at: datetime, outcome: str = ""
) -> None:
    """Close task rows, within another command's transaction."""
    if not tasks:
        return
    Task.objects.filter(pk__in=tasks).update(
        state=state, closed_at=at, closed_by_id=None if by is None else by.id, outcome=outcome
    )


def take_over_rows(deal: Deal) -> list[int]:
    """Nobody's open tasks of a deal become its owner's, within another command's transaction; which they were."""
    rows = Task.objects.filter(deal=deal, state=TaskState.OPEN, assignee=None)
    taken = list(rows.values_list("id", flat=True))
    rows.update(assignee_id=deal.owner_id)
    recount_due_days(Task.objects.filter(pk__in=taken))
    return taken


def give_up_rows(tasks: list[int]) -> None:
    """The open ones of these are nobody's again."""
    rows = Task.objects.filter(pk__in=tasks)
    rows.filter(state=TaskState.OPEN).update(assignee=None)
    recount_due_days(rows)


def reopen_rows(tasks: list[int]) -> None:
    """Open task rows again, within another command's transaction."""
    rows = Task.objects.filter(pk__in=tasks)
    rows.update(state=TaskState.OPEN, closed_at=None, closed_by=None, outcome="")
    # While they were closed nobody counted their days anew.
    recount_due_days(rows)


def task_told(task: Task) -> dict[str, Any]:
    """How events tell of a task."""
    return {
        "task": task.pk,
        "kind": str(task.kind),
        "title": task.title,
        "due_at": task.due_at.isoformat(),
        "due_on": task.due_on and task.due_on.isoformat(),
        "assignee": task.assignee_id,
        "question": task.question,
    }
