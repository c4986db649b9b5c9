"""Tasks: the next steps of deals, planned, changed, put off, done."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpResponseBase
from ninja import Query, Router, Schema

from voronka.api.answers import changing, listed, once, told
from voronka.api.caller import ApiRequest, needs
from voronka.api.paging import Page, Slice, page
from voronka.api.values import Day, Id, Instant, Line, PathId, Prose
from voronka.commands.holding import Held
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, cancel_task, change_task, complete_task
from voronka.domain.api_tokens import Scope
from voronka.domain.errors import Invalid, Problem
from voronka.domain.task import TaskKind
from voronka.queries.api_rows.work import TaskFilter, task_rows, task_told
from voronka.queries.receivers import may_receive

router = Router(tags=["Tasks"])
READ, WRITE = needs(Scope.TASKS_READ), needs(Scope.TASKS_WRITE)
State = Literal["open", "done", "cancelled"]


class Task(Schema):
    """A task of a deal. `due_on`: due on that day of the assignee without an hour; `due_at` is then the end of its work.

    `question`: what has to be answered when it is done. `is_limiter`: the stage's method demands it. `changed_at`: when its deal last changed.
    """

    id: int
    deal_id: int
    kind: TaskKind
    title: str
    due_at: datetime
    due_on: date | None
    assignee_id: int | None
    state: State
    question: str
    is_limiter: bool
    outcome: str
    created_by_id: int | None
    created_at: datetime
    closed_at: datetime | None
    closed_by_id: int | None
    changed_at: datetime


class NextTask(Schema):
    """A task to be planned: due at an instant, or on a day. `assignee_id`: none means the deal's owner."""

    kind: TaskKind
    title: Line
    due_at: Instant | None = None
    due_on: Day | None = None
    assignee_id: Id | None = None


class TaskChange(Schema):
    """What is changed of a task; what is left out stays. `reason`: why an overdue or demanded task is put off."""

    kind: TaskKind | None = None
    title: Line | None = None
    due_at: Instant | None = None
    due_on: Day | None = None
    assignee_id: Id | None = None
    reason: Prose = ""


class Ended(Schema):
    """How a task ended: what came of it, or why it was cancelled, and the next step, where it was the last one."""

    outcome: Prose = ""
    next_task: NextTask | None = None


class TaskWanted(Schema):
    """Which tasks. `updated_since`: those whose deal changed since, for a task changes with its deal."""

    deal: Id | None = None
    assignee: Id | None = None
    state: State | None = None
    due_before: Instant | None = None
    updated_since: Instant | None = None


def as_new_task(request: ApiRequest, task: NextTask | None) -> NewTask | None:
    """As the commands take it.

    Raises:
        Invalid: the assignee is nobody whom the caller may give work to.
    """
    if task is None:
        return None
    _refuse_stranger(request, task.assignee_id)
    # Of an instant and a day the instant counts; from a day alone it follows.
    due_on = None if task.due_at else task.due_on
    return NewTask(task.kind, task.title, task.due_at, task.assignee_id, due_on=due_on)


def _refuse_stranger(request: ApiRequest, assignee: int | None) -> None:
    if assignee is not None and not may_receive(request.auth.actor, assignee):
        raise Invalid({"assignee_id": Problem.UNKNOWN_CHOICE})


def _task(request: ApiRequest, task: int) -> Task:
    return Task(**task_told(request.auth.actor, task))


@router.get("/tasks", auth=READ, response=Page[Task])
def list_tasks(request: ApiRequest, wanted: Query[TaskWanted], part: Query[Slice]) -> HttpResponseBase:
    """Tasks of the deals that the token's person may see, in the order in which they were made."""
    rows = task_rows(
        request.auth.actor, TaskFilter(**wanted.dict()), after=part.begin("tasks"), most=part.most
    )
    return listed(page(rows, part, "tasks", Task))


@router.get("/tasks/{task}", auth=READ, response=Task)
def get_task(request: ApiRequest, task: PathId) -> HttpResponseBase:
    """One task."""
    return told(request, _task(request, task))


@router.post("/deals/{deal}/tasks", auth=WRITE, response={201: Task})
@once
def make_task(request: ApiRequest, deal: PathId, new: NextTask) -> HttpResponseBase:
    """Plan a task; where it is due first it becomes the deal's next step."""
    wanted = as_new_task(request, new)
    assert wanted is not None  # noqa: S101 - of something it makes something
    made = add_task(
        by=request.auth.actor, at=request.now, deal=deal, task=wanted, request_id=request.request_id
    )
    return told(request, _task(request, made.pk), 201, at=f"/api/v1/tasks/{made.pk}")


@router.patch("/tasks/{task}", auth=WRITE, response=Task)
def change_one_task(request: ApiRequest, task: PathId, change: TaskChange) -> HttpResponseBase:
    """Change what a task is, says, when it is due or whose it is."""
    now = _task(request, task)
    _refuse_stranger(request, change.assignee_id)
    is_moved = change.due_at is not None or change.due_on is not None
    due_at = change.due_at if is_moved else (None if now.due_on else now.due_at)
    due_on = None if due_at is not None else (change.due_on if is_moved else now.due_on)
    with changing(request, Held.TASK, task, lambda: _task(request, task)):
        change_task(
            by=request.auth.actor, at=request.now, task=task, kind=change.kind or now.kind,
            title=now.title if change.title is None else change.title, due_at=due_at, due_on=due_on,
            assignee=change.assignee_id, reason=change.reason, request_id=request.request_id,
        )  # fmt: skip
    return told(request, _task(request, task))


@router.post("/tasks/{task}/done", auth=WRITE, response=Task)
@once
def finish_task(request: ApiRequest, task: PathId, ended: Ended) -> HttpResponseBase:
    """Mark a task done; where it was the deal's last one, with the next step."""
    with changing(request, Held.TASK, task, lambda: _task(request, task)):
        complete_task(
            by=request.auth.actor, at=request.now, task=task, outcome=ended.outcome,
            next_task=as_new_task(request, ended.next_task), request_id=request.request_id,
        )  # fmt: skip
    return told(request, _task(request, task))


@router.post("/tasks/{task}/cancel", auth=WRITE, response=Task)
@once
def drop_task(request: ApiRequest, task: PathId, ended: Ended) -> HttpResponseBase:
    """Take a task off the plan; it stays in the history."""
    with changing(request, Held.TASK, task, lambda: _task(request, task)):
        cancel_task(
            by=request.auth.actor, at=request.now, task=task, reason=ended.outcome,
            next_task=as_new_task(request, ended.next_task), request_id=request.request_id,
        )  # fmt: skip
    return told(request, _task(request, task))
