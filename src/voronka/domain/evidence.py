"""Evidence: the facts of a deal that criteria are met by, and which of them meets which criterion.

Pure: the facts are read elsewhere, and only as far as criteria ask for them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Protocol, TypeVar, assert_never

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ConsentTo,
    ContractSigned,
    Criterion,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteKind,
    NoteWritten,
    Party,
    PaymentReceived,
    Qualified,
    Reached,
    Sendable,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import Stage
from voronka.domain.qualification import Checklist
from voronka.domain.task import TaskKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """What met a criterion: a label, who and when where known, and the row it stands on.

    `measure` is what the label doesn't say, as a plain value: the seconds of a call, the outcome of a meeting, how
    far a thing sent has come, the percents paid, how a consent was given, the day a contract was signed,
    the checklist's verdict.
    """

    label: str
    by: str | None = None
    at: datetime | None = None
    source: str = "field"
    source_id: int | None = None
    measure: str = ""


class RecordKind(StrEnum):
    """What is noted of a deal by hand, each with a form of its own."""

    CALL = "call"
    MEETING = "meeting"
    SENT = "sent"
    CONSENT = "consent"
    CONTRACT = "contract"
    PAYMENT = "payment"
    SATISFACTION = "satisfaction"
    REFERRAL = "referral"


class ConsentHow(StrEnum):
    """How a consent was given."""

    ORAL = "oral"
    WRITTEN = "written"
    ELECTRONIC = "electronic"


class CallDirection(StrEnum):
    """Who called."""

    OUT = "out"
    IN = "in"


Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Fact(Generic[Kind]):
    """Something of a kind that happened on the deal: a task done, a file attached, a note written, a consent given.

    `measure` as in `Evidence`.
    """

    kind: Kind
    id: int
    label: str
    by: str
    at: datetime
    measure: str = ""


@dataclass(frozen=True, slots=True)
class CallFact:
    """A call with somebody, named by `label`."""

    id: int
    label: str
    by: str
    at: datetime
    seconds: int
    with_decision_maker: bool


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A meeting that was held; `label` says where or with what result."""

    id: int
    label: str
    by: str
    at: datetime
    outcome: MeetingOutcome


@dataclass(frozen=True, slots=True)
class DispatchFact:
    """Something that was sent, and when it came how far. Not every way there is known: what was opened was delivered."""

    id: int
    label: str
    by: str
    what: Sendable
    reached_at: Mapping[Reached, datetime]

    def came_at(self, reached: Reached) -> datetime | None:
        """When it had come so far at the latest; None while it has not."""
        return min(
            (self.reached_at[one] for one in reached.and_further() if one in self.reached_at), default=None
        )


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """A payment in the currency of the deal's price."""

    id: int
    label: str
    by: str
    at: datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happens once to a deal: the contract is signed, the hand-over accepted; with the row that says so."""

    label: str
    by: str
    at: datetime
    source: str
    id: int | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's judgement on one criterion, with the reason they gave."""

    id: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DealFacts:
    """All that a gate may know of a deal.

    `fields` holds only the filled ones, as text. `amount` is in the base currency, `price` the same in the deal's own.
    """

    stage: Stage
    entered_at: datetime
    amount: Decimal | None = None
    price: Decimal | None = None
    fields: Mapping[Field, str] = field(default_factory=dict)
    tasks_done: tuple[Fact[TaskKind], ...] = ()
    files: tuple[Fact[FileKind], ...] = ()
    notes: tuple[Fact[NoteKind], ...] = ()
    calls: tuple[CallFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    dispatches: tuple[DispatchFact, ...] = ()
    contract: Happened | None = None
    payments: tuple[PaymentFact, ...] = ()
    consents: tuple[Fact[ConsentTo], ...] = ()
    hand_over: Happened | None = None
    checklist: Checklist | None = None
    confirmations: Mapping[CriterionId, Confirmation] = field(default_factory=dict)


def evidence_for(criterion: Criterion, facts: DealFacts) -> Evidence | None:  # noqa: C901, PLR0911, PLR0912 - a kind each
    """The evidence that meets `criterion`, None when there is none. The newest fact is named."""
    match criterion:
        case FieldFilled():
            value = facts.fields.get(criterion.field)
            return Evidence(value) if value else None
        case AmountAtLeast():
            enough = facts.amount is not None and facts.amount >= criterion.amount
            return Evidence(str(facts.amount), source="amount") if enough else None
        case TaskDone():
            return _of_kind(facts.tasks_done, criterion.kind, "task", _since(criterion, facts))
        case FileAttached():
            return _of_kind(facts.files, criterion.kind, "file", None)
        case NoteWritten():
            return _of_kind(facts.notes, criterion.kind, "note", _since(criterion, facts))
        case CallHeld():
            return _call(criterion, facts)
        case MeetingHeld():
            return _meeting(criterion, facts)
        case Sent():
            return _dispatch(criterion, facts)
        case ContractSigned():
            return _once(facts.contract)
        case PaymentReceived():
            return _payment(criterion, facts)
        case ConsentLogged():
            return _of_kind(facts.consents, criterion.to, "consent", _since(criterion, facts))
        case HandOverAccepted():
            return _once(facts.hand_over)
        case Qualified():
            return _checklist(criterion, facts)
        case SomeOf():
            return _some(criterion, facts)
        case ConfirmedByHand():
            given = facts.confirmations.get(criterion.id)
            return _judgement(given) if given is not None else None
        case _:
            assert_never(criterion)


def _since(
    criterion: TaskDone | NoteWritten | CallHeld | MeetingHeld | ConsentLogged | Sent, facts: DealFacts
) -> datetime | None:
    return facts.entered_at if criterion.in_stage else None


class _Dated(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...


Dated = TypeVar("Dated", bound=_Dated)


def _newest(
    facts: Iterable[Dated], source: str, since: datetime | None, measure: Callable[[Dated], str]
) -> Evidence | None:
    fitting = (fact for fact in facts if since is None or fact.at >= since)
    newest = max(fitting, key=lambda fact: (fact.at, fact.id), default=None)
    if newest is None:
        return None
    return Evidence(newest.label, newest.by, newest.at, source, newest.id, measure(newest))


def _of_kind(
    facts: tuple[Fact[Kind], ...], kind: Kind, source: str, since: datetime | None
) -> Evidence | None:
    return _newest((fact for fact in facts if fact.kind == kind), source, since, lambda fact: fact.measure)


def _call(criterion: CallHeld, facts: DealFacts) -> Evidence | None:
    anyone = criterion.with_ is Party.ANYONE
    fitting = (
        call
        for call in facts.calls
        if call.seconds >= criterion.seconds and (anyone or call.with_decision_maker)
    )
    return _newest(fitting, "call", _since(criterion, facts), lambda call: str(call.seconds))


def _meeting(criterion: MeetingHeld, facts: DealFacts) -> Evidence | None:
    wanted = criterion.outcomes or tuple(MeetingOutcome)
    fitting = (meeting for meeting in facts.meetings if meeting.outcome in wanted)
    return _newest(fitting, "meeting", _since(criterion, facts), lambda meeting: meeting.outcome.value)


def _dispatch(criterion: Sent, facts: DealFacts) -> Evidence | None:
    since = _since(criterion, facts)
    came = [
        (at, one)
        for one in facts.dispatches
        if one.what is criterion.what and (at := one.came_at(criterion.reached)) is not None
    ]
    fitting = [(at, one) for at, one in came if since is None or at >= since]
    if not fitting:
        return None
    at, newest = max(fitting, key=lambda pair: (pair[0], pair[1].id))
    return Evidence(newest.label, newest.by, at, "dispatch", newest.id, criterion.reached.value)


def _payment(criterion: PaymentReceived, facts: DealFacts) -> Evidence | None:
    """All payments together; exact, for a third and a third and a third are the whole."""
    paid = sum((payment.amount for payment in facts.payments), Decimal(0))
    if not facts.price or paid * 100 < facts.price * criterion.share:
        return None
    percents = str(int(paid * 100 / facts.price))
    return _newest(facts.payments, "payment", None, lambda _: percents)


def _once(happened: Happened | None) -> Evidence | None:
    if happened is None:
        return None
    return Evidence(happened.label, happened.by, happened.at, happened.source, happened.id, happened.measure)


def _checklist(criterion: Qualified, facts: DealFacts) -> Evidence | None:
    """Says how many fit, of how many, and the verdict."""
    found = facts.checklist
    if found is None or not found.meets(criterion.least):
        return None
    label = f"{found.fits}/{len(found.answers)}"
    return Evidence(label, found.by, found.at, "qualification", None, found.verdict.value)


def _some(criterion: SomeOf, facts: DealFacts) -> Evidence | None:
    """Names the ones that are met, with who and when of the last."""
    met = [(part.title, found) for part in criterion.of if (found := evidence_for(part, facts)) is not None]
    if len(met) < criterion.least:
        return None
    names = ", ".join(title for title, _ in met)
    by, at = None, None
    for _, found in met:
        if found.at is not None and (at is None or found.at >= at):
            by, at = found.by, found.at
    return Evidence(names, by, at, "some", None, str(len(met)))


def _judgement(given: Confirmation) -> Evidence:
    return Evidence(given.reason, given.by, given.at, "confirmation", given.id)
