"""Writing many deals with their past at once: an import, or a large demo.

The rows are those that the commands would have left (deal, next step, visits, events, counters, flows,
search documents), written in bulk. What is not known is not made up: a deal begins at the stage where it
is first heard of, and passes no gate that nobody judged. `voronka invariants` proves the result.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from voronka.commands.hearing import follow_deciders
from voronka.commands.limits import limit_of
from voronka.commands.passing import how_it_leaves
from voronka.commands.relations import follow_many
from voronka.commands.rollups import count_places, count_visits
from voronka.commands.search_index import index_deals
from voronka.commands.task_rows import NewTask, due_of
from voronka.commands.transaction import writing
from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.events import EventKind, MoveHow
from voronka.domain.money import CENT
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.working_time import Calendar
from voronka.models import Deal, Event, StageVisit, Task, Workspace
from voronka.queries.calendars import Calendars, calendars

BATCH = 1000


@dataclass(frozen=True, slots=True)
class PastStay:
    """A stay at a stage since an instant; it ends when the next one begins."""

    stage: Stage
    since: datetime


@dataclass(frozen=True, slots=True)
class PastExit:
    """What was said when the deal was closed: a reason's id (not for won), words, and the day to return."""

    reason: int | None = None
    words: str = ""
    competitor: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PastDeal:
    """A deal with its stays in order. `by` did everything. `next_task` is needed while it is open.

    `exception` is the reason with which it passed the gates that have criteria.
    """

    pipeline: Pipeline
    title: str
    owner: int | None
    team: int
    by: int
    stays: tuple[PastStay, ...]
    amount: Decimal | None
    currency: str
    contact: int | None = None
    company: int | None = None
    source: str = ""
    external_id: str = ""
    next_task: NewTask | None = None
    exit: PastExit = PastExit()
    exception: str = ""


def write_past_deals(deals: Sequence[PastDeal], *, at: datetime) -> list[int]:
    """Write the deals as of `at`, in the workspace's currency; their ids in order."""
    with writing():
        known = calendars()
        rows = Deal.objects.bulk_create([_row(deal) for deal in deals], batch_size=BATCH)
        ids = [row.pk for row in rows]
        _open(deals, rows, at, known)
        visits = [visit for deal, row in zip(deals, rows, strict=True) for visit in _visits(deal, row)]
        StageVisit.objects.bulk_create(visits, batch_size=BATCH)
        _write_events(deals, rows, known)
        _count(rows, visits)
        for start in range(0, len(ids), BATCH):
            index_deals(ids[start : start + BATCH])
        follow_deciders(deal.contact for deal in deals)
        follow_many(rows)
    return ids


def _row(deal: PastDeal) -> Deal:
    """Closed at first, for an open deal must have its next step, and a task must have its deal."""
    last, kind = deal.stays[-1], deal.stays[-1].stage.kind
    return Deal(
        pipeline_id=deal.pipeline.id, stage_id=last.stage.id, is_open=False, title=deal.title,
        owner_id=deal.owner, team_id=deal.team, contact_id=deal.contact, company_id=deal.company,
        amount=_cents(deal.amount), amount_base=_cents(deal.amount or Decimal(0)), currency=deal.currency, source=deal.source,
        external_id=deal.external_id, competitor=deal.exit.competitor, exit_note=deal.exit.words,
        lost_reason_id=deal.exit.reason if kind is StageKind.LOST else None,
        postpone_reason_id=deal.exit.reason if kind is StageKind.POSTPONED else None,
        postponed_until=deal.exit.until, created_at=deal.stays[0].since, entered_at=last.since,
        closed_at=last.since, changed_at=last.since, changed_by_id=deal.by, version=len(deal.stays),
    )  # fmt: skip


def _cents(amount: Decimal | None) -> Decimal | None:
    """The amount as the commands write it, for the log is text."""
    return None if amount is None else amount.quantize(CENT)


def _open(deals: Sequence[PastDeal], rows: Sequence[Deal], at: datetime, known: Calendars) -> None:
    """Give the open ones their next steps and limits, the closed ones the steps that they have."""
    tasks = [
        Task(
            deal=row, kind=deal.next_task.kind, title=deal.next_task.title, due_at=due_of(deal.next_task, row, at), due_on=deal.next_task.due_on,
            assignee_id=deal.next_task.assignee or row.owner_id, created_by_id=deal.by, created_at=at,
        )
        for deal, row in zip(deals, rows, strict=True)
        if deal.next_task is not None
    ]  # fmt: skip
    made = {task.deal_id: task for task in Task.objects.bulk_create(tasks, batch_size=BATCH)}
    for deal, row in zip(deals, rows, strict=True):
        task = made.get(row.pk)
        if task is not None:
            row.next_task_id, row.next_step_at = task.pk, task.due_at
        if deal.stays[-1].stage.kind.is_open:
            row.is_open, row.closed_at = True, None
            stage, calendar = deal.stays[-1].stage, known.of(row.team_id)
            ends = limit_of(stage, calendar, row.entered_at, row.amount_base, row.source)
            row.limit_at, row.warn_at = ends["limit_at"], ends["warn_at"]
    Deal.objects.bulk_update(
        [row for row in rows if row.next_task_id is not None],
        ["is_open", "closed_at", "next_task", "next_step_at", "limit_at", "warn_at"],
        batch_size=BATCH // 4,
    )


def _visits(deal: PastDeal, row: Deal) -> Iterator[StageVisit]:
    held = {"deal": row, "team_id": row.team_id, "owner_id": row.owner_id}
    for stay, following in pairwise(deal.stays):
        yield StageVisit(
            **held, stage_id=stay.stage.id, since=stay.since, entered_at=stay.since, left_at=following.since,
            left_how=how_it_leaves(stay.stage, following.stage),
        )  # fmt: skip
    last = deal.stays[-1]
    yield StageVisit(**held, stage_id=last.stage.id, since=last.since, entered_at=last.since)


def _write_events(deals: Sequence[PastDeal], rows: Sequence[Deal], known: Calendars) -> None:
    """In the order of their instants, as the log would have grown."""
    events = [
        event
        for deal, row in zip(deals, rows, strict=True)
        for event in _events(deal, row, known.of(row.team_id))
    ]
    events.sort(key=lambda event: event.at)
    Event.objects.bulk_create(events, batch_size=BATCH)


def _events(deal: PastDeal, row: Deal, calendar: Calendar) -> Iterator[Event]:
    first = deal.stays[0]
    yield _event(EventKind.DEAL_CREATED, deal, row, first, first, 1, created_told(deal, row))
    for version, (stay, following) in enumerate(pairwise(deal.stays), 2):
        told = moved_told(deal, row, stay, following, calendar)
        yield _event(EventKind.DEAL_MOVED, deal, row, stay, following, version, told)


def _event(
    kind: EventKind,
    deal: PastDeal,
    row: Deal,
    before: PastStay,
    after: PastStay,
    version: int,
    told: dict[str, Any],
) -> Event:
    return Event(
        kind=kind, at=after.since, actor_id=deal.by, deal_id=row.pk, contact_id=row.contact_id,
        company_id=row.company_id, pipeline_id=row.pipeline_id, stage_id=after.stage.id, owner_id=row.owner_id,
        team_id=row.team_id, stage_before_id=before.stage.id, owner_before_id=row.owner_id,
        team_before_id=row.team_id, version=version, payload=told,
    )  # fmt: skip


def created_told(deal: PastDeal, row: Deal) -> dict[str, Any]:
    """What the log says of the deal's making, in the shape of `create_deal`."""
    return {
        "title": deal.title,
        "stage": deal.stays[0].stage.id,
        "owner": row.owner_id,
        "team": row.team_id,
        "amount": None if row.amount is None else str(row.amount),
        "currency": deal.currency,
        "amount_base": str(row.amount_base),
        "source": deal.source,
        "referred_by": None,
        "task": row.next_task_id if len(deal.stays) == 1 else None,
    }


def moved_told(
    deal: PastDeal, row: Deal, stay: PastStay, following: PastStay, calendar: Calendar
) -> dict[str, Any]:
    """What the log says of a move, in the shape of `move_deal`."""
    criteria = stay.stage.exit_criteria if following.stage.kind in {StageKind.WORKING, StageKind.WON} else ()
    limit = stay.stage.limit_for(row.amount_base, row.source)
    how, said = how_it_leaves(stay.stage, following.stage), deal.exit
    return {
        "from": stay.stage.id,
        "to": following.stage.id,
        "owner": row.owner_id,
        "team": row.team_id,
        "from_name": stay.stage.name,
        "to_name": following.stage.name,
        "how": how,
        "reason": said.words if how in {MoveHow.LOST, MoveHow.POSTPONED, MoveHow.WON} else "",
        "exception": deal.exception if criteria else "",
        "waived": [criterion.title for criterion in criteria],
        "evidence": [
            {
                "criterion": criterion.id,
                "title": criterion.title,
                "by_hand": isinstance(criterion, ConfirmedByHand),
                "evidence": None,
            }
            for criterion in stay.stage.exit_criteria
        ],
        "seconds_at_stage": int((following.since - stay.since).total_seconds()),
        "stayed_seconds": int(calendar.stay(stay.since, following.since, limit).total_seconds()),
        "limit_seconds": limit and int(limit.total_seconds()),
        "lost_reason": said.reason if how is MoveHow.LOST else None,
        "competitor": said.competitor if how is MoveHow.LOST else "",
        "postpone_reason": said.reason if how is MoveHow.POSTPONED else None,
        "until": said.until.isoformat() if how is MoveHow.POSTPONED and said.until else None,
        "before": _before(row, stay),
        "made": [],
        "cancelled": [],
        "took": [],
        "cause": None,
        "track": "",
        "touches": [],
        "playbook_version": row.playbook_version,
        # Nobody here judged it.
        "passage": False,
    }


def _before(row: Deal, stay: PastStay) -> dict[str, Any]:
    """The columns that the move overwrote: the deal was open."""
    return {
        "stage_id": stay.stage.id,
        "is_open": stay.stage.kind.is_open,
        "owner_id": row.owner_id,
        "team_id": row.team_id,
        "entered_at": stay.since.isoformat(),
        "closed_at": None,
        "lost_reason_id": None,
        "postpone_reason_id": None,
        "postponed_until": None,
        "exit_note": "",
        "competitor": "",
        "playbook_version": row.playbook_version,
        "limit_moved_to": None,
    }


def _count(rows: Sequence[Deal], visits: Sequence[StageVisit]) -> None:
    places: Counter[tuple[int, int, int]] = Counter()
    amounts: dict[tuple[int, int, int], Decimal] = {}
    for row in rows:
        if row.is_open:
            key = (row.stage_id, row.team_id, row.owner_id or 0)
            places[key] += 1
            amounts[key] = amounts.get(key, Decimal(0)) + row.amount_base
    count_places((key, (deals, amounts[key])) for key, deals in sorted(places.items()))
    zone = ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).first() or "UTC")
    count_visits(
        Counter(
            (v.stage_id, v.left_at.astimezone(zone).date(), v.left_how, v.team_id, v.owner_id or 0)
            for v in visits
            if v.left_at is not None
        )
    )
