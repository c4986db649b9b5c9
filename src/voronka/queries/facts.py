"""The facts that a gate judges a deal by. Only what the stage's criteria ask for is read."""

from collections.abc import Iterable

from voronka.domain.criteria import (
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
    TaskDone,
    every_part,
)
from voronka.domain.evidence import Confirmation, DealFacts, Fact
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Attachment, Deal, Note, Task
from voronka.models import Confirmation as ConfirmationRow
from voronka.queries import qualification, records
from voronka.queries.persons import names_of
from voronka.queries.rows import find_rows

_OWN_FIELDS = (Field.NEED, Field.BUDGET, Field.COMPETITOR, Field.SOURCE)
_COMPANY_FIELDS = {Field.COMPANY, Field.COMPANY_SITE, Field.COMPANY_PHONE, Field.COMPANY_TAX_ID}
_CONTACT_FIELDS = {Field.CONTACT, Field.DECISION_MAKER, Field.CONTACT_PHONE, Field.CONTACT_EMAIL}


def facts_of(deal: Deal, pipeline: Pipeline, stage: Stage) -> DealFacts:
    """What is known of `deal`, which stands at `stage`, for the gate behind it. One query per kind of evidence."""
    return facts_for(deal, stage, pipeline.gate_of(stage))


def facts_for(deal: Deal, stage: Stage, asked_for: Iterable[Criterion]) -> DealFacts:
    """What is known of `deal`, which stands at `stage`, for judging these criteria. One query per kind of evidence."""
    criteria = tuple(every_part(asked_for))
    asked = {type(criterion) for criterion in criteria}
    fields = {c.field for c in criteria if isinstance(c, FieldFilled)}
    return DealFacts(
        stage=stage,
        entered_at=deal.entered_at,
        amount=None if deal.amount is None else deal.amount_base,
        price=deal.amount,
        fields=_fields(deal, fields),
        tasks_done=_tasks(deal) if TaskDone in asked else (),
        files=_files(deal) if FileAttached in asked else (),
        notes=_notes(deal) if NoteWritten in asked else (),
        calls=records.calls(deal) if CallHeld in asked else (),
        meetings=records.meetings(deal) if MeetingHeld in asked else (),
        dispatches=records.dispatches(deal) if Sent in asked else (),
        contract=records.contract(deal) if ContractSigned in asked else None,
        payments=records.payments(deal) if PaymentReceived in asked else (),
        consents=records.consents(deal) if ConsentLogged in asked else (),
        hand_over=records.hand_over(deal) if HandOverAccepted in asked else None,
        checklist=qualification.checklist_of(deal) if Qualified in asked else None,
        confirmations=_confirmations(deal) if ConfirmedByHand in asked else {},
    )


def _fields(deal: Deal, asked: set[Field]) -> dict[Field, str]:
    values = {field: getattr(deal, field.value) for field in _OWN_FIELDS}
    values[Field.AMOUNT] = "" if deal.amount is None else str(deal.amount)
    values[Field.EXPECTED_CLOSE] = (
        "" if deal.expected_close_on is None else deal.expected_close_on.isoformat()
    )
    if asked & _CONTACT_FIELDS and deal.contact is not None:
        values |= _contact_fields(deal, asked)
    if asked & _COMPANY_FIELDS and deal.company is not None:
        values |= _company_fields(deal, asked)
    return {field: value for field, value in values.items() if value}


def _contact_fields(deal: Deal, asked: set[Field]) -> dict[Field, str]:
    contact = deal.contact
    assert contact is not None  # noqa: S101 - the caller looked
    values = {Field.CONTACT: contact.name, Field.DECISION_MAKER: contact.name if contact.decides else ""}
    if Field.CONTACT_PHONE in asked:
        values[Field.CONTACT_PHONE] = contact.phones.values_list("e164", flat=True).first() or ""
    if Field.CONTACT_EMAIL in asked:
        values[Field.CONTACT_EMAIL] = contact.emails.values_list("address", flat=True).first() or ""
    return values


def _company_fields(deal: Deal, asked: set[Field]) -> dict[Field, str]:
    company = deal.company
    assert company is not None  # noqa: S101 - the caller looked
    values = {
        Field.COMPANY: company.name,
        Field.COMPANY_SITE: company.site,
        Field.COMPANY_TAX_ID: company.tax_id,
    }
    if Field.COMPANY_PHONE in asked:
        values[Field.COMPANY_PHONE] = company.phones.values_list("e164", flat=True).first() or ""
    return values


def _tasks(deal: Deal) -> tuple[Fact[TaskKind], ...]:
    rows = find_rows(Task, {"deal_id": deal.pk, "state": TaskState.DONE})
    names = names_of({row.closed_by_id for row in rows if row.closed_by_id is not None})
    return tuple(
        Fact(TaskKind(row.kind), row.pk, row.title, names.get(row.closed_by_id or 0, ""), row.closed_at)
        for row in rows
        if row.closed_at is not None
    )


def _files(deal: Deal) -> tuple[Fact[FileKind], ...]:
    rows = Attachment.objects.filter(deal=deal, removed_at=None).values_list(
        "kind", "id", "name", "by__name", "created_at"
    )
    return tuple(Fact(FileKind(kind), id, name, by or "", at) for kind, id, name, by, at in rows)


def _notes(deal: Deal) -> tuple[Fact[NoteKind], ...]:
    rows = Note.objects.filter(deal=deal, removed_at=None).values_list(
        "kind", "id", "text", "author__name", "created_at"
    )
    return tuple(Fact(NoteKind(kind), id, text[:80], by or "", at) for kind, id, text, by, at in rows)


def _confirmations(deal: Deal) -> dict[CriterionId, Confirmation]:
    rows = ConfirmationRow.objects.filter(deal=deal).values_list(
        "criterion_id", "id", "reason", "by__name", "at"
    )
    return {CriterionId(c): Confirmation(id, reason, by, at) for c, id, reason, by, at in rows}
