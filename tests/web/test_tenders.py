"""A tender through the real views: made, filled, ticked, dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.models import Deal, TenderCriterion, TenderDocument

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice", at=timezone.now())


def test_a_tender_is_shown_only_where_it_is_one(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    assert "Documents demanded" not in alice.get("deal", deal.pk).words
    soon = (timezone.localdate() + timedelta(days=2)).isoformat()
    wrong = alice.post("tender", deal.pk, data={"number": "12", "bids": "soon"})
    assert (wrong.status, wrong.value("bids")) == (422, "soon")
    assert alice.post("tender", deal.pk, data={"number": "44-12", "bids": soon}).status == 204
    page = alice.get("deal", deal.pk)
    assert "Tender 44-12" in page.words
    assert page.all(".facts .chip.warn")
    assert "Tender: hand in the bid" in page.words
    assert alice.get("tender", deal.pk).value("bids") == soon
    assert alice.post("tender-drop", deal.pk).status == 204
    assert "Documents demanded" not in alice.get("deal", deal.pk).words


def test_its_parts_are_kept_in_short_dialogs(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    alice.post("tender", deal.pk, data={"number": "44-12"})
    assert alice.post("tender-part-new", deal.pk, "criterion", data={"text": ""}).status == 422
    alice.post("tender-part-new", deal.pk, "criterion", data={"text": "Price", "weight": "60"})
    criterion = TenderCriterion.objects.get().pk
    assert alice.get("tender-part", deal.pk, "criterion", criterion).value("weight") == "60"
    said = {"text": "Licence", "assignee": str(house.people["Bob"].pk), "until": "2020-01-01"}
    alice.post("tender-part-new", deal.pk, "document", data=said)
    document = TenderDocument.objects.get().pk
    page = alice.get("deal-part", deal.pk, "playbook")
    assert "60%" in page.words
    assert page.all("#deal-tender .chip.bad")
    assert alice.post("tender-tick", deal.pk, document, data={"done": "1"}).status == 204
    assert "1/1" in alice.get("deal-part", deal.pk, "playbook").words
    wrong = alice.post("tender-part", deal.pk, "document", document, data=said | {"assignee": "999"})
    assert wrong.one("#assignee").get("aria-invalid") == "true"
    assert alice.post("tender-part-remove", deal.pk, "document", document).status == 204
    assert "Licence" not in alice.get("deal-part", deal.pk, "playbook").words
