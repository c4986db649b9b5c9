"""The rows of tasks, within other commands' transactions. Those build on these."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from voronka.commands.rows import insert_row
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

    `question`: what has to be answered when it is done; such a task is a limiter. `is_limiter`: a stage's method demands it.
    """

    kind: TaskKind
    title: str
    due_at: datetime
    assignee: int | None = None
    track: int | None = None
    question: str = ""
    is_limiter: bool = False


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


def default_task(stage: Stage, at: datetime, calendar: Calendar) -> NewTask:
    """The next step that the stage supplies, due by the calendar of the team that has the deal."""
    step = stage.default_step
    return NewTask(step.kind, step.title, calendar.after(at, step.after), is_limiter=step.is_limiter)


def insert_task(deal: Deal, task: NewTask, *, by: Actor | None, at: datetime) -> Task:
    """The row alone, within another command's transaction."""
    return insert_row(
        Task,
        deal_id=deal.pk,
        kind=task.kind,
        title=task.title,
        due_at=task.due_at,
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


def reopen_rows(tasks: list[int]) -> None:
    """Open task rows again, within another command's transaction."""
    Task.objects.filter(pk__in=tasks).update(state=TaskState.OPEN, closed_at=None, closed_by=None, outcome="")


def task_told(task: Task) -> dict[str, Any]:
    """How events tell of a task."""
    return {
        "task": task.pk,
        "kind": str(task.kind),
        "title": task.title,
        "due_at": task.due_at.isoformat(),
        "assignee": task.assignee_id,
        "question": task.question,
    }
