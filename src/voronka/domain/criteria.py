"""Exit criteria: the typed facts that a stage asks for before a deal may go on.

A new kind of evidence is one dataclass here, one reader in `evidence.evidence_for` (type checking fails
until it is there), one parser line in `PARSERS`, and one sentence in the web layer's wording.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import assert_never

from voronka.domain.ids import CriterionId
from voronka.domain.qualification import LeastFit
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


class Party(StrEnum):
    """With whom a call has to be."""

    ANYONE = "anyone"
    DECISION_MAKER = "decision_maker"


class MeetingOutcome(StrEnum):
    """What a meeting ended with: it ends with one of these, or it was talk."""

    CONTRACT = "contract"
    NEEDS = "needs"
    POSTPONE = "postpone"


class Sendable(StrEnum):
    """What is sent to a client."""

    EMAIL = "email"
    DOCUMENT = "document"
    OFFER = "offer"


class Reached(StrEnum):
    """How far a thing that was sent has come. In their order: each holds all before it."""

    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ORDERED = "ordered"

    def and_further(self) -> tuple["Reached", ...]:
        """This and everything that holds it."""
        every = tuple(Reached)
        return every[every.index(self) :]


class ConsentTo(StrEnum):
    """What a client agrees to: to be told more, to meet, to buy, to be contacted."""

    INFORMATION = "information"
    MEETING = "meeting"
    PURCHASE = "purchase"
    CONTACT = "contact"


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


@dataclass(frozen=True, slots=True)
class CallHeld:
    """A call of at least so many seconds, since the deal entered the stage when `in_stage`."""

    id: CriterionId
    title: str
    with_: Party
    seconds: int
    in_stage: bool


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """A meeting was held with one of these outcomes, with any when there are none."""

    id: CriterionId
    title: str
    outcomes: tuple[MeetingOutcome, ...]
    in_stage: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """Something was sent and has come at least so far. `in_stage`: it came so far since the deal entered the stage."""

    id: CriterionId
    title: str
    what: Sendable
    reached: Reached
    in_stage: bool


@dataclass(frozen=True, slots=True)
class ContractSigned:
    """The contract is signed."""

    id: CriterionId
    title: str


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """At least `share` percent of the deal's amount are paid; 0 < share <= 100."""

    id: CriterionId
    title: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class ConsentLogged:
    """The client's consent is logged: who, when and how; since the deal entered the stage when `in_stage`."""

    id: CriterionId
    title: str
    to: ConsentTo
    in_stage: bool


@dataclass(frozen=True, slots=True)
class HandOverAccepted:
    """The new owner has accepted the hand-over."""

    id: CriterionId
    title: str


@dataclass(frozen=True, slots=True)
class Qualified:
    """Our checklist says at least this much."""

    id: CriterionId
    title: str
    least: LeastFit


Provable = (
    FieldFilled
    | TaskDone
    | FileAttached
    | AmountAtLeast
    | NoteWritten
    | CallHeld
    | MeetingHeld
    | Sent
    | ContractSigned
    | PaymentReceived
    | ConsentLogged
    | HandOverAccepted
    | Qualified
)
"""Criteria that a fact in the base meets. Judgement is none, so that it can't pass for one of several facts."""


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least `least` of these are met; 1 <= least <= how many there are, and there are two or more.

    Their titles are their own, their ids are this one's.
    """

    id: CriterionId
    title: str
    least: int
    of: tuple[Provable, ...]


Criterion = Provable | ConfirmedByHand | SomeOf


def numbered(criterion: Criterion, id: int) -> Criterion:
    """The criterion under another number, and with it those among which it counts."""
    number = CriterionId(id)
    if isinstance(criterion, SomeOf):
        return replace(criterion, id=number, of=tuple(replace(one, id=number) for one in criterion.of))
    return replace(criterion, id=number)


class CriterionKind(StrEnum):
    """The name of a criterion's kind where it is stored or chosen."""

    FIELD = "field"
    TASK = "task"
    FILE = "file"
    AMOUNT = "amount"
    NOTE = "note"
    BY_HAND = "by_hand"
    CALL = "call"
    MEETING = "meeting"
    SENT = "sent"
    CONTRACT = "contract"
    PAYMENT = "payment"
    CONSENT = "consent"
    HAND_OVER = "hand_over"
    QUALIFIED = "qualified"
    SOME = "some"


# What `SomeOf` may hold.
PROVABLE_KINDS = tuple(
    kind for kind in CriterionKind if kind not in {CriterionKind.BY_HAND, CriterionKind.SOME}
)

# A longer call is none: a day.
MOST_SECONDS = 86_400


class UnknownCriterion(ValueError):
    """A stored or submitted criterion makes no sense; the message says which part."""


Params = Mapping[str, object]


def _number(params: Params, name: str) -> Decimal:
    try:
        number = Decimal(str(params[name]))
    except InvalidOperation:
        raise UnknownCriterion(name) from None
    if not number.is_finite() or number <= 0:
        raise UnknownCriterion(name)
    return number


def _share(params: Params) -> Decimal:
    share = _number(params, "share")
    if share > 100:
        raise UnknownCriterion("share")
    return share


def _whole(params: Params, name: str, least: int, most: int, default: int | None = None) -> int:
    value = params.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UnknownCriterion(name)
    return value


def _list(params: Params, name: str) -> list[object]:
    value = params.get(name, [])
    if not isinstance(value, list):
        raise UnknownCriterion(name)
    return value


def _outcomes(params: Params) -> tuple[MeetingOutcome, ...]:
    outcomes = tuple(MeetingOutcome(str(value)) for value in _list(params, "outcomes"))
    if len(set(outcomes)) < len(outcomes):
        raise UnknownCriterion("outcomes")
    return outcomes


def _parts(id: CriterionId, params: Params) -> tuple[Provable, ...]:
    return tuple(_part(id, value) for value in _list(params, "of"))


def _part(id: CriterionId, told: object) -> Provable:
    if not isinstance(told, Mapping):
        raise UnknownCriterion("of")
    part = parse_criterion(id, str(told.get("kind")), str(told.get("title", "")), told.get("params", {}))
    if isinstance(part, ConfirmedByHand | SomeOf):
        raise UnknownCriterion("of")
    return part


def _some(id: CriterionId, title: str, params: Params) -> SomeOf:
    of = _parts(id, params)
    if len(of) < 2:
        raise UnknownCriterion("of")
    return SomeOf(id, title, _whole(params, "least", 1, len(of)), of)


def _in_stage(params: Params) -> bool:
    return bool(params.get("in_stage"))


PARSERS: Mapping[CriterionKind, Callable[[CriterionId, str, Params], Criterion]] = {
    CriterionKind.FIELD: lambda id, title, p: FieldFilled(id, title, Field(str(p["field"]))),
    CriterionKind.TASK: lambda id, title, p: TaskDone(id, title, TaskKind(str(p["task"])), _in_stage(p)),
    CriterionKind.FILE: lambda id, title, p: FileAttached(id, title, FileKind(str(p["file"]))),
    CriterionKind.AMOUNT: lambda id, title, p: AmountAtLeast(id, title, _number(p, "amount")),
    CriterionKind.NOTE: lambda id, title, p: NoteWritten(id, title, NoteKind(str(p["note"])), _in_stage(p)),
    CriterionKind.BY_HAND: lambda id, title, _: ConfirmedByHand(id, title),
    CriterionKind.CALL: lambda id, title, p: CallHeld(
        id,
        title,
        Party(str(p.get("with", Party.ANYONE))),
        _whole(p, "seconds", 0, MOST_SECONDS, default=0),
        _in_stage(p),
    ),
    CriterionKind.MEETING: lambda id, title, p: MeetingHeld(id, title, _outcomes(p), _in_stage(p)),
    CriterionKind.SENT: lambda id, title, p: Sent(
        id, title, Sendable(str(p["what"])), Reached(str(p.get("reached", Reached.SENT))), _in_stage(p)
    ),
    CriterionKind.CONTRACT: lambda id, title, _: ContractSigned(id, title),
    CriterionKind.PAYMENT: lambda id, title, p: PaymentReceived(id, title, _share(p)),
    CriterionKind.CONSENT: lambda id, title, p: ConsentLogged(
        id, title, ConsentTo(str(p["to"])), _in_stage(p)
    ),
    CriterionKind.HAND_OVER: lambda id, title, _: HandOverAccepted(id, title),
    CriterionKind.QUALIFIED: lambda id, title, p: Qualified(
        id, title, LeastFit(str(p.get("fit", LeastFit.FIT)))
    ),
    CriterionKind.SOME: _some,
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


def criterion_params(criterion: Criterion) -> tuple[CriterionKind, dict[str, object]]:  # noqa: C901, PLR0911, PLR0912 - a kind each
    """The stored form of a criterion: its kind and parameters, JSON values."""
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
        case CallHeld(with_=party, seconds=seconds, in_stage=in_stage):
            return CriterionKind.CALL, {"with": party.value, "seconds": seconds, "in_stage": in_stage}
        case MeetingHeld():
            outcomes = [outcome.value for outcome in criterion.outcomes]
            return CriterionKind.MEETING, {"outcomes": outcomes, "in_stage": criterion.in_stage}
        case Sent(what=what, reached=reached, in_stage=in_stage):
            return CriterionKind.SENT, {"what": what.value, "reached": reached.value, "in_stage": in_stage}
        case ContractSigned():
            return CriterionKind.CONTRACT, {}
        case PaymentReceived():
            return CriterionKind.PAYMENT, {"share": str(criterion.share)}
        case ConsentLogged():
            return CriterionKind.CONSENT, {"to": criterion.to.value, "in_stage": criterion.in_stage}
        case HandOverAccepted():
            return CriterionKind.HAND_OVER, {}
        case Qualified():
            return CriterionKind.QUALIFIED, {"fit": criterion.least.value}
        case SomeOf():
            return CriterionKind.SOME, {
                "least": criterion.least,
                "of": [_told(part) for part in criterion.of],
            }
        case _:
            assert_never(criterion)


def _told(part: Provable) -> dict[str, object]:
    kind, params = criterion_params(part)
    return {"kind": kind.value, "title": part.title, "params": params}


def every_part(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """The criteria and, in the place of each `SomeOf`, what it holds: all that facts are asked for."""
    for criterion in criteria:
        if isinstance(criterion, SomeOf):
            yield from criterion.of
        else:
            yield criterion


def choosable(criteria: Iterable[Criterion], some: int) -> dict[str, Provable]:
    """What the `SomeOf` with this id (0: a new one) may hold, by keys of a form: `p0` what it holds, `c7` another one."""
    found: dict[str, Provable] = {}
    for criterion in criteria:
        if criterion.id == some:
            parts = criterion.of if isinstance(criterion, SomeOf) else ()
            found |= {f"p{place}": part for place, part in enumerate(parts)}
        elif not isinstance(criterion, ConfirmedByHand | SomeOf):
            found[f"c{criterion.id}"] = criterion
    return found
