"""The one way to write a deal's row, its visits and its next step. Other commands build on these."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from voronka.commands.limits import limit_columns
from voronka.commands.rollups import count_visit, place_of, recount
from voronka.commands.rows import insert_row, update_rows
from voronka.domain.errors import NextStepMissing, NotAllowed, NotFound, StaleVersion
from voronka.domain.events import EventKind, MoveHow
from voronka.domain.ids import DealId, TaskId
from voronka.domain.permissions import Actor
from voronka.domain.task import OpenTask, TaskState, next_step
from voronka.models import Deal, Event, StageVisit, Task, User
from voronka.queries.rows import find_rows
from voronka.queries.visibility import holding_of
from voronka.queries.workspace import WorkspaceView

MOVES = (EventKind.DEAL_MOVED, EventKind.DEAL_ASSIGNED, EventKind.UNDONE)


def load_deal(by: Actor, deal_id: int) -> Deal:
    """The deal, locked for this transaction.

    Raises:
        NotFound: there is none that `by` may see.
    """
    # Without joins: a row locked after a wait is matched again with the old rows of joined tables, and a
    # deal whose stage was changed meanwhile would not be found at all.
    found = find_rows(Deal, {"id": deal_id}, lock=True)
    if not found or not by.policy.may_see(holding_of(found[0])):
        raise NotFound
    return found[0]


def load_to_edit(by: Actor, deal_id: int) -> Deal:
    """As `load_deal`, for a change.

    Raises:
        NotFound, NotAllowed: it is seen but not the actor's to change (unowned: take it first).
    """
    deal = load_deal(by, deal_id)
    if not by.policy.may_edit(holding_of(deal)):
        raise NotAllowed
    return deal


def refuse_if_stale(deal: Deal, version: int | None, kinds: Iterable[EventKind] = MOVES) -> None:
    """Refuse when one of `kinds` happened to the deal after the version that the person saw.

    Other changes meanwhile (a note, another field) hurt nobody and are let pass.

    Raises:
        StaleVersion
    """
    if version is None or version >= deal.version:
        return
    clash = (
        Event.objects.filter(deal_id=deal.pk, kind__in=list(kinds), version__gt=version)
        .order_by("-id")
        .first()
    )
    if clash is not None:
        raise stale(deal, clash)


def stale(deal: Deal, clash: Event) -> StaleVersion:
    """The refusal that names who changed the deal first."""
    by = User.objects.filter(pk=clash.actor_id or 0).values_list("name", flat=True).first() or ""
    return StaleVersion(DealId(deal.pk), deal.version, deal.stage.name, by, clash.at)


def write_deal(deal: Deal, *, by: Actor | None, at: datetime, **columns: Any) -> None:
    """Write columns of the row, its limit where that follows from them, grow its version and keep the counters.

    Who knows the limit already gives it with the others.

    Raises:
        StaleVersion: the row changed since it was read (possible where rows can't be locked).
    """
    before = place_of(deal)
    if "limit_at" not in columns:
        columns |= limit_columns(deal, columns)
    columns |= {"version": deal.version + 1, "changed_at": at, "changed_by_id": None if by is None else by.id}
    if not update_rows(Deal, {"id": deal.pk, "version": deal.version}, columns):
        now = Deal.objects.select_related("stage", "changed_by").get(pk=deal.pk)
        name = "" if now.changed_by is None else now.changed_by.name
        raise StaleVersion(DealId(now.pk), now.version, now.stage.name, name, now.changed_at)
    for column, value in columns.items():
        setattr(deal, column, value)
    recount(before, place_of(deal))


def end_visit(deal: Deal, how: MoveHow, at: datetime, *, company: WorkspaceView | None = None) -> StageVisit:
    """End the deal's open visit and count it. A clock set back never makes a visit end before it began.

    `company`: the workspace, where it is read already.
    """
    (visit,) = find_rows(StageVisit, {"deal_id": deal.pk, "left_at": None})
    visit.left_at, visit.left_how = max(at, visit.entered_at), how
    update_rows(StageVisit, {"id": visit.pk}, {"left_at": visit.left_at, "left_how": how})
    count_visit(
        stage=visit.stage_id,
        team=visit.team_id,
        owner=visit.owner_id,
        left_how=how,
        left_at=visit.left_at,
        visits=1,
        company=company,
    )
    return visit


def begin_visit(deal: Deal, *, since: datetime, at: datetime) -> StageVisit:
    """Begin a visit of the deal's present stage under its present owner."""
    return insert_row(
        StageVisit,
        deal_id=deal.pk,
        stage_id=deal.stage_id,
        team_id=deal.team_id,
        owner_id=deal.owner_id,
        since=since,
        entered_at=at,
    )


def take_back_visit(deal: Deal) -> StageVisit:
    """Undo the last change of visit: remove the open one and open the one before it again."""
    current = StageVisit.objects.get(deal=deal, left_at=None)
    before = StageVisit.objects.filter(deal=deal).exclude(pk=current.pk).order_by("-id")[0]
    StageVisit.objects.filter(pk=current.pk).delete()
    assert before.left_at is not None  # noqa: S101 - only one visit is open, and that was another
    count_visit(
        stage=before.stage_id,
        team=before.team_id,
        owner=before.owner_id,
        left_how=before.left_how,
        left_at=before.left_at,
        visits=-1,
    )
    StageVisit.objects.filter(pk=before.pk).update(left_at=None, left_how="")
    return before


def next_step_columns(deal: Deal, *, without: Iterable[int] = ()) -> dict[str, Any]:
    """The columns that name the deal's next step, as if the tasks `without` were gone already.

    Raises:
        NextStepMissing: the deal is open and would have none.
    """
    gone = set(without)
    rows = find_rows(Task, {"deal_id": deal.pk, "state": TaskState.OPEN})
    return step_columns((task for task in rows if task.pk not in gone), is_open=deal.is_open)


def step_columns(tasks: Iterable[Task], *, is_open: bool) -> dict[str, Any]:
    """The columns that name the next step of a deal with these open tasks.

    Raises:
        NextStepMissing: the deal is open and there is none.
    """
    step = next_step(OpenTask(TaskId(task.pk), task.due_at) for task in tasks)
    if step is None and is_open:
        raise NextStepMissing
    return {"next_task_id": step and step.id, "next_step_at": step and step.due_at}
