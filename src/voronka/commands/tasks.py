"""Tasks, and with them the main rule: an open deal always has a next step."""

from dataclasses import replace
from datetime import date, datetime

from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import load_to_edit, next_step_columns, write_deal
from voronka.commands.event_log import record
from voronka.commands.task_rows import (
    NewTask,
    check_task,
    close_rows,
    due_of,
    insert_task,
    refuse_to_cancel,
    refuse_unanswered,
    task_told,
)
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Deal, Event, Task
from voronka.queries.rows import find_rows


def add_task(*, by: Actor, at: datetime, deal: int, task: NewTask, request_id: str = "") -> Task:
    """Add a task to a deal; when it is due first it becomes the next step.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    task = check_task(task)
    with writing():
        row = load_to_edit(by, deal)
        added = insert_task(row, task, by=by, at=at)
        write_deal(row, by=by, at=at, **next_step_columns(row))
        record(EventKind.TASK_ADDED, by=by, at=at, deal=row, payload=task_told(added), request_id=request_id)
        return added


def complete_task(
    *,
    by: Actor,
    at: datetime,
    task: int,
    outcome: str = "",
    next_task: NewTask | None = None,
    request_id: str = "",
) -> Event:
    """Mark a task done, with the next step in the same action where it was the last one.

    Returns the event, by which it can be undone.

    Raises:
        NotFound, NotAllowed, Invalid, NextStepMissing
    """
    return _close(EventKind.TASK_DONE, TaskState.DONE, by, at, task, outcome, next_task, request_id)


def cancel_task(
    *,
    by: Actor,
    at: datetime,
    task: int,
    reason: str = "",
    next_task: NewTask | None = None,
    request_id: str = "",
) -> Event:
    """Delete a task from the plan; it stays in the history. The rule of the next step holds.

    Returns the event, by which it can be undone.

    Raises:
        NotFound, NotAllowed, Invalid, NextStepMissing
    """
    return _close(EventKind.TASK_CANCELLED, TaskState.CANCELLED, by, at, task, reason, next_task, request_id)


def _close(
    kind: EventKind,
    state: TaskState,
    by: Actor,
    at: datetime,
    task_id: int,
    outcome: str,
    next_task: NewTask | None,
    request_id: str,
) -> Event:
    following = None if next_task is None else check_task(next_task)
    with writing():
        task, deal = _open_task(by, task_id)
        if state is TaskState.DONE:
            refuse_unanswered(task, outcome)
        else:
            refuse_to_cancel(task)
        made = None if following is None else insert_task(deal, following, by=by, at=at)
        # The deal lets go of the task before it closes: the database holds a live next step fast.
        write_deal(deal, by=by, at=at, **next_step_columns(deal, without=[task.pk]))
        close_rows([task.pk], state, by=by, at=at, outcome=outcome.strip())
        payload = {**task_told(task), "outcome": outcome.strip(), "next": made and task_told(made)}
        event = record(kind, by=by, at=at, deal=deal, payload=payload, request_id=request_id)
        if state is TaskState.DONE:
            move_on(deal, by=by, at=at, cause=event, request_id=request_id)
        return event


def change_task(
    *,
    by: Actor,
    at: datetime,
    task: int,
    kind: TaskKind,
    title: str,
    due_at: datetime | None,
    due_on: date | None = None,
    assignee: int | None = None,
    reason: str = "",
    request_id: str = "",
) -> Event:
    """Change what a task is, says, when it is due or whose it is; due at an instant, or on a day (see `NewTask`).

    An overdue task is a broken promise (R2), and a limiter is the method's (R19): putting one off asks for a `reason`,
    which stays in the log.

    Raises:
        NotFound, NotAllowed
        Invalid: also when the reason for putting off an overdue task is missing.
    """
    wanted = check_task(NewTask(kind, title, due_at, assignee, due_on=due_on))
    with writing():
        row, deal = _open_task(by, task)
        wanted = replace(wanted, assignee=assignee or row.assignee_id)
        # A day that was given before may stay, although it is over.
        is_same_day = due_on is not None and due_on == row.due_on
        until = due_of(wanted, deal, row.created_at if is_same_day else at)
        is_promised = row.due_at < at or row.is_limiter
        if is_promised and _is_put_off(row, until, due_on) and not reason.strip():
            raise Invalid({"reason": Problem.REQUIRED})
        was = task_told(row)
        row.kind, row.title, row.due_at, row.due_on = kind, wanted.title, until, due_on
        row.assignee_id = wanted.assignee
        columns = ("kind", "title", "due_at", "due_on", "assignee_id")
        Task.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in columns})
        write_deal(deal, by=by, at=at, **next_step_columns(deal))
        payload = {**task_told(row), "was": was, "reason": reason.strip()}
        return record(EventKind.TASK_CHANGED, by=by, at=at, deal=deal, payload=payload, request_id=request_id)


def _is_put_off(row: Task, until: datetime, on: date | None) -> bool:
    """The same day is no later for who has other hours."""
    if on is not None and row.due_on is not None:
        return on > row.due_on
    return until > row.due_at


def _open_task(by: Actor, task_id: int) -> tuple[Task, Deal]:
    found = find_rows(Task, {"id": task_id})
    if not found:
        raise NotFound
    deal = load_to_edit(by, found[0].deal_id)
    # Read again: whoever had to wait for the deal may find that the task was closed meanwhile.
    still_open = find_rows(Task, {"id": task_id, "state": TaskState.OPEN})
    if not still_open:
        raise NotFound
    return still_open[0], deal
