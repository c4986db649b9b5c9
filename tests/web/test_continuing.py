"""A new deal with the client of a won one, through the real views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.models import Deal, DealLink, ServiceTerm

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def won(house: House) -> Deal:
    now = timezone.now()
    deal = deal_of(house, "Alice", at=now)
    for stage in ("Propose", "Sign", "Won"):
        move_deal(by=house.actor("Alice"), at=now, deal=deal.pk, move=Move(to=house.stage(stage)))
    return deal


def test_a_won_deal_offers_the_next_one(house: House, won: Deal) -> None:
    alice = Visitor(house, "Alice")
    assert alice.get("deal", won.pk).all("#deal-continue")
    dialog = alice.get("deal-continue", won.pk)
    assert dialog.value("title") == won.title
    assert dialog.value("remind_days") == "30"
    said = {name: dialog.value(name) for name in ("title", "currency", "begins_on", "ends_on", "remind_days")}
    answer = alice.post("deal-continue", won.pk, data=said | {"kind": "service"})
    assert answer.status == 204
    made = DealLink.objects.get().deal
    page = alice.get("deal", made.pk)
    assert "Service contract after" in page.words
    assert page.all("#deal-term-edit")
    assert "Service contract" in alice.get("deal", won.pk).words


def test_a_wrong_term_is_told_and_nothing_typed_is_lost(house: House, won: Deal) -> None:
    alice = Visitor(house, "Alice")
    said = {"kind": "service", "title": "Yearly check", "begins_on": "2027-01-01", "ends_on": "2026-01-01"}
    answer = alice.post("deal-continue", won.pk, data=said | {"remind_days": "30"})
    assert answer.status == 422
    assert answer.value("title") == "Yearly check"
    assert answer.value("kind") == "service"
    assert answer.one("#ends_on").get("aria-invalid") == "true"
    assert Deal.objects.count() == 1


def test_the_term_is_changed_on_the_page(house: House, won: Deal) -> None:
    alice = Visitor(house, "Alice")
    said = {"begins_on": "2027-01-01", "ends_on": "2027-12-31", "remind_days": "30"}
    alice.post("deal-continue", won.pk, data=said | {"kind": "service", "title": "Service"})
    made = ServiceTerm.objects.get().deal_id
    assert alice.get("deal-term", made).value("ends_on") == "2027-12-31"
    assert alice.post("deal-term", made, data=said | {"ends_on": "2028-12-31"}).status == 204
    assert ServiceTerm.objects.get().ends_on.year == 2028
    assert alice.post("deal-term", made, data=said | {"ends_on": ""}).status == 422
