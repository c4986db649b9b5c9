"""Calls, meetings, things sent, payments, consents and several of them: what meets which criterion, and what is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from voronka.domain.criteria import (
    CallHeld,
    ConsentLogged,
    ConsentTo,
    ContractSigned,
    Criterion,
    Field,
    FieldFilled,
    MeetingHeld,
    MeetingOutcome,
    Party,
    PaymentReceived,
    Reached,
    Sendable,
    Sent,
    SomeOf,
    every_part,
)
from voronka.domain.evidence import (
    CallFact,
    DealFacts,
    DispatchFact,
    Evidence,
    Fact,
    Happened,
    MeetingFact,
    PaymentFact,
    evidence_for,
)
from voronka.domain.ids import CriterionId, StageId
from voronka.domain.pipeline import DefaultStep, Stage, StageKind
from voronka.domain.task import TaskKind

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEFORE, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
STEP = DefaultStep(TaskKind.CALL, "Call", timedelta(days=1))
STAGE = Stage(StageId(1), "Qualify", StageKind.WORKING, 1, "", None, STEP, (), ())
ONE = CriterionId(1)


def facts(**known: object) -> DealFacts:
    return DealFacts(stage=STAGE, entered_at=NOON, **known)  # type: ignore[arg-type]


def call(
    id: int, seconds: int, *, decides: bool = False, at: datetime = LATER, label: str = "Ika"
) -> CallFact:
    return CallFact(id, label, "Alice", at, seconds, with_decision_maker=decides)


def test_a_call_a_second_too_short_is_not_enough() -> None:
    asked = CallHeld(ONE, "Spoken", Party.ANYONE, 60, in_stage=False)
    assert evidence_for(asked, facts(calls=(call(1, 59),))) is None
    assert evidence_for(asked, facts(calls=(call(1, 59), call(2, 60)))) == Evidence(
        "Ika", "Alice", LATER, "call", 2, "60"
    )


def test_a_call_with_somebody_else_is_none_with_the_decision_maker() -> None:
    asked = CallHeld(ONE, "Spoken", Party.DECISION_MAKER, 0, in_stage=False)
    assert evidence_for(asked, facts(calls=(call(1, 600),))) is None
    assert evidence_for(asked, facts(calls=(call(1, 5, decides=True), call(2, 600)))) == Evidence(
        "Ika", "Alice", LATER, "call", 1, "5"
    )


def test_a_call_before_the_stage_counts_only_where_it_need_not_be_of_the_stage() -> None:
    known = facts(calls=(call(1, 90, at=BEFORE),))
    assert evidence_for(CallHeld(ONE, "Spoken", Party.ANYONE, 60, in_stage=True), known) is None
    assert evidence_for(CallHeld(ONE, "Spoken", Party.ANYONE, 60, in_stage=False), known) is not None


def test_a_meeting_counts_by_how_it_ended() -> None:
    held = MeetingFact(3, "At their plant", "Alice", LATER, MeetingOutcome.POSTPONE)
    asked = MeetingHeld(ONE, "Met", (MeetingOutcome.CONTRACT, MeetingOutcome.NEEDS), in_stage=True)
    assert evidence_for(asked, facts(meetings=(held,))) is None
    any_outcome = MeetingHeld(ONE, "Met", (), in_stage=True)
    assert evidence_for(any_outcome, facts(meetings=(held,))) == Evidence(
        "At their plant", "Alice", LATER, "meeting", 3, "postpone"
    )


@pytest.mark.parametrize("reached", list(Reached))
def test_what_has_come_further_has_come_so_far_too(reached: Reached) -> None:
    sent = DispatchFact(4, "Offer 7", "Alice", Sendable.OFFER, {reached: LATER})
    every = list(Reached)
    met = [
        evidence_for(Sent(ONE, "Offer", Sendable.OFFER, asked, in_stage=False), facts(dispatches=(sent,)))
        is not None
        for asked in every
    ]
    assert met == [asked <= every.index(reached) for asked in range(len(every))]


def test_what_was_sent_before_the_stage_and_opened_in_it_was_opened_in_it() -> None:
    sent = DispatchFact(
        4, "Offer 7", "Alice", Sendable.OFFER, {Reached.SENT: BEFORE, Reached.ACKNOWLEDGED: LATER}
    )
    known = facts(dispatches=(sent,))
    assert evidence_for(Sent(ONE, "Sent", Sendable.OFFER, Reached.SENT, in_stage=True), known) is None
    assert evidence_for(Sent(ONE, "Read", Sendable.OFFER, Reached.OPENED, in_stage=True), known) == Evidence(
        "Offer 7", "Alice", LATER, "dispatch", 4, "opened"
    )


def test_a_document_is_no_offer() -> None:
    sent = DispatchFact(4, "Brochure", "Alice", Sendable.DOCUMENT, {Reached.SENT: LATER})
    assert (
        evidence_for(
            Sent(ONE, "Offer", Sendable.OFFER, Reached.SENT, in_stage=False), facts(dispatches=(sent,))
        )
        is None
    )


def paid(*amounts: str) -> tuple[PaymentFact, ...]:
    return tuple(
        PaymentFact(number, "Invoice", "Alice", NOON + timedelta(days=number), Decimal(amount))
        for number, amount in enumerate(amounts, 1)
    )


def test_payments_are_counted_together_and_to_the_cent() -> None:
    half = PaymentReceived(ONE, "Half", Decimal(50))
    assert evidence_for(half, facts(price=Decimal("1000.00"), payments=paid("300.00", "199.99"))) is None
    found = evidence_for(half, facts(price=Decimal("1000.00"), payments=paid("300.00", "200.00")))
    assert found == Evidence("Invoice", "Alice", NOON + timedelta(days=2), "payment", 2, "50")


def test_three_thirds_are_the_whole() -> None:
    whole = PaymentReceived(ONE, "All", Decimal(100))
    assert (
        evidence_for(whole, facts(price=Decimal(100), payments=paid("33.33", "33.33", "33.34"))) is not None
    )
    third = PaymentReceived(ONE, "A third", Decimal(1) / 3 * 100)
    assert evidence_for(third, facts(price=Decimal(3), payments=paid("1"))) is not None


@pytest.mark.parametrize("price", [None, Decimal(0)])
def test_of_a_deal_without_a_price_no_share_is_paid(price: Decimal | None) -> None:
    assert (
        evidence_for(PaymentReceived(ONE, "Half", Decimal(50)), facts(price=price, payments=paid("5")))
        is None
    )


def test_a_consent_counts_for_what_it_was_given_to_with_how() -> None:
    given = Fact(ConsentTo.MEETING, 6, "Ika", "Alice", LATER, "written")
    known = facts(consents=(given,))
    assert evidence_for(ConsentLogged(ONE, "Buys", ConsentTo.PURCHASE, in_stage=False), known) is None
    asked = ConsentLogged(ONE, "Meets", ConsentTo.MEETING, in_stage=True)
    assert evidence_for(asked, known) == Evidence("Ika", "Alice", LATER, "consent", 6, "written")


def some(least: int) -> SomeOf:
    parts = (
        FieldFilled(ONE, "The budget", Field.BUDGET),
        ContractSigned(ONE, "The contract"),
        CallHeld(ONE, "A call", Party.ANYONE, 0, in_stage=False),
    )
    return SomeOf(ONE, "Enough is known", least, parts)


def test_some_of_several_names_those_that_are_met_and_signs_with_the_last() -> None:
    signed = Happened("No. 12", "Bob", LATER, "contract", 8)
    known = facts(contract=signed, calls=(call(1, 5, at=NOON),))
    assert evidence_for(some(3), known) is None
    assert evidence_for(some(2), known) == Evidence("The contract, A call", "Bob", LATER, "some", None, "2")


def test_facts_are_asked_for_what_several_hold_too() -> None:
    need: Criterion = FieldFilled(ONE, "Need", Field.NEED)
    assert tuple(every_part((need, some(1)))) == (need, *some(1).of)
