"""Noting what happened with a client: a call, a meeting, something sent, a payment, a consent, the signed contract.

Each may be evidence at a gate, with the rights of any other change of the deal. What was noted by mistake is taken
back by undoing its event (`commands/undo.py`): the row is marked, never deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from voronka.commands import values
from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.feedback import take_back_voice
from voronka.commands.files import Upload, attach_file
from voronka.commands.hearing import heard_columns
from voronka.commands.relations import follow_facts
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.criteria import (
    MOST_SECONDS,
    ConsentTo,
    FileKind,
    MeetingOutcome,
    Reached,
    Sendable,
)
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.evidence import CallDirection, ConsentHow
from voronka.domain.loyalty import BEST_SCORE, ReferralAnswer, asks_loyalty
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.models import (
    Attachment,
    Call,
    Consent,
    Contact,
    Deal,
    Dispatch,
    FeedbackVoice,
    Meeting,
    Payment,
    Referral,
    Satisfaction,
    SignedContract,
)
from voronka.models.records import Record
from voronka.queries.records import people_of
from voronka.queries.workspace import workspace

LINE_LENGTH = 160
NUMBER_LENGTH = 60
PROSE_LENGTH = 4000
MOST_VERSION = 999

_FILE_KINDS: Mapping[Sendable, FileKind] = {
    Sendable.EMAIL: FileKind.OTHER,
    Sendable.DOCUMENT: FileKind.OTHER,
    Sendable.OFFER: FileKind.OFFER,
}
_COLUMNS: Mapping[Reached, str] = {reached: f"{reached.value}_at" for reached in Reached}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that comes with the record; stored under `folder` as any file of the deal."""

    upload: Upload
    folder: Path
    max_bytes: int


def note_call(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    started_at: datetime,
    seconds: int,
    contact: int | None = None,
    direction: CallDirection = CallDirection.OUT,
    words: str = "",
    request_id: str = "",
) -> Call:
    """Note a call of `seconds` with somebody of the client's, or with nobody in particular.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "when": lambda: _past(started_at, at),
            "length": lambda: _within(seconds, 0, MOST_SECONDS),
            "words": lambda: values.prose(words, PROSE_LENGTH),
        }
    )
    with writing():
        row = load_to_edit(by, deal)
        person = _person(by, row, contact)
        made = Call.objects.create(
            deal=row, contact=person, direction=direction, started_at=started_at, seconds=seconds,
            note=clean["words"], by_id=by.id, created_at=at,
        )  # fmt: skip
        told = {
            "call": made.pk,
            "contact_name": "" if person is None else person.name,
            "direction": direction.value,
            "seconds": seconds,
            "happened_at": started_at.isoformat(),
            "words": clean["words"],
        }
        _log(EventKind.CALL_NOTED, row, told, by, at, request_id)
        return made


def note_meeting(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    held_at: datetime,
    outcome: MeetingOutcome,
    place: str = "",
    words: str = "",
    request_id: str = "",
) -> Meeting:
    """Note a meeting that was held: it ended with one of three outcomes, or it was talk (R142).

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "when": lambda: _past(held_at, at),
            "place": lambda: values.line(place, LINE_LENGTH),
            "words": lambda: values.prose(words, PROSE_LENGTH),
        }
    )
    with writing():
        row = load_to_edit(by, deal)
        made = Meeting.objects.create(
            deal=row, at=held_at, place=clean["place"], outcome=outcome, note=clean["words"],
            by_id=by.id, created_at=at,
        )  # fmt: skip
        told = {
            "meeting": made.pk,
            "outcome": outcome.value,
            "place": clean["place"],
            "happened_at": held_at.isoformat(),
            "words": clean["words"],
        }
        _log(EventKind.MEETING_NOTED, row, told, by, at, request_id)
        return made


def note_dispatch(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    what: Sendable,
    subject: str,
    sent_at: datetime,
    reached: Reached = Reached.SENT,
    version: int | None = None,
    file: NewFile | None = None,
    request_id: str = "",
) -> Dispatch:
    """Note an e-mail, a document or an offer that was sent, and how far it has come by now.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "subject": lambda: values.line(subject, LINE_LENGTH, required=True),
            "when": lambda: _past(sent_at, at),
            "version": lambda: None if version is None else _within(version, 1, MOST_VERSION),
        }
    )
    with writing():
        row = load_to_edit(by, deal)
        stored = _store(by, at, deal, file, _FILE_KINDS[what], request_id)
        # What it has reached beyond being sent is known since now, and counts since now.
        stamps = {} if reached is Reached.SENT else {_COLUMNS[reached]: at}
        row = row if stored is None else load_to_edit(by, deal)
        made = Dispatch.objects.create(
            deal=row, what=what, subject=clean["subject"], version=version, file_id=stored,
            by_id=by.id, created_at=at, sent_at=sent_at, **stamps,
        )  # fmt: skip
        told = _dispatch_told(made, reached) | {"happened_at": sent_at.isoformat()}
        _log(EventKind.DISPATCH_NOTED, row, told, by, at, request_id)
        return made


def advance_dispatch(
    *,
    by: Actor,
    at: datetime,
    dispatch: int,
    reached: Reached,
    came_at: datetime,
    request_id: str = "",
) -> Dispatch:
    """Note that what was sent has come further: delivered, opened, receipt confirmed, ordered by it.

    Raises:
        NotFound, NotAllowed
        Invalid: also UNCHANGED when it had come so far already.
    """
    values.checked({"when": lambda: _past(came_at, at)})
    with writing():
        made = Dispatch.objects.filter(pk=dispatch, removed_at=None).first()
        if made is None:
            raise NotFound
        row = load_to_edit(by, made.deal_id)
        if any(getattr(made, _COLUMNS[one]) for one in reached.and_further()):
            raise Invalid({"reached": Problem.UNCHANGED})
        if came_at < made.sent_at:
            raise Invalid({"when": Problem.OUT_OF_RANGE})
        Dispatch.objects.filter(pk=made.pk).update(**{_COLUMNS[reached]: came_at})
        told = _dispatch_told(made, reached) | {"happened_at": came_at.isoformat()}
        _log(EventKind.DISPATCH_CAME_FURTHER, row, told, by, at, request_id)
        return made


def note_payment(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    amount: str,
    currency: str,
    paid_on: date,
    words: str = "",
    request_id: str = "",
) -> Payment:
    """Note money that came in, in any currency that has a rate.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "amount": lambda: _some_money(amount),
            "currency": lambda: values.known_currency(currency),
            "day": lambda: _past_day(paid_on, at),
            "words": lambda: values.line(words, LINE_LENGTH),
        }
    )
    with writing():
        row = load_to_edit(by, deal)
        made = Payment.objects.create(
            deal=row, amount=clean["amount"], currency=clean["currency"], paid_on=paid_on,
            amount_base=values.in_base(clean["amount"], clean["currency"], paid_on),
            note=clean["words"], by_id=by.id, created_at=at,
        )  # fmt: skip
        told = {
            "payment": made.pk,
            "amount": str(made.amount),
            "currency": made.currency,
            "day": paid_on.isoformat(),
            "words": made.note,
        }
        _log(EventKind.PAYMENT_NOTED, row, told, by, at, request_id)
        follow_facts(row, by=by, at=at, request_id=request_id)
        return made


def note_consent(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    to: ConsentTo,
    how: ConsentHow,
    given_at: datetime,
    contact: int | None = None,
    words: str = "",
    request_id: str = "",
) -> Consent:
    """Note that the client agreed: who of them, to what, how and when (R138, R143).

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {"when": lambda: _past(given_at, at), "words": lambda: values.prose(words, PROSE_LENGTH)}
    )
    with writing():
        row = load_to_edit(by, deal)
        person = _person(by, row, contact)
        made = Consent.objects.create(
            deal=row, contact=person, to=to, how=how, at=given_at, note=clean["words"],
            by_id=by.id, created_at=at,
        )  # fmt: skip
        told = {
            "consent": made.pk,
            "contact_name": "" if person is None else person.name,
            "to": to.value,
            "how": how.value,
            "happened_at": given_at.isoformat(),
            "words": clean["words"],
        }
        _log(EventKind.CONSENT_NOTED, row, told, by, at, request_id)
        return made


def note_contract(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    signed_on: date,
    number: str = "",
    file: NewFile | None = None,
    request_id: str = "",
) -> SignedContract:
    """Note that the contract is signed, with its file where there is one.

    Raises:
        NotFound, NotAllowed
        Invalid: also ALREADY_TAKEN when one is noted.
    """
    clean = values.checked(
        {
            "number": lambda: values.line(number, NUMBER_LENGTH),
            "day": lambda: _past_day(signed_on, at),
        }
    )
    with writing():
        row = load_to_edit(by, deal)
        if SignedContract.objects.filter(deal=row, removed_at=None).exists():
            raise Invalid({"number": Problem.ALREADY_TAKEN})
        stored = _store(by, at, deal, file, FileKind.SIGNED_CONTRACT, request_id)
        row = row if stored is None else load_to_edit(by, deal)
        made = SignedContract.objects.create(
            deal=row, number=clean["number"], signed_on=signed_on, file_id=stored,
            by_id=by.id, created_at=at,
        )  # fmt: skip
        told = {"contract": made.pk, "number": made.number, "day": signed_on.isoformat()}
        _log(EventKind.CONTRACT_NOTED, row, told, by, at, request_id)
        return made


def note_satisfaction(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    score: int,
    asked_at: datetime,
    contact: int | None = None,
    words: str = "",
    request_id: str = "",
) -> Satisfaction:
    """Note how content the client is after the sale, from 0 to 10 (R147).

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = values.checked(
        {
            "score": lambda: _within(score, 0, BEST_SCORE),
            "when": lambda: _past(asked_at, at),
            "words": lambda: values.prose(words, PROSE_LENGTH),
        }
    )
    with writing():
        row = _after_sale(by, deal)
        person = _person(by, row, contact)
        made = Satisfaction.objects.create(
            deal=row, contact=person, score=score, at=asked_at, note=clean["words"], by_id=by.id, created_at=at,
        )  # fmt: skip
        told = {
            "satisfaction": made.pk,
            "contact_name": "" if person is None else person.name,
            "score": score,
            "happened_at": asked_at.isoformat(),
            "words": clean["words"],
        }
        _log(EventKind.SATISFACTION_NOTED, row, told, by, at, request_id)
        return made


def note_referral(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    answer: ReferralAnswer,
    asked_at: datetime,
    contact: int | None = None,
    name: str = "",
    phone: str = "",
    words: str = "",
    request_id: str = "",
) -> Referral:
    """Note that the client was asked whom they would send to us, and what they answered (R148).

    Raises:
        NotFound, NotAllowed
        Invalid: also `name` REQUIRED when they gave one and nothing says whom.
    """
    gave = answer is ReferralAnswer.GAVE
    clean = values.checked(
        {
            "name": lambda: values.line(name, LINE_LENGTH, required=gave and not phone.strip()),
            "phone": lambda: values.phone(phone) if phone.strip() else "",
            "when": lambda: _past(asked_at, at),
            "words": lambda: values.prose(words, PROSE_LENGTH),
        }
    )
    with writing():
        row = _after_sale(by, deal)
        person = _person(by, row, contact)
        made = Referral.objects.create(
            deal=row, contact=person, answer=answer, at=asked_at, note=clean["words"], by_id=by.id, created_at=at,
            name=clean["name"] if gave else "", phone=clean["phone"] if gave else "",
        )  # fmt: skip
        told = {
            "referral": made.pk,
            "contact_name": "" if person is None else person.name,
            "answer": answer.value,
            "name": made.name,
            "phone": made.phone,
            "happened_at": asked_at.isoformat(),
            "words": clean["words"],
        }
        _log(EventKind.REFERRAL_ASKED, row, told, by, at, request_id)
        return made


def _after_sale(by: Actor, deal: int) -> Deal:
    """The deal, when the sale is behind it: before, nobody is asked."""
    row = load_to_edit(by, deal)
    if not asks_loyalty(PipelineKind(row.pipeline.kind), StageKind(row.stage.kind)):
        raise NotAllowed
    return row


# -- taking back ----------------------------------------------------------------------------------------------------

_TABLES: Mapping[EventKind, tuple[type[Record], str]] = {
    EventKind.CALL_NOTED: (Call, "call"),
    EventKind.MEETING_NOTED: (Meeting, "meeting"),
    EventKind.DISPATCH_NOTED: (Dispatch, "dispatch"),
    EventKind.PAYMENT_NOTED: (Payment, "payment"),
    EventKind.CONSENT_NOTED: (Consent, "consent"),
    EventKind.CONTRACT_NOTED: (SignedContract, "contract"),
    EventKind.SATISFACTION_NOTED: (Satisfaction, "satisfaction"),
    EventKind.REFERRAL_ASKED: (Referral, "referral"),
    EventKind.FEEDBACK_GIVEN: (FeedbackVoice, "voice"),
}


def take_back(kind: EventKind, told: Mapping[str, Any], at: datetime) -> bool:
    """Undo what an event of `events.RECORDS` noted, within another command's transaction; whether it still stood."""
    if kind is EventKind.DISPATCH_CAME_FURTHER:
        column = _COLUMNS[Reached(told["reached"])]
        came = Dispatch.objects.filter(pk=told["dispatch"], removed_at=None, **{f"{column}__isnull": False})
        return bool(came.update(**{column: None}))
    table, name = _TABLES[kind]
    taken = table._default_manager.filter(pk=told[name], removed_at=None).update(removed_at=at)  # noqa: SLF001 - Django's public name for it
    if taken and kind is EventKind.FEEDBACK_GIVEN:
        take_back_voice(told[name], at)
    elif taken:
        _take_back_file(kind, told[name], at)
    return bool(taken)


def _take_back_file(kind: EventKind, record_id: int, at: datetime) -> None:
    """The file came with the record and goes with it: by itself it might still be evidence."""
    brought: int | None = None
    if kind is EventKind.DISPATCH_NOTED:
        brought = Dispatch.objects.get(pk=record_id).file_id
    elif kind is EventKind.CONTRACT_NOTED:
        brought = SignedContract.objects.get(pk=record_id).file_id
    if brought is not None:
        Attachment.objects.filter(pk=brought, removed_at=None).update(removed_at=at)


# -- parts ----------------------------------------------------------------------------------------------------------


def _log(
    kind: EventKind, row: Deal, told: Mapping[str, Any], by: Actor, at: datetime, request_id: str
) -> None:
    write_deal(row, by=by, at=at, **heard_columns(row.pk))
    event = record(kind, by=by, at=at, deal=row, payload=told, request_id=request_id)
    move_on(row, by=by, at=at, cause=event, request_id=request_id)


def _dispatch_told(made: Dispatch, reached: Reached) -> dict[str, Any]:
    return {
        "dispatch": made.pk,
        "what": str(made.what),
        "subject": made.subject,
        "version": made.version,
        "reached": reached.value,
    }


def _person(by: Actor, deal: Deal, contact: int | None) -> Contact | None:
    """Somebody of the client's, whom the actor may see."""
    if contact is None:
        return None
    found = next((person for person in people_of(by, deal) if person.pk == contact), None)
    if found is None:
        raise Invalid({"contact": Problem.UNKNOWN_CHOICE})
    return found


def _store(
    by: Actor, at: datetime, deal: int, file: NewFile | None, kind: FileKind, request_id: str
) -> int | None:
    if file is None:
        return None
    stored = attach_file(
        by=by, at=at, deal=deal, upload=file.upload, kind=kind, folder=file.folder,
        max_bytes=file.max_bytes, request_id=request_id,
    )  # fmt: skip
    return stored.pk


def _past(when: datetime, now: datetime) -> datetime:
    if when > now:
        raise Bad(Problem.IN_THE_FUTURE)
    return when


def _past_day(day: date, now: datetime) -> date:
    if day > now.astimezone(ZoneInfo(workspace().time_zone)).date():
        raise Bad(Problem.IN_THE_FUTURE)
    return day


def _within(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise Bad(Problem.OUT_OF_RANGE)
    return number


def _some_money(text: str) -> Any:
    amount = values.amount(text)
    if not amount:
        raise Bad(Problem.REQUIRED)
    return amount
