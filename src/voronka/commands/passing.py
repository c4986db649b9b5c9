"""The move itself, within other commands' transactions: what it writes to the deal, its tasks, visits and the log."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from voronka.commands.deal_rows import (
    begin_visit,
    end_visit,
    step_columns,
    write_deal,
)
from voronka.commands.event_log import Before, record
from voronka.commands.handing_on import Handed, hand_on
from voronka.commands.limits import limit_on_entry
from voronka.commands.nurture import offered_track, touches_among, touches_until
from voronka.commands.passages import count_passage
from voronka.commands.relations import follow_qualification
from voronka.commands.review_rows import end_review
from voronka.commands.search_index import index_deals_and_clients
from voronka.commands.task_rows import (
    NewTask,
    check_task,
    close_rows,
    default_task,
    insert_task,
    refuse_to_cancel,
    refuse_unanswered,
    take_over_rows,
    task_told,
)
from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.errors import NotFound
from voronka.domain.events import EventKind, MoveHow
from voronka.domain.evidence import Evidence
from voronka.domain.gate import CriterionOpen, Review, Verdict
from voronka.domain.passages import is_passage
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.task import TaskKind, TaskState
from voronka.domain.working_time import Calendar
from voronka.models import Deal, Event, Task
from voronka.queries.calendars import calendars_by
from voronka.queries.rows import find_rows
from voronka.queries.workspace import workspace

# The hour, in the company's zone, at which a postponed deal asks to be taken up again.
RETURN_HOUR = time(10)


@dataclass(frozen=True, slots=True)
class TaskEnd:
    """A task that ends with the move, in the same action: done or cancelled, and what came of it or why."""

    task: int
    state: Literal[TaskState.DONE, TaskState.CANCELLED]
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Where to, and what the person said. `exception` is a head's reason to pass an unmet gate.

    `track`: the nurture track whose touches a postponed deal gets.
    `handed`: who takes a won deal on, where that was asked.
    `published`: the playbook moves the deal, whose stage is no more; it passes no gate.
    """

    to: int
    reason: str = ""
    lost_reason: int | None = None
    competitor: str = ""
    postpone_reason: int | None = None
    postponed_until: date | None = None
    exception: str = ""
    next_task: NewTask | None = None
    ends: TaskEnd | None = None
    track: int | None = None
    handed: tuple[Handed, ...] = ()
    published: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that happened: the event (by which it is undone) and the deal as it is now.

    `made`: the deals that began with its winning, by their ids.
    """

    event: Event
    deal: Deal
    stage: Stage
    stage_before: Stage
    made: tuple[int, ...] = ()


def carry_out(
    by: Actor,
    at: datetime,
    deal: Deal,
    pipeline: Pipeline,
    stage: Stage,
    to: Stage,
    move: Move,
    verdict: Verdict,
    *,
    request_id: str,
    cause: int | None = None,
) -> Moved:
    """Move a deal that the gate lets through, within another command's transaction.

    From here on the newest version of the playbook judges it.

    `cause`: the event after which it moved on by itself; None when a person moved it.
    """
    before = Before(deal.stage_id, deal.owner_id, deal.team_id)
    kept = snapshot(deal)
    company = workspace()
    calendar = calendars_by(company.calendars_key).of(deal.team_id)
    limit = stage.limit_for(deal.amount_base, deal.source)
    stayed = calendar.stay(deal.entered_at, at, limit)
    ended = None if move.ends is None else _ending_task(deal, move.ends)
    tasks = _tasks_for(by, at, deal, to, move, calendar)
    how = how_it_leaves(stage, to)
    left = end_visit(deal, how, at, company=company)
    columns = _columns(by, at, deal, to, move) | {"playbook_version": pipeline.published}
    if "team_id" not in columns:
        columns |= limit_on_entry(deal, to, calendar, at)
    write_deal(deal, by=by, at=at, **columns, **step_columns(tasks.left, is_open=to.kind.is_open))
    close_rows(tasks.cancelled, TaskState.CANCELLED, by=by, at=at)
    took: list[int] = []
    if before.owner != deal.owner_id:
        # Taken by the move: it is its new owner's to find and to work on.
        index_deals_and_clients([deal.pk])
        took = take_over_rows(deal)
    deal.stage_id = to.id
    begin_visit(deal, since=at, at=left.left_at or at)
    payload = {
        "from": stage.id,
        "to": to.id,
        "owner": deal.owner_id,
        "team": deal.team_id,
        "from_name": stage.name,
        "to_name": to.name,
        "how": how,
        "reason": move.reason.strip(),
        "exception": move.exception.strip() if verdict.waived else "",
        "waived": [o.criterion.title for o in verdict.waived if isinstance(o, CriterionOpen)],
        "evidence": [_frozen(review) for review in verdict.reviews],
        "seconds_at_stage": int((at - kept_instant(kept["entered_at"])).total_seconds()),
        # As it counts against the limit, which is kept as it was then: both may change.
        "stayed_seconds": int(stayed.total_seconds()),
        "limit_seconds": limit and int(limit.total_seconds()),
        "lost_reason": move.lost_reason if to.kind is StageKind.LOST else None,
        "competitor": move.competitor.strip()[:120] if to.kind is StageKind.LOST else "",
        "postpone_reason": move.postpone_reason if to.kind is StageKind.POSTPONED else None,
        "until": move.postponed_until.isoformat() if move.postponed_until else None,
        "before": kept,
        "made": tasks.made,
        "cancelled": tasks.cancelled,
        "took": took,
        "track": tasks.track,
        "touches": tasks.touches,
        "cause": cause,
        "playbook_version": kept["playbook_version"],
        "passage": is_passage(how, published=move.published),
    }
    if move.ends is not None and ended is not None:
        _end_task(by, at, deal, move.ends, ended, request_id)
    event = record(
        EventKind.DEAL_MOVED, by=by, at=at, deal=deal, before=before, payload=payload, request_id=request_id
    )
    end_review(deal, by=by, at=at, request_id=request_id)
    if payload["passage"]:
        count_passage(event, verdict.reviews)
    if how in {MoveHow.FORWARD, MoveHow.WON}:
        follow_qualification(deal, by=by, at=at, request_id=request_id)
    won = to.kind is StageKind.WON
    made = hand_on(deal, move.handed, by=by, at=at, request_id=request_id) if won else ()
    return Moved(event, deal, to, stage, made)


def _columns(by: Actor, at: datetime, deal: Deal, to: Stage, move: Move) -> dict[str, Any]:
    open_now = to.kind.is_open
    columns: dict[str, Any] = {
        "stage_id": to.id,
        "is_open": open_now,
        "entered_at": at,
        "closed_at": None if open_now else at,
        "lost_reason_id": move.lost_reason if to.kind is StageKind.LOST else None,
        "postpone_reason_id": move.postpone_reason if to.kind is StageKind.POSTPONED else None,
        "postponed_until": move.postponed_until if to.kind is StageKind.POSTPONED else None,
        "exit_note": "" if open_now else move.reason.strip(),
    }
    if to.kind is StageKind.LOST and move.competitor.strip():
        columns["competitor"] = move.competitor.strip()[:120]
    if deal.owner_id is None:
        columns |= {"owner_id": by.id, "team_id": by.team or deal.team_id}
    return columns


@dataclass(frozen=True, slots=True)
class _Tasks:
    """The tasks that the move makes and those it ends (ids), and those that are open after it.

    `touches`: those of the made that are a nurture track's, by its name `track`.
    """

    made: list[int]
    cancelled: list[int]
    left: list[Task]
    track: str
    touches: list[int]


def _tasks_for(by: Actor, at: datetime, deal: Deal, to: Stage, move: Move, calendar: Calendar) -> _Tasks:
    """What the move does to the deal's tasks. Makes the new ones.

    Lost ends all, and where its stage says so leaves one for the day when it is looked at again (R149). Postponed
    ends all but leaves one for the day to return, and a track's touches until then; these end when the deal is taken
    up again. Won leaves them: thanks and hand-over are still to be done. Into an open stage a step is supplied where
    none is left.
    """
    before = find_rows(Task, {"deal_id": deal.pk, "state": TaskState.OPEN})
    made: list[Task] = []
    track = offered_track(move.track) if to.kind is StageKind.POSTPONED else None
    over = touches_among(before)
    if move.next_task is not None and to.kind.is_open:
        made.append(insert_task(deal, check_task(move.next_task), by=by, at=at))
    elif to.kind is StageKind.POSTPONED and move.postponed_until is not None:
        back = insert_task(deal, _return_task(to, move.postponed_until), by=by, at=at)
        touches = [] if track is None else touches_until(track, at, back.due_at, RETURN_HOUR)
        made += [back, *(insert_task(deal, task, by=by, at=at) for task in touches)]
    elif to.kind is StageKind.LOST and to.wake_after is not None:
        woken = (at + to.wake_after).astimezone(company_zone()).date()
        made.append(insert_task(deal, _return_task(to, woken), by=by, at=at))
    elif to.kind.is_open and len(over) == len(before):
        made.append(insert_task(deal, default_task(to, at, calendar, deal.owner_id), by=by, at=at))
    ends_all = to.kind in {StageKind.LOST, StageKind.POSTPONED}
    ended = None if move.ends is None else move.ends.task
    cancelled = [task.pk for task in before if ends_all or task.pk == ended or task.pk in over]
    left = [task for task in before if task.pk not in cancelled]
    name = "" if track is None else track.name
    return _Tasks(
        [task.pk for task in made], cancelled, [*left, *made], track=name, touches=touches_among(made)
    )


def _ending_task(deal: Deal, ends: TaskEnd) -> Task:
    task = Task.objects.filter(pk=ends.task, deal=deal, state=TaskState.OPEN).first()
    if task is None:
        raise NotFound
    return task


def _end_task(by: Actor, at: datetime, deal: Deal, ends: TaskEnd, task: Task, request_id: str) -> None:
    """Tell how the task ended. The undo of the move opens it again with the others."""
    close_rows([task.pk], ends.state, by=by, at=at, outcome=ends.outcome.strip())
    if ends.state is TaskState.DONE:
        refuse_unanswered(task, ends.outcome)
    else:
        refuse_to_cancel(task)
    kind = EventKind.TASK_DONE if ends.state is TaskState.DONE else EventKind.TASK_CANCELLED
    payload = {**task_told(task), "outcome": ends.outcome.strip(), "next": None}
    record(kind, by=by, at=at, deal=deal, payload=payload, request_id=request_id)


def _return_task(to: Stage, until: date) -> NewTask:
    # By the hour, although nobody chose one: at that hour somebody is told that the deal is back.
    due = datetime.combine(until, RETURN_HOUR, company_zone())
    return NewTask(TaskKind(to.default_step.kind), to.default_step.title, due)


def how_it_leaves(stage: Stage, to: Stage) -> MoveHow:
    """How a deal leaves `stage` when it goes to `to`."""
    exits = {StageKind.WON: MoveHow.WON, StageKind.LOST: MoveHow.LOST, StageKind.POSTPONED: MoveHow.POSTPONED}
    if to.kind in exits:
        return exits[to.kind]
    if not stage.kind.is_open:
        return MoveHow.REOPENED
    return MoveHow.FORWARD if to.position > stage.position else MoveHow.BACK


def snapshot(deal: Deal) -> dict[str, Any]:
    """The columns that a move overwrites, as JSON, for the undo."""
    return {
        "stage_id": deal.stage_id,
        "is_open": deal.is_open,
        "owner_id": deal.owner_id,
        "team_id": deal.team_id,
        "entered_at": deal.entered_at.isoformat(),
        "closed_at": deal.closed_at and deal.closed_at.isoformat(),
        "lost_reason_id": deal.lost_reason_id,
        "postpone_reason_id": deal.postpone_reason_id,
        "postponed_until": deal.postponed_until and deal.postponed_until.isoformat(),
        "exit_note": deal.exit_note,
        "competitor": deal.competitor,
        "playbook_version": deal.playbook_version,
        "limit_moved_to": deal.limit_moved_to and deal.limit_moved_to.isoformat(),
    }


def kept_instant(text: str) -> datetime:
    """An instant out of a snapshot."""
    return datetime.fromisoformat(text)


def _frozen(review: Review) -> dict[str, Any]:
    evidence = review.evidence
    return {
        "criterion": review.criterion.id,
        "title": review.criterion.title,
        "by_hand": isinstance(review.criterion, ConfirmedByHand),
        "evidence": None if evidence is None else _told(evidence),
    }


def _told(evidence: Evidence) -> dict[str, Any]:
    return {
        "label": evidence.label,
        "by": evidence.by,
        "at": evidence.at and evidence.at.isoformat(),
        "source": evidence.source,
        "id": evidence.source_id,
        "measure": evidence.measure,
    }


def company_zone() -> ZoneInfo:
    """The clock by which the company counts its days."""
    return ZoneInfo(workspace().time_zone)
