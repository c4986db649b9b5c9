"""After the sale: satisfaction and referrals, and who sent a client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON, House, deal_of
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, change_deal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.records import note_referral, note_satisfaction
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.domain.events import EventKind
from voronka.domain.loyalty import ReferralAnswer, asks_loyalty
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.models import Deal, Event, Referral, Satisfaction
from voronka.queries.client_page import contact_page, contact_row
from voronka.queries.deal_row import see_deal
from voronka.queries.loyalty import Loyalty, loyalty_of

IKA = ClientWords(phone="+380 44 555 01 42", contact="Ika")


@pytest.fixture
def won(house: House) -> Deal:
    """A deal of Alice's with Ika, won."""
    deal = deal_of(house, "Alice", client=IKA)
    for stage in ("Propose", "Sign", "Won"):
        move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(to=house.stage(stage)))
    deal.refresh_from_db()
    return deal


def after_sale(house: House, deal: Deal) -> Loyalty:
    found = loyalty_of(see_deal(house.actor("Alice"), deal.pk))
    assert found is not None
    return found


def note(house: House, deal: Deal, **said: Any) -> Referral:
    given: dict[str, Any] = {
        "answer": ReferralAnswer.GAVE,
        "asked_at": NOON,
        "contact": deal.contact_id,
    } | said
    return note_referral(by=house.actor("Alice"), at=NOON, deal=deal.pk, **given)


def test_satisfaction_is_noted_and_taken_back(house: House, won: Deal) -> None:
    alice = house.actor("Alice")
    note_satisfaction(
        by=alice, at=NOON, deal=won.pk, score=9, asked_at=NOON, contact=won.contact_id, words="Cold by noon"
    )
    told = after_sale(house, won).satisfaction
    assert told is not None
    assert (told.score, told.words, told.contact) == (9, "Cold by noon", "Ika")
    event = Event.objects.get(kind=EventKind.SATISFACTION_NOTED)
    undo(by=alice, at=NOON + timedelta(hours=1), event=event.pk)
    assert after_sale(house, won).satisfaction is None
    assert_all_true()


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_is_between_nothing_and_ten(house: House, won: Deal, score: int) -> None:
    with pytest.raises(Invalid) as refusal:
        note_satisfaction(by=house.actor("Alice"), at=NOON, deal=won.pk, score=score, asked_at=NOON)
    assert refusal.value.problems == {"score": Problem.OUT_OF_RANGE}
    assert not Satisfaction.objects.exists()


def test_nobody_is_asked_before_the_sale(house: House) -> None:
    deal = deal_of(house, "Alice", client=IKA)
    with pytest.raises(NotAllowed):
        note_satisfaction(by=house.actor("Alice"), at=NOON, deal=deal.pk, score=9, asked_at=NOON)
    with pytest.raises(NotAllowed):
        note(house, deal, name="Dewi")
    assert loyalty_of(see_deal(house.actor("Alice"), deal.pk)) is None


def test_orders_and_renewals_are_past_the_sale() -> None:
    assert asks_loyalty(PipelineKind.FULFILMENT, StageKind.WORKING)
    assert asks_loyalty(PipelineKind.SALE, StageKind.WON)
    assert not asks_loyalty(PipelineKind.SALE, StageKind.LOST)
    assert not asks_loyalty(PipelineKind.RETENTION, StageKind.LOST)


def test_a_referral_names_somebody(house: House, won: Deal) -> None:
    with pytest.raises(Invalid) as refusal:
        note(house, won)
    assert refusal.value.problems == {"name": Problem.REQUIRED}
    note(house, won, phone="+380 44 555 01 98")
    note(house, won, answer=ReferralAnswer.LATER, name="not kept")
    later, gave = after_sale(house, won).referrals
    assert (gave.answer, gave.phone) == (ReferralAnswer.GAVE, "+380445550198")
    assert (later.answer, later.name) == (ReferralAnswer.LATER, "")


def test_a_deal_says_who_sent_it_and_the_person_whom_they_sent(house: House, won: Deal) -> None:
    alice = house.actor("Alice")
    client = ClientWords(phone="+380 44 555 01 98", contact="Dewi")
    sent = create_deal(
        by=alice, at=NOON, new=NewDeal(house.pipeline.pk, client=client, referred_by=won.contact_id)
    )
    page = contact_page(alice, contact_row(alice, won.contact_id or 0))
    assert [(one.id, one.client, one.stage) for one in page.sent] == [(sent.pk, "Dewi", "Qualify")]
    assert [one.id for one in after_sale(house, won).sent] == [sent.pk]


def test_who_sent_a_client_is_set_and_taken_off_again(house: House, won: Deal) -> None:
    alice, deal = house.actor("Alice"), deal_of(house, "Alice", client=ClientWords(contact="Dewi"))
    for value in (str(won.contact_id), ""):
        change_deal(by=alice, at=NOON, deal=deal.pk, fields={"referred_by": value})
        deal.refresh_from_db()
        assert str(deal.referred_by_id or "") == value
    events = Event.objects.filter(deal_id=deal.pk, kind=EventKind.DEAL_CHANGED).order_by("pk")
    changes = events.values_list("payload", flat=True)
    assert [told["changes"] for told in changes] == [
        {"referred_by_id": [None, won.contact_id]},
        {"referred_by_id": [won.contact_id, None]},
    ]


def test_nobody_sends_themselves_nor_is_sent_by_somebody_unseen(house: House, won: Deal) -> None:
    with pytest.raises(Invalid) as refusal:
        change_deal(
            by=house.actor("Alice"), at=NOON, deal=won.pk, fields={"referred_by": str(won.contact_id)}
        )
    assert refusal.value.problems == {"referred_by_id": Problem.UNKNOWN_CHOICE}
    other = NewDeal(house.pipeline.pk, title="Of Charlie", referred_by=won.contact_id)
    with pytest.raises(Invalid) as refused:
        create_deal(by=house.actor("Charlie"), at=NOON, new=other)
    assert refused.value.problems == {"referred_by": Problem.UNKNOWN_CHOICE}
