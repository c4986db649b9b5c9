"""Undo of a move, an assignment, the end of a task, a tag or a record of what happened, for 30 days, while nothing later stands on it."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from voronka.commands import handing_on
from voronka.commands.deal_rows import load_to_edit, next_step_columns, take_back_visit, write_deal
from voronka.commands.due_days import recount_due_days
from voronka.commands.event_log import Before, record
from voronka.commands.hearing import heard_columns
from voronka.commands.objections import follow_back
from voronka.commands.objections import take_back as take_back_objection
from voronka.commands.passages import take_back_passage
from voronka.commands.passing import kept_instant
from voronka.commands.records import take_back
from voronka.commands.relations import follow_facts
from voronka.commands.review_rows import end_review, follow_owner, reopen_review
from voronka.commands.search_index import index_deals_and_clients
from voronka.commands.tags import take_back_tag
from voronka.commands.task_rows import close_rows, give_up_rows, reopen_rows
from voronka.commands.transaction import writing
from voronka.commands.verified_reasons import forget_exit, take_back_verified
from voronka.domain.errors import NotFound, UndoProblem, UndoRefused
from voronka.domain.events import OBJECTIONS, RECORDS, TASK_ENDS, UNDO_TERM, UNDOABLE, EventKind, MoveHow
from voronka.domain.ids import EventId
from voronka.domain.permissions import Actor
from voronka.domain.task import TaskState
from voronka.models import Deal, Event, Stage, Task, User

_MOVES = (EventKind.DEAL_MOVED, EventKind.DEAL_ASSIGNED)
# What changes nothing but itself.
_FACTS = RECORDS | OBJECTIONS | {EventKind.REASON_VERIFIED, EventKind.TAGS_CHANGED}


def undo(*, by: Actor, at: datetime, event: int, request_id: str = "") -> Event:
    """Take back what an event did; the event and its undoing both stay in the timeline.

    Raises:
        NotFound, NotAllowed
        UndoRefused: too late, not the actor's own (a head may undo their sellers'), or changed since.
    """
    with writing():
        done = Event.objects.filter(pk=event).first()
        if done is None or done.deal_id is None:
            raise NotFound
        deal = load_to_edit(by, done.deal_id)
        _refuse_unless_undoable(by, at, done)
        moves = list(_moves_it_caused(done))
        for move in moves:
            _take_back(by, at, move, deal, request_id)
        undone = _take_back(by, at, done, deal, request_id)
        if done.kind in {EventKind.DEAL_MOVED, EventKind.PAYMENT_NOTED} or moves:
            follow_facts(deal, by=by, at=at, request_id=request_id)
        return undone


def _take_back(by: Actor, at: datetime, done: Event, deal: Deal, request_id: str) -> Event:
    before = Before(deal.stage_id, deal.owner_id, deal.team_id)
    if done.kind == EventKind.DEAL_MOVED and done.payload["how"] == MoveHow.WON:
        _take_back_what_it_made(by, at, done, request_id)
    if done.kind in TASK_ENDS:
        _reopen_task(by, at, done, deal)
    elif done.kind in _FACTS:
        _take_back_record(by, at, done, deal)
    else:
        _restore(by, at, done, deal, request_id)
    payload = {
        "event": done.pk,
        "kind": done.kind,
        "told": done.payload,
        "state": {
            "stage": deal.stage_id,
            "owner": deal.owner_id,
            "team": deal.team_id,
            "amount_base": str(deal.amount_base),
        },
    }
    return record(
        EventKind.UNDONE, by=by, at=at, deal=deal, before=before, payload=payload, request_id=request_id
    )


def _refuse_unless_undoable(by: Actor, at: datetime, done: Event) -> None:
    problem = _problem(by, at, done)
    if problem is not None:
        raise UndoRefused(EventId(done.pk), problem)


def _problem(by: Actor, at: datetime, done: Event) -> UndoProblem | None:
    if done.kind not in UNDOABLE:
        return UndoProblem.NOT_UNDOABLE
    if done.actor_id != by.id and not by.policy.leads:
        return UndoProblem.NOT_YOURS
    if at - done.at > UNDO_TERM:
        return UndoProblem.TOO_LATE
    undone = _later(done).filter(kind=EventKind.UNDONE, payload__event=done.pk).exists()
    gone = undone or _stands_on_it(done) or not _has_a_way_back(done)
    return UndoProblem.CHANGED_SINCE if gone else None


def _has_a_way_back(done: Event) -> bool:
    """Whether the stage is still in use, or the former owner still works in the team the deal was in."""
    if done.kind == EventKind.DEAL_MOVED:
        return Stage.objects.filter(pk=done.payload["from"], retired_at=None).exists()
    owner = done.payload.get("from_owner") if done.kind == EventKind.DEAL_ASSIGNED else None
    former = User.objects.filter(pk=owner or 0, is_active=True, team=done.payload.get("from_team"))
    return owner is None or former.exists()


def _later(done: Event) -> QuerySet[Event]:
    return Event.objects.filter(deal_id=done.deal_id, id__gt=done.pk)


def _standing(done: Event) -> list[Event]:
    """Later moves and assignments that were not themselves undone, the newest first."""
    undone = set(_later(done).filter(kind=EventKind.UNDONE).values_list("payload__event", flat=True))
    moves = _later(done).filter(kind__in=_MOVES).order_by("-id")
    return [move for move in moves if move.pk not in undone]


def _is_caused_by(move: Event, done: Event) -> bool:
    return bool(move.payload.get("cause") == done.pk)


def _stands_on_it(done: Event) -> bool:
    """Whether a later move or assignment stands on this one; those it caused itself go with it."""
    return done.kind in _MOVES and not all(_is_caused_by(move, done) for move in _standing(done))


def _moves_it_caused(done: Event) -> list[Event]:
    """The moves that the deal made by itself because of this event, to be taken back with it, the newest first.

    None when the deal was moved or given away since: then they have become part of another history.
    """
    standing = _standing(done)
    return standing if all(_is_caused_by(move, done) for move in standing) else []


def _restore(by: Actor, at: datetime, done: Event, deal: Deal, request_id: str) -> None:
    take_back_visit(deal)
    if done.kind == EventKind.DEAL_MOVED:
        _restore_move(by, at, done.payload, deal)
        # A review of the stay that is no more ends; that of the stay before waits again.
        end_review(deal, by=by, at=at, request_id=request_id)
        reopen_review(deal, done)
        take_back_passage(done.pk)
    else:
        _restore_owner(by, at, done.payload, deal)


def _restore_move(by: Actor, at: datetime, told: dict[str, Any], deal: Deal) -> None:
    was = told["before"]
    columns = was | {
        "entered_at": kept_instant(was["entered_at"]),
        "closed_at": was["closed_at"] and kept_instant(was["closed_at"]),
        "postponed_until": was["postponed_until"] and date.fromisoformat(was["postponed_until"]),
        "limit_moved_to": kept_instant(moved_to) if (moved_to := was.get("limit_moved_to")) else None,
    }
    reopen_rows(told["cancelled"])
    is_open = deal.is_open
    deal.is_open = was["is_open"]
    step = next_step_columns(deal, without=told["made"])
    deal.is_open = is_open
    forget_exit(deal, at)
    if was["is_open"]:
        follow_back(deal, was["stage_id"])
    owner_returns = was["owner_id"] != deal.owner_id
    write_deal(deal, by=by, at=at, **columns, **step)
    close_rows(_still_open(told["made"]), TaskState.CANCELLED, by=by, at=at)
    if owner_returns:
        index_deals_and_clients([deal.pk])
        give_up_rows(told.get("took", []))
        recount_due_days(Task.objects.filter(deal=deal))


def _still_open(tasks: list[int]) -> list[int]:
    return list(Task.objects.filter(pk__in=tasks, state=TaskState.OPEN).values_list("id", flat=True))


def _restore_owner(by: Actor, at: datetime, told: dict[str, Any], deal: Deal) -> None:
    Task.objects.filter(pk__in=told["tasks"], state=TaskState.OPEN).update(assignee_id=told["from_owner"])
    write_deal(deal, by=by, at=at, owner_id=told["from_owner"], team_id=told["from_team"])
    recount_due_days(Task.objects.filter(deal=deal))
    follow_owner(deal)
    index_deals_and_clients([deal.pk])


def _reopen_task(by: Actor, at: datetime, done: Event, deal: Deal) -> None:
    told = done.payload
    # Ended at that moment: open again meanwhile and ended anew, it is another end that stands.
    ended = Task.objects.filter(pk=told["task"], closed_at=done.at).exclude(state=TaskState.OPEN)
    if not ended.exists():
        raise UndoRefused(EventId(done.pk), UndoProblem.CHANGED_SINCE)
    reopen_rows([told["task"]])
    made = _still_open([told["next"]["task"]]) if told["next"] else []
    write_deal(deal, by=by, at=at, **next_step_columns(deal, without=made))
    close_rows(made, TaskState.CANCELLED, by=by, at=at)


def _take_back_what_it_made(by: Actor, at: datetime, won: Event, request_id: str) -> None:
    """The deals that began with the winning, while nothing has happened to them."""
    for made in handing_on.handed_on_at(won.deal_id or 0, won.at):
        if not handing_on.take_back(made, by=by, at=at, request_id=request_id):
            raise UndoRefused(EventId(won.pk), UndoProblem.HANDED_OVER)


def _take_back_record(by: Actor, at: datetime, done: Event, deal: Deal) -> None:
    if not _taken_back(by, at, done, deal):
        raise UndoRefused(EventId(done.pk), UndoProblem.CHANGED_SINCE)
    write_deal(deal, by=by, at=at, **heard_columns(deal.pk))


def _taken_back(by: Actor, at: datetime, done: Event, deal: Deal) -> bool:
    """Whether what was noted still stood, and stands no more."""
    kind = EventKind(done.kind)
    if kind is EventKind.REASON_VERIFIED:
        return take_back_verified(by, deal, done.payload, at)
    if kind is EventKind.TAGS_CHANGED:
        return take_back_tag(done.payload, deal.pk)
    return (take_back_objection if kind in OBJECTIONS else take_back)(kind, done.payload, at)
