"""What happened with a client, as its events tell it: calls, meetings, what was sent, money, consent, contracts."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from voronka.domain.criteria import ConsentTo, MeetingOutcome, Reached, Sendable
from voronka.domain.events import Payload
from voronka.domain.evidence import CallDirection, ConsentHow
from voronka.domain.money import Money


@dataclass(frozen=True, slots=True)
class CallTold:
    """A call that was noted; `contact` is empty when it was with nobody in particular."""

    id: int
    contact: str
    direction: CallDirection
    seconds: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting that was noted."""

    id: int
    outcome: MeetingOutcome
    place: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class DispatchTold:
    """Something was sent, or has come further; `at` is when it had `reached` that far."""

    id: int
    what: Sendable
    subject: str
    version: int | None
    reached: Reached
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentTold:
    """Money that came in."""

    id: int
    money: Money
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class ConsentTold:
    """The client agreed to something."""

    id: int
    contact: str
    to: ConsentTo
    how: ConsentHow
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ContractTold:
    """The contract is signed."""

    id: int
    number: str
    on: date


def call(payload: Payload) -> CallTold:
    """A call."""
    return CallTold(
        id=payload["call"],
        contact=payload["contact_name"],
        direction=CallDirection(payload["direction"]),
        seconds=payload["seconds"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def meeting(payload: Payload) -> MeetingTold:
    """A meeting."""
    return MeetingTold(
        id=payload["meeting"],
        outcome=MeetingOutcome(payload["outcome"]),
        place=payload["place"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def dispatch(payload: Payload) -> DispatchTold:
    """Something sent, and how far it came."""
    return DispatchTold(
        id=payload["dispatch"],
        what=Sendable(payload["what"]),
        subject=payload["subject"],
        version=payload["version"],
        reached=Reached(payload["reached"]),
        at=datetime.fromisoformat(payload["happened_at"]),
    )


def payment(payload: Payload) -> PaymentTold:
    """A payment."""
    return PaymentTold(
        id=payload["payment"],
        money=Money(Decimal(payload["amount"]), payload["currency"]),
        on=date.fromisoformat(payload["day"]),
        words=payload["words"],
    )


def consent(payload: Payload) -> ConsentTold:
    """A consent."""
    return ConsentTold(
        id=payload["consent"],
        contact=payload["contact_name"],
        to=ConsentTo(payload["to"]),
        how=ConsentHow(payload["how"]),
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def contract(payload: Payload) -> ContractTold:
    """A signed contract."""
    return ContractTold(payload["contract"], payload["number"], date.fromisoformat(payload["day"]))
