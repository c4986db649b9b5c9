"""What a large company's tender asks for: its number and days, formal criteria, documents (R92)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from voronka.commands import values
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, change_task
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.task import TaskKind, TaskState
from voronka.domain.tender import Deadline, TenderHow, TenderPart
from voronka.models import Deal, Tender, TenderCriterion, TenderDeadline, TenderDocument
from voronka.queries.tenders import may_prepare
from voronka.queries.workspace import workspace

TEXT_LENGTH = 200
NUMBER_LENGTH = 60
MOST_PARTS = 50
# The hour, in the company's zone, at which a deadline's task is due on its day.
HOUR = time(10)


@dataclass(frozen=True, slots=True)
class NewTender:
    """A tender as people type it.

    `titles`: what the tasks of its days are called; `moved`: the reason that a task gets whose day the client moved.
    """

    number: str = ""
    link: str = ""
    days: Mapping[Deadline, str] = field(default_factory=dict)
    titles: Mapping[Deadline, str] = field(default_factory=dict)
    moved: str = ""


def set_tender(*, by: Actor, at: datetime, deal: int, new: NewTender, request_id: str = "") -> Deal:
    """Make the deal a tender, or change what is known of it. A day to come makes a task; another day moves that task.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "number": lambda: values.line(new.number, NUMBER_LENGTH),
            "link": lambda: values.site(new.link) if new.link.strip() else "",
        }
        | {kind.value: lambda text=text: values.day(text) for kind, text in new.days.items()}
    )
    with writing():
        row = load_to_edit(by, deal)
        tender, _ = Tender.objects.update_or_create(
            deal=row, defaults={"number": clean["number"], "link": clean["link"], "removed_at": None}
        )
        days = {kind: clean[kind.value] for kind in new.days}
        for kind, on in days.items():
            _set_deadline(tender, row, kind, on, new, by=by, at=at, request_id=request_id)
        told = {kind.value: None if on is None else on.isoformat() for kind, on in days.items()}
        return _log(
            by, at, deal, TenderPart.TENDER, TenderHow.SET, clean["number"], request_id=request_id, days=told
        )


def drop_tender(*, by: Actor, at: datetime, deal: int, request_id: str = "") -> Deal:
    """It is no tender after all; the tasks of its days stay to be ended by hand.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        tender = _tender(by, deal)
        Tender.objects.filter(pk=tender.pk).update(removed_at=at)
        return _log(by, at, deal, TenderPart.TENDER, TenderHow.REMOVED, tender.number, request_id=request_id)


def set_criterion(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    text: str,
    weight: str,
    criterion: int | None = None,
    request_id: str = "",
) -> Deal:
    """Note a formal criterion, or change one; `weight` in percent or empty.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "text": lambda: values.line(text, TEXT_LENGTH, required=True),
            "weight": lambda: values.whole(weight, 1, 100),
        }
    )
    with writing():
        tender = _tender(by, deal)
        _write(TenderCriterion, tender, criterion, clean)
        return _log(
            by, at, deal, TenderPart.CRITERION, TenderHow.SET, clean["text"], request_id=request_id,
            weight=clean["weight"],
        )  # fmt: skip


def set_document(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    text: str,
    assignee: str,
    until: str,
    document: int | None = None,
    request_id: str = "",
) -> Deal:
    """Note a document that is demanded, or change one; `assignee` is a colleague's id or empty.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "text": lambda: values.line(text, TEXT_LENGTH, required=True),
            "assignee_id": lambda: _colleague(by, deal, assignee),
            "until": lambda: values.day(until),
        }
    )
    with writing():
        tender = _tender(by, deal)
        _write(TenderDocument, tender, document, clean)
        day = None if clean["until"] is None else clean["until"].isoformat()
        return _log(
            by, at, deal, TenderPart.DOCUMENT, TenderHow.SET, clean["text"], request_id=request_id, until=day
        )


def tick_document(
    *, by: Actor, at: datetime, deal: int, document: int, is_done: bool, request_id: str = ""
) -> Deal:
    """Say that a document is done, or that it is not.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        row = _part(TenderDocument, _tender(by, deal), document)
        stamp = {"done_at": at, "done_by_id": by.id} if is_done else {"done_at": None, "done_by_id": None}
        TenderDocument.objects.filter(pk=row.pk).update(**stamp)
        how = TenderHow.DONE if is_done else TenderHow.OPEN
        return _log(by, at, deal, TenderPart.DOCUMENT, how, row.text, request_id=request_id)


def remove_part(
    *, by: Actor, at: datetime, deal: int, part: TenderPart, id: int, request_id: str = ""
) -> Deal:
    """A criterion or a document is not asked for after all.

    Raises:
        NotFound, NotAllowed
    """
    if part is TenderPart.TENDER:
        raise NotFound
    table = TenderCriterion if part is TenderPart.CRITERION else TenderDocument
    with writing():
        row = _part(table, _tender(by, deal), id)
        table._default_manager.filter(pk=row.pk).update(removed_at=at)  # noqa: SLF001 - Django's public name for it
        return _log(by, at, deal, part, TenderHow.REMOVED, row.text, request_id=request_id)


def _tender(by: Actor, deal: int) -> Tender:
    row = load_to_edit(by, deal)
    found = Tender.objects.filter(deal=row, removed_at=None).first()
    if found is None:
        raise NotFound
    return found


def _part(table: Any, tender: Tender, id: int) -> Any:
    row = table.objects.filter(pk=id, tender=tender, removed_at=None).first()
    if row is None:
        raise NotFound
    return row


def _write(table: Any, tender: Tender, id: int | None, columns: Mapping[str, Any]) -> None:
    if id is not None:
        table.objects.filter(pk=_part(table, tender, id).pk).update(**columns)
        return
    if table.objects.filter(tender=tender, removed_at=None).count() >= MOST_PARTS:
        raise Invalid({"text": Problem.TOO_MANY})
    table.objects.create(tender=tender, **columns)


def _set_deadline(
    tender: Tender,
    deal: Deal,
    kind: Deadline,
    on: date | None,
    new: NewTender,
    *,
    by: Actor,
    at: datetime,
    request_id: str,
) -> None:
    there = TenderDeadline.objects.filter(tender=tender, kind=kind).select_related("task").first()
    if on is None:
        TenderDeadline.objects.filter(tender=tender, kind=kind).delete()
        return
    if there is not None and there.on == on:
        return
    task = None if there is None else there.task
    due = datetime.combine(on, HOUR, ZoneInfo(workspace().time_zone))
    if due > at and deal.is_open:
        step = NewTask(TaskKind.DOCUMENT, new.titles.get(kind, ""), due)
        if task is not None and task.state == TaskState.OPEN:
            change_task(
                by=by, at=at, task=task.pk, kind=TaskKind(task.kind), title=task.title, due_at=due, reason=new.moved,
                assignee=task.assignee_id, request_id=request_id,
            )  # fmt: skip
        else:
            task = add_task(by=by, at=at, deal=deal.pk, task=step, request_id=request_id)
    TenderDeadline.objects.update_or_create(tender=tender, kind=kind, defaults={"on": on, "task": task})


def _colleague(by: Actor, deal: int, text: str) -> int | None:
    if not text.strip():
        return None
    id = values.whole_id(text)
    if id not in {one for one, _ in may_prepare(by, deal)}:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return id


def _log(
    by: Actor,
    at: datetime,
    deal: int,
    part: TenderPart,
    how: TenderHow,
    text: str,
    *,
    request_id: str,
    **more: Any,
) -> Deal:
    row = load_to_edit(by, deal)
    write_deal(row, by=by, at=at)
    payload = {"part": part.value, "how": how.value, "text": text, **more}
    record(EventKind.TENDER_CHANGED, by=by, at=at, deal=row, payload=payload, request_id=request_id)
    return row
