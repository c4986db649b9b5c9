"""Requisites on a company's page: typed with checks, found in the register, confirmed field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories import House, make_house
from tests.servers.dadata import TOKEN, dadata
from tests.web.visitor import Visitor
from voronka.commands.clients import create_company
from voronka.commands.load_register import load_register
from voronka.models import Company, CompanyRequisite, Job, RegisterEntry, RequisiteLookup
from voronka.worker.requisite_lookup import look_requisites_up

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def company(house: House) -> Company:
    fields = {"name": "Кафе Утро", "country": "Russia", "tax_id": "7701550117"}
    return create_company(by=house.actor("Alice"), at=timezone.now(), fields=fields)


@pytest.fixture
def entry(tmp_path: Path) -> RegisterEntry:
    file = tmp_path / "register.csv"
    file.write_text("name,inn,kpp,city\nООО «Кафе Утро»,7707083893,773601001,Самара\n", encoding="utf-8")
    load_register(file)
    return RegisterEntry.objects.get()


def test_a_wrong_number_comes_back_as_typed_with_the_reason(house: House, company: Company) -> None:
    alice = Visitor(house, "Alice")
    given = {"country": "RU", "tax_id": "7707083894", "kpp": "773601001", "signer": "П. Гусев"}
    refused = alice.post("company-requisites", company.pk, data=given)
    assert refused.status == 422
    assert "The check digits don’t fit" in refused.words
    assert (refused.value("tax_id"), refused.value("signer")) == ("7707083894", "П. Гусев")
    assert alice.post("company-requisites", company.pk, data=given | {"tax_id": "7707083893"}).status == 204
    page = alice.get("company", company.pk).one("#company-requisites").text_content()
    assert "773601001" in page
    assert "typed, Alice" in page


def test_the_rules_of_another_country_keep_what_is_typed(house: House, company: Company) -> None:
    alice = Visitor(house, "Alice")
    assert "INN" in alice.get("company-requisites", company.pk).words
    other = alice.get("company-requisites", company.pk, query={"country": "UA", "signer": "О. Лис"})
    assert "EDRPOU" in other.words
    assert other.value("signer") == "О. Лис"


def test_found_requisites_are_confirmed_and_nothing_typed_is_overwritten_silently(
    house: House, company: Company, entry: RegisterEntry
) -> None:
    alice = Visitor(house, "Alice")
    found = alice.get("company-requisites-find", company.pk, query={"text": "кафе"})
    assert "ООО «Кафе Утро»" in found.words
    offer = alice.get("company-requisites-take", company.pk, query={"entry": entry.pk})
    assert "Now: 7701550117 (typed)" in offer.words
    ticked = {one.get("value") for one in offer.all("input[name=take][checked]")}
    assert ticked == {"legal_name", "kpp"}
    sent = {"entry": entry.pk, "take": sorted(ticked)}
    assert alice.post("company-requisites-take", company.pk, data=sent).status == 204
    company.refresh_from_db()
    assert (company.tax_id, company.legal_name) == ("7701550117", "ООО «Кафе Утро»")
    assert CompanyRequisite.objects.get(name="kpp").origin == "register"
    assert "register, Alice" in alice.get("company", company.pk).words


def test_without_a_register_the_dialog_says_how_to_get_one(house: House, company: Company) -> None:
    words = Visitor(house, "Alice").get("company-requisites-find", company.pk).words
    assert "voronka load-register FILE" in words


def test_a_provider_is_asked_beside_the_pages_and_its_answer_is_confirmed(
    house: House, company: Company, settings: Settings
) -> None:
    alice = Visitor(house, "Alice")
    words = {"text": "Кафе Утро", "city": "Самара"}
    assert alice.post("company-requisites-find", company.pk, data=words).status == 404
    with dadata() as service:
        settings.DADATA_TOKEN, settings.DADATA_API = TOKEN, service.address
        service.status = 429
        _ask(alice, company, words)
        lookup = RequisiteLookup.objects.get()
        refused = alice.get("company-requisites-find", company.pk, query={"lookup": lookup.pk})
        assert "asked too often just now" in refused.words
        assert refused.value("text") == "Кафе Утро"
        service.status = 200
        _ask(alice, company, words)
    lookup = RequisiteLookup.objects.get()
    found = alice.get("company-requisites-find", company.pk, query={"lookup": lookup.pk})
    assert "ООО «КАФЕ УТРО»" in found.words
    assert "closed down" in found.words
    chosen = {"lookup": lookup.pk, "at": "0"}
    assert "773601001" in alice.get("company-requisites-take", company.pk, query=chosen).words
    # Nobody else takes what Alice had asked for.
    assert Visitor(house, "Hana").get("company-requisites-take", company.pk, query=chosen).status == 404
    assert alice.post("company-requisites-take", company.pk, data=chosen | {"take": ["kpp"]}).status == 204
    assert CompanyRequisite.objects.get(name="kpp").origin == "dadata"


def _ask(visitor: Visitor, company: Company, words: dict[str, str]) -> None:
    """Press the button, and let the worker do its job."""
    waiting = visitor.post("company-requisites-find", company.pk, data=words)
    assert "Waiting for the answer" in waiting.words
    job = Job.objects.latest("id")
    look_requisites_up(job.payload, timezone.now())
