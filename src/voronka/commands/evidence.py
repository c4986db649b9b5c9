"""Notes and confirmations by hand."""

from collections.abc import Iterable
from datetime import datetime

from voronka.commands import values
from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.notifications import Told, notify_all
from voronka.commands.transaction import writing
from voronka.domain.criteria import ConfirmedByHand, NoteKind
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.events import EventKind
from voronka.domain.ids import StageId
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.models import Confirmation, Note, User
from voronka.queries.mentions import mentioned
from voronka.queries.pipelines import pipeline_for


def add_note(
    *, by: Actor, at: datetime, deal: int, text: str, kind: NoteKind = NoteKind.PLAIN, request_id: str = ""
) -> Note:
    """Write a note on a deal. `@Name` mentions colleagues who may see the deal.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked({"text": lambda: values.prose(text, required=True)})["text"]
    with writing():
        row = load_to_edit(by, deal)
        note = Note.objects.create(deal=row, kind=kind, text=clean, author_id=by.id, created_at=at)
        people = mentioned(clean, row)
        note.mentions.set(people)
        write_deal(row, by=by, at=at)
        payload = {
            "note": note.pk,
            "kind": str(kind),
            "text": clean[:200],
            "mentions": [p.pk for p in people],
        }
        event = record(EventKind.NOTE_ADDED, by=by, at=at, deal=row, payload=payload, request_id=request_id)
        _tell_mentioned(people, note, by=by, at=at)
        move_on(row, by=by, at=at, cause=event, request_id=request_id)
        return note


def change_note(*, by: Actor, at: datetime, note: int, text: str, request_id: str = "") -> Note:
    """Change one's own note; nobody, a head neither, changes another's words. Those before stay in the log.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked({"text": lambda: values.prose(text, required=True)})["text"]
    with writing():
        row = _note(by, note)
        if row.author_id != by.id:
            raise NotAllowed
        deal = load_to_edit(by, row.deal_id)
        was, row.text, row.changed_at = row.text, clean, at
        Note.objects.filter(pk=row.pk).update(text=clean, changed_at=at)
        people = mentioned(clean, deal)
        row.mentions.set(people)
        write_deal(deal, by=by, at=at)
        payload = {"note": row.pk, "text": clean[:200], "was": was}
        record(EventKind.NOTE_CHANGED, by=by, at=at, deal=deal, payload=payload, request_id=request_id)
        _tell_mentioned(people, row, by=by, at=at)
        return row


def _tell_mentioned(people: Iterable[User], note: Note, *, by: Actor, at: datetime) -> None:
    """Once for a note, however often it is changed."""
    payload = {"note": note.pk, "text": note.text[:200]}
    told = [Told(each.pk, NoticeKind.MENTION, note.deal_id, payload, f"mention:{note.pk}") for each in people]
    notify_all(told, at=at, by=by)


def remove_note(*, by: Actor, at: datetime, note: int, request_id: str = "") -> None:
    """Take one's own note away (a head: any in their teams); its words stay in the log.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        row = _note(by, note)
        if row.author_id != by.id and not by.policy.leads:
            raise NotAllowed
        deal = load_to_edit(by, row.deal_id)
        Note.objects.filter(pk=row.pk).update(removed_at=at)
        write_deal(deal, by=by, at=at)
        payload = {"note": row.pk, "was": row.text}
        record(EventKind.NOTE_REMOVED, by=by, at=at, deal=deal, payload=payload, request_id=request_id)


def _note(by: Actor, note: int) -> Note:
    row = Note.objects.filter(pk=note, removed_at=None).first()
    if row is None:
        raise NotFound
    load_to_edit(by, row.deal_id)
    return row


def confirm_criterion(
    *, by: Actor, at: datetime, deal: int, criterion: int, reason: str, request_id: str = ""
) -> Confirmation:
    """Confirm a criterion of the deal's stage by hand: judgement, with a written reason.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked({"reason": lambda: values.line(reason, 400, required=True)})["reason"]
    with writing():
        row = load_to_edit(by, deal)
        pipeline = pipeline_for(row)
        stage = pipeline.stage(StageId(row.stage_id))
        wanted = next((c for c in pipeline.gate_of(stage) if c.id == criterion), None) if stage else None
        if not isinstance(wanted, ConfirmedByHand):
            raise NotFound
        given, _ = Confirmation.objects.update_or_create(
            deal=row, criterion_id=criterion, defaults={"reason": clean, "by_id": by.id, "at": at}
        )
        write_deal(row, by=by, at=at)
        payload = {"criterion": criterion, "title": wanted.title, "reason": clean}
        event = record(
            EventKind.CRITERION_CONFIRMED, by=by, at=at, deal=row, payload=payload, request_id=request_id
        )
        move_on(row, by=by, at=at, cause=event, request_id=request_id)
        return given


def withdraw_confirmation(
    *, by: Actor, at: datetime, deal: int, criterion: int, request_id: str = ""
) -> None:
    """Take a confirmation back.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        row = load_to_edit(by, deal)
        given = (
            Confirmation.objects.filter(deal=row, criterion_id=criterion).select_related("criterion").first()
        )
        if given is None:
            raise NotFound
        payload = {"criterion": criterion, "title": given.criterion.title, "was": given.reason}
        given.delete()
        write_deal(row, by=by, at=at)
        record(
            EventKind.CONFIRMATION_WITHDRAWN, by=by, at=at, deal=row, payload=payload, request_id=request_id
        )
