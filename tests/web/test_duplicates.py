"""The page of duplicates: what is shown to whom, and what its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories import make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import create_contact
from voronka.commands.duplicates import keep_found
from voronka.domain.merging import ClientKind
from voronka.models import DuplicateAudit
from voronka.reports.duplicates.organisations import ORGANISATIONS
from voronka.reports.duplicates.persons import PERSONS
from voronka.web.duplicates.words import FIELDS, reason_lines

if TYPE_CHECKING:
    from tests.factories import House


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def test_a_pair_is_shown_with_its_reasons_and_kept_apart(house: House) -> None:
    by, at = house.actor("Alice"), timezone.now()
    one, other = (create_contact(by=by, at=at, fields={"name": name}).pk for name in ("Dewi", "Dewi L."))
    keep_found(ClientKind.CONTACT, [(one, other, 0.9999, {"given": "same", "email": "other"})], at=at)
    alice = Visitor(house, "Alice")
    page = alice.get("duplicates")
    for words in ("99%", "The same: First name", "Different: E-mail", f"/people/{one}/merge/?other={other}"):
        assert words in page.text
    assert "Search now" not in page.text
    alice.post("duplicates-apart", data={"kind": "contact", "one": one, "other": other})
    assert "Nobody waits for a decision" in alice.get("duplicates").text


def test_a_search_is_begun_shown_and_cancelled(house: House) -> None:
    hana = Visitor(house, "Hana")
    assert "has not been searched yet" in hana.get("duplicates").text
    hana.post("duplicates-search")
    hana.post("duplicates-search")
    assert DuplicateAudit.objects.count() == 1
    page = hana.get("duplicates", query={"kind": "company"})
    assert page.one("#duplicates-search").get("hx-trigger") == "every 3s"
    hana.post("duplicates-cancel")
    assert "Cancelled on" in hana.get("duplicates").text


def test_every_comparison_has_words() -> None:
    compared = {one.name for model in (PERSONS, ORGANISATIONS) for one in model.comparisons}
    assert set(FIELDS) == compared
    assert reason_lines({"phone": "typo"}) == [("", "Alike: Phone")]
