"""Exit criteria: the typed facts that a stage asks for before a deal may go on.

A new kind of evidence is one dataclass here, one reader in `gate.evidence_for` (type checking fails
until it is there), one parser line in `PARSERS`, and one sentence in the web layer's wording.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import assert_never

from voronka.domain.ids import CriterionId
from voronka.domain.task import TaskKind


class Field(StrEnum):
    """Fields of a deal and its client that a criterion may ask for."""

    AMOUNT = "amount"
    EXPECTED_CLOSE = "expected_close_on"
    NEED = "need"
    BUDGET = "budget"
    COMPETITOR = "competitor"
    SOURCE = "source"
    CONTACT = "contact"
    DECISION_MAKER = "decision_maker"
    CONTACT_PHONE = "contact_phone"
    CONTACT_EMAIL = "contact_email"
    COMPANY = "company"
    COMPANY_SITE = "company_site"
    COMPANY_PHONE = "company_phone"
    COMPANY_TAX_ID = "company_tax_id"


class FileKind(StrEnum):
    """What an attached file is."""

    OFFER = "offer"
    CONTRACT = "contract"
    SIGNED_CONTRACT = "signed_contract"
    INVOICE = "invoice"
    PAYMENT = "payment"
    BRIEF = "brief"
    OTHER = "other"


class NoteKind(StrEnum):
    """What a note tells."""

    PLAIN = "plain"
    NEED = "need"
    MEETING_RESULT = "meeting_result"
    DECISION = "decision"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class FieldFilled:
    """A field holds a value."""

    id: CriterionId
    title: str
    field: Field


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task of this kind was done, since the deal entered the stage when `in_stage`."""

    id: CriterionId
    title: str
    kind: TaskKind
    in_stage: bool


@dataclass(frozen=True, slots=True)
class FileAttached:
    """A file of this kind is attached."""

    id: CriterionId
    title: str
    kind: FileKind


@dataclass(frozen=True, slots=True)
class AmountAtLeast:
    """The deal's amount, in the base currency, is at least this."""

    id: CriterionId
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """A note of this kind was written, since the deal entered the stage when `in_stage`."""

    id: CriterionId
    title: str
    kind: NoteKind
    in_stage: bool


@dataclass(frozen=True, slots=True)
class ConfirmedByHand:
    """A person confirmed it with a written reason: judgement, and counted as such."""

    id: CriterionId
    title: str


Criterion = FieldFilled | TaskDone | FileAttached | AmountAtLeast | NoteWritten | ConfirmedByHand


class CriterionKind(StrEnum):
    """The name of a criterion's kind where it is stored or chosen."""

    FIELD = "field"
    TASK = "task"
    FILE = "file"
    AMOUNT = "amount"
    NOTE = "note"
    BY_HAND = "by_hand"


class UnknownCriterion(ValueError):
    """A stored or submitted criterion makes no sense; the message says which part."""


Params = Mapping[str, object]


def _amount(params: Params) -> Decimal:
    try:
        amount = Decimal(str(params["amount"]))
    except InvalidOperation:
        raise UnknownCriterion("amount") from None
    if not amount.is_finite() or amount <= 0:
        raise UnknownCriterion("amount")
    return amount


PARSERS: Mapping[CriterionKind, Callable[[CriterionId, str, Params], Criterion]] = {
    CriterionKind.FIELD: lambda id, title, p: FieldFilled(id, title, Field(str(p["field"]))),
    CriterionKind.TASK: lambda id, title, p: TaskDone(
        id, title, TaskKind(str(p["task"])), bool(p.get("in_stage"))
    ),
    CriterionKind.FILE: lambda id, title, p: FileAttached(id, title, FileKind(str(p["file"]))),
    CriterionKind.AMOUNT: lambda id, title, p: AmountAtLeast(id, title, _amount(p)),
    CriterionKind.NOTE: lambda id, title, p: NoteWritten(
        id, title, NoteKind(str(p["note"])), bool(p.get("in_stage"))
    ),
    CriterionKind.BY_HAND: lambda id, title, _: ConfirmedByHand(id, title),
}


def parse_criterion(id: CriterionId, kind: str, title: str, params: Params) -> Criterion:
    """Turn the stored form into the typed one.

    Raises:
        UnknownCriterion: the kind, or a value it needs, is unknown; never ignored.
    """
    try:
        return PARSERS[CriterionKind(kind)](id, title, params)
    except (KeyError, ValueError) as error:
        raise UnknownCriterion(str(error)) from error


def criterion_params(criterion: Criterion) -> tuple[CriterionKind, dict[str, object]]:
    """The stored form of a criterion: its kind and parameters."""
    match criterion:
        case FieldFilled():
            return CriterionKind.FIELD, {"field": criterion.field.value}
        case TaskDone():
            return CriterionKind.TASK, {"task": criterion.kind.value, "in_stage": criterion.in_stage}
        case FileAttached():
            return CriterionKind.FILE, {"file": criterion.kind.value}
        case AmountAtLeast():
            return CriterionKind.AMOUNT, {"amount": str(criterion.amount)}
        case NoteWritten():
            return CriterionKind.NOTE, {"note": criterion.kind.value, "in_stage": criterion.in_stage}
        case ConfirmedByHand():
            return CriterionKind.BY_HAND, {}
        case _:
            assert_never(criterion)
