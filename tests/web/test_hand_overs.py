"""Handing over through the real views: who reads what, what is asked when a deal is won, and what is told then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import House, deal_of, make_house, make_pipeline, way_of
from tests.web.visitor import Visitor
from voronka.commands.hand_overs import accept_hand_over, decline_hand_over, offer_hand_over
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.domain.ids import UserId
from voronka.domain.permissions import Receiving
from voronka.models import Deal, DealLink, HandOver, HandOverOffer, Note
from voronka.queries.visibility import holding_of, readable_deals, visible_deals

pytestmark = pytest.mark.django_db
EVERYBODY = ("Alice", "Bob", "Dan", "Charlie", "Hana", "Hugo", "Ruth", "Zoe")


@pytest.fixture
def house() -> House:
    """Sales, whose won deals begin in Delivery."""
    house = make_house()
    way_of(house.pipeline, make_pipeline("Delivery")[1]["Propose"], "All promises")
    return house


@pytest.fixture
def deal(house: House) -> Deal:
    """Alice's, at the last stage."""
    at = timezone.now() - timedelta(hours=2)
    deal = deal_of(house, "Alice", at=at)
    for stage in ("Propose", "Sign"):
        move_deal(by=house.actor("Alice"), at=at, deal=deal.pk, move=Move(house.stage(stage)))
    deal.refresh_from_db()
    return deal


def offer(house: House, deal: Deal, to: str = "Charlie") -> HandOverOffer:
    receiver = house.people[to].pk
    return offer_hand_over(
        by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, to=receiver, words="They close at six"
    )


def readers(house: House, deal: Deal) -> set[str]:
    return {who for who in EVERYBODY if readable_deals(house.actor(who)).filter(pk=deal.pk).exists()}


def readers_by_policy(house: House, deal: Deal) -> set[str]:
    """The same by the one policy, told the facts a second way."""
    standing = HandOverOffer.objects.filter(deal=deal, state__in=("open", "accepted"))
    asked = {UserId(o.to_id) for o in standing if o.state == "accepted" or deal.is_open}
    became = tuple(holding_of(link.deal) for link in DealLink.objects.filter(origin=deal))
    receiving = Receiving(frozenset(asked), became)
    return {who for who in EVERYBODY if house.actor(who).policy.may_read(holding_of(deal), receiving)}


def test_whom_it_goes_over_to_reads_it_and_finds_it_in_no_list(house: House, deal: Deal) -> None:
    own = {"Alice", "Hana", "Ruth", "Zoe"}
    assert readers(house, deal) == own
    asked = offer(house, deal)
    assert readers(house, deal) == own | {"Charlie"} == readers_by_policy(house, deal)
    assert not visible_deals(house.actor("Charlie")).filter(pk=deal.pk).exists()
    decline_hand_over(by=house.actor("Charlie"), at=timezone.now(), offer=asked.pk, reason="Too far")
    assert readers(house, deal) == own == readers_by_policy(house, deal)


def test_who_has_what_became_of_it_reads_what_it_was(house: House, deal: Deal) -> None:
    accept_hand_over(by=house.actor("Charlie"), at=timezone.now(), offer=offer(house, deal).pk)
    won = Move(house.stage("Won"))
    (made,) = move_deal(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=won).made
    deal.refresh_from_db()
    assert readers(house, deal) == readers_by_policy(house, deal) == {
        "Alice", "Charlie", "Hana", "Hugo", "Ruth", "Zoe",
    }  # fmt: skip
    assert readers(house, Deal.objects.get(pk=made)) == {"Charlie", "Hugo", "Ruth", "Zoe"}


def test_the_receiver_is_offered_it_and_nothing_else_on_its_page(house: House, deal: Deal) -> None:
    offer(house, deal)
    page = Visitor(house, "Charlie").get("deal-part", deal.pk, "all")
    assert "Alice asks you to take this deal over" in page.words
    assert not page.all("#deal-move, #deal-more, [id^=deal-contact-edit]")
    assert not page.all(f'a[href="{reverse("company", args=[deal.company_id])}"]')


def test_the_winning_asks_who_takes_it_on_and_says_where_it_goes(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    won = {"to": house.stage("Won"), "version": deal.version}
    asked = alice.post("move", deal.pk, data=won)
    way = HandOver.objects.get().pk
    assert asked.status == 422
    assert "It goes on in Delivery, at Propose" in asked.words
    assert asked.value(f"words-{way}") == "All promises"
    said = won | {"asked": "1", f"owner-{way}": house.people["Dan"].pk, f"words-{way}": "Call first"}
    told = alice.post("move", deal.pk, data=said)
    assert told.status == 204
    assert told.events["voronka:toast"]["more"] == "It goes on in Delivery."
    made = Deal.objects.get(link__origin=deal)
    assert made.owner_id == house.people["Dan"].pk
    assert Note.objects.get(deal=made).text == "Call first"


def test_a_choice_that_is_none_is_told_and_nothing_typed_is_lost(house: House, deal: Deal) -> None:
    way = HandOver.objects.get().pk
    said = {"to": house.stage("Won"), "asked": "1", f"owner-{way}": 99999, f"words-{way}": "Call first"}
    again = Visitor(house, "Alice").post("move", deal.pk, data=said)
    assert again.status == 422
    assert "This choice does not exist any more" in again.words
    assert again.value(f"words-{way}") == "Call first"


def test_a_yes_given_before_leaves_nothing_to_ask(house: House, deal: Deal) -> None:
    accept_hand_over(by=house.actor("Charlie"), at=timezone.now(), offer=offer(house, deal).pk)
    told = Visitor(house, "Alice").post("move", deal.pk, data={"to": house.stage("Won")})
    assert told.status == 204
    page = Visitor(house, "Alice").get("deal-part", deal.pk, "all")
    assert "Handed over to Charlie, Propose" in page.words


def test_declining_asks_why_and_tells_who_asked_on_their_day(house: House, deal: Deal) -> None:
    asked = offer(house, deal)
    charlie = Visitor(house, "Charlie")
    assert "They close at six" in charlie.get("day-part").words
    assert charlie.get("hand-over-decline", asked.pk).value("reason") == ""
    again = charlie.post("hand-over-decline", asked.pk, data={"reason": " "})
    assert (again.status, "Fill this in." in again.words) == (422, True)
    assert charlie.post("hand-over-decline", asked.pk, data={"reason": "Too far"}).status == 204
    assert charlie.post("hand-over-accept", asked.pk).status == 404
    day = Visitor(house, "Alice").get("day-part").words
    assert "Charlie declined the hand-over" in day
    assert "Too far" in day
