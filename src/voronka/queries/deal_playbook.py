"""The playbook of a deal's stage: purpose, steps, actions, and each criterion with its evidence or what meets it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ContractSigned,
    Criterion,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    HandOverAccepted,
    MeetingHeld,
    NoteKind,
    NoteWritten,
    PaymentReceived,
    Qualified,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.evidence import Evidence, RecordKind, evidence_for
from voronka.domain.gate import Review, review_stage
from voronka.domain.hand_overs import OfferState
from voronka.domain.pipeline import Stage
from voronka.domain.task import TaskKind
from voronka.models import Deal, HandOverOffer
from voronka.queries.deal_history import History
from voronka.queries.deal_row import SeenDeal
from voronka.queries.deal_tasks import TaskView
from voronka.queries.exceptions import Asked, asked_for
from voronka.queries.facts import facts_of

_RECORDS: Mapping[type[Criterion], RecordKind] = {
    CallHeld: RecordKind.CALL,
    MeetingHeld: RecordKind.MEETING,
    Sent: RecordKind.SENT,
    ContractSigned: RecordKind.CONTRACT,
    PaymentReceived: RecordKind.PAYMENT,
    ConsentLogged: RecordKind.CONSENT,
}
_OF_CONTACT = {Field.DECISION_MAKER, Field.CONTACT_PHONE, Field.CONTACT_EMAIL}
_OF_COMPANY = {Field.COMPANY_SITE, Field.COMPANY_PHONE, Field.COMPANY_TAX_ID}


@dataclass(frozen=True, slots=True)
class FillField:
    """Fill in this field of the deal."""

    field: Field


@dataclass(frozen=True, slots=True)
class CompleteContact:
    """Complete the contact, who is on the deal already."""

    contact: int


@dataclass(frozen=True, slots=True)
class CompleteCompany:
    """Complete the company, which is on the deal already."""

    company: int


@dataclass(frozen=True, slots=True)
class FinishTask:
    """A task of the kind is planned: it counts when done."""

    task: int
    title: str
    due_at: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PlanTask:
    """No task of the kind is planned yet."""

    kind: TaskKind


@dataclass(frozen=True, slots=True)
class AttachFile:
    """Attach a file of the kind."""

    kind: FileKind


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Write a note of the kind."""

    kind: NoteKind


@dataclass(frozen=True, slots=True)
class ConfirmByHand:
    """Confirm it with a reason."""

    criterion: int


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """Note what happened."""

    kind: RecordKind


@dataclass(frozen=True, slots=True)
class AnswerChecklist:
    """Answer our checklist."""


@dataclass(frozen=True, slots=True)
class MeetSome:
    """Meet some of several, each by its own remedy."""


@dataclass(frozen=True, slots=True)
class HandItOver:
    """Ask a colleague to take the deal over. `asked`: who was, and has not answered yet; empty for nobody."""

    asked: str


Remedy = (
    FillField
    | CompleteContact
    | CompleteCompany
    | FinishTask
    | PlanTask
    | AttachFile
    | WriteNote
    | ConfirmByHand
    | NoteRecord
    | AnswerChecklist
    | MeetSome
    | HandItOver
)


@dataclass(frozen=True, slots=True)
class CriterionView(Review):
    """A criterion as the gate has reviewed it, while it is open with the one thing that would meet it."""

    remedy: Remedy | None

    @property
    def is_by_hand(self) -> bool:
        """Whether it rests on a person's judgement."""
        return isinstance(self.criterion, ConfirmedByHand)


@dataclass(frozen=True, slots=True)
class PlaybookView:
    """The stage's part of the playbook for one deal. `to` is where the deal goes next; None when closed.

    `older`: the number of the version that judges it until it leaves the stage, where that is not the newest.
    """

    stage: Stage
    to: Stage | None
    criteria: tuple[CriterionView, ...]
    asked: Asked | None
    older: int | None = None

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(view.is_met for view in self.criteria)

    @property
    def left(self) -> int:
        """How many are open."""
        return len(self.criteria) - self.met


def playbook_of(seen: SeenDeal, tasks: tuple[TaskView, ...], history: History) -> PlaybookView:
    """The playbook of the deal's stage. One query per kind of evidence that the stage asks for."""
    is_open = seen.stage.kind.is_open
    reviews = review_stage(facts_of(seen.row, seen.pipeline, seen.stage), seen.pipeline) if is_open else ()
    return PlaybookView(
        stage=seen.stage,
        to=seen.pipeline.after(seen.stage) if is_open else None,
        criteria=tuple(_view(review, seen.row, tasks, history) for review in reviews),
        asked=asked_for(seen.row) if is_open else None,
        older=_older(seen) if is_open else None,
    )


def _older(seen: SeenDeal) -> int | None:
    version = seen.row.playbook_version
    return None if version == seen.pipeline.published else version


def _view(review: Review, row: Deal, tasks: tuple[TaskView, ...], history: History) -> CriterionView:
    if review.evidence is None:
        return CriterionView(review.criterion, None, remedy_for(review.criterion, row, tasks))
    return CriterionView(review.criterion, _signed(review.criterion, review.evidence, history), None)


def _signed(criterion: Criterion, evidence: Evidence, history: History) -> Evidence:
    """The evidence of a field with who filled it in, where the log knows."""
    match criterion:
        case FieldFilled(field=field):
            given = history.fields.get(field.value)
        case AmountAtLeast():
            given = history.fields.get("amount")
        case _:
            return evidence
    if given is None:
        return evidence
    return replace(evidence, by=None if given.by is None else given.by.name, at=given.at)


def remedy_for(criterion: Criterion, row: Deal, tasks: tuple[TaskView, ...]) -> Remedy | None:  # noqa: C901, PLR0911 - a kind each
    """The one thing that would meet an open criterion; None when it is not the owner's to do."""
    match criterion:
        case FieldFilled(field=field):
            return _for_field(field, row)
        case AmountAtLeast():
            return FillField(Field.AMOUNT)
        case TaskDone(kind=kind):
            planned = next((task for task in tasks if task.kind is kind), None)
            if planned is None:
                return PlanTask(kind)
            return FinishTask(planned.id, planned.title, planned.due_at, planned.due_on)
        case FileAttached(kind=file_kind):
            return AttachFile(file_kind)
        case NoteWritten(kind=note_kind):
            return WriteNote(note_kind)
        case ConfirmedByHand():
            return ConfirmByHand(criterion.id)
        case PaymentReceived() if row.amount is None:
            # A share of nothing is nothing: no payment would ever meet it.
            return FillField(Field.AMOUNT)
        case CallHeld() | MeetingHeld() | Sent() | ContractSigned() | PaymentReceived() | ConsentLogged():
            return NoteRecord(_RECORDS[type(criterion)])
        case Qualified():
            return AnswerChecklist()
        case SomeOf():
            return MeetSome()
        case HandOverAccepted():
            return HandItOver(_asked_over(row))
    assert_never(criterion)


def _asked_over(deal: Deal) -> str:
    offers = HandOverOffer.objects.filter(deal=deal, state=OfferState.OPEN)
    return offers.order_by("-id").values_list("to__name", flat=True).first() or ""


def _for_field(field: Field, row: Deal) -> Remedy:
    if field in _OF_CONTACT:
        return FillField(Field.CONTACT) if row.contact_id is None else CompleteContact(row.contact_id)
    if field in _OF_COMPANY:
        return FillField(Field.COMPANY) if row.company_id is None else CompleteCompany(row.company_id)
    return FillField(field)


def parts_of(seen: SeenDeal, some: SomeOf, tasks: tuple[TaskView, ...]) -> tuple[CriterionView, ...]:
    """The criteria of which some are to be met, each with its evidence or what meets it."""
    facts = facts_of(seen.row, seen.pipeline, seen.stage)
    reviews = (Review(part, evidence_for(part, facts)) for part in some.of)
    return tuple(
        CriterionView(
            one.criterion, one.evidence, None if one.is_met else remedy_for(one.criterion, seen.row, tasks)
        )
        for one in reviews
    )
