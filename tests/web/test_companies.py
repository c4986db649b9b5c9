"""Companies: who sees which, one's page with people, deals and history, every field, and new ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords, change_company, create_company, create_contact
from voronka.models import Company, Event

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    client = ClientWords(company="PT Samudra Teduh")
    return deal_of(
        house, "Alice", at=timezone.now() - timedelta(days=1), title="Blast freezer", client=client
    )


def names(visitor: Visitor, **query: object) -> list[str]:
    """The names in the list, in order."""
    answer = visitor.get("companies", query=query)
    assert answer.status == 200
    return [cell.text_content() for cell in answer.all(".name-cell > span > .block:first-child")]


def new_company(house: House, owner: str, name: str, **fields: str) -> Company:
    return create_company(by=house.actor(owner), at=timezone.now(), fields={"name": name, **fields})


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("Alice", True),
        ("Bob", False),
        ("Charlie", False),
        ("Hana", True),
        ("Hugo", False),
        ("Ruth", True),
        ("Zoe", True),
    ],
)
def test_a_company_is_seen_by_the_owner_and_the_heads_above(house: House, name: str, sees: bool) -> None:  # noqa: FBT001
    company = new_company(house, "Alice", "PT Samudra Teduh", tax_id="01.555.014.2")
    visitor = Visitor(house, name)
    assert (names(visitor) == ["PT Samudra Teduh"]) is sees
    assert (names(visitor, q="samudra") == ["PT Samudra Teduh"]) is sees
    for page, args in (
        ("company", (company.pk,)),
        ("company-history", (company.pk,)),
        ("company-field", (company.pk, "name")),
    ):
        assert visitor.get(page, *args).status == (200 if sees else 404), page
    saved = visitor.post("company-field", company.pk, "city", data={"value": "Surabaya"})
    assert saved.status == (200 if sees else 404)
    company.refresh_from_db()
    assert (company.city == "Surabaya") is sees


def test_a_shared_company_shows_only_ones_own_deals_and_people(house: House, deal: Deal) -> None:
    deal_of(
        house, "Bob", at=timezone.now(), title="Shop fridges", client=ClientWords(company="PT Samudra Teduh")
    )
    create_contact(
        by=house.actor("Bob"),
        at=timezone.now(),
        fields={"name": "Bob's Friend", "company": "PT Samudra Teduh"},
    )
    alice = Visitor(house, "Alice").get("company", deal.company_id)
    assert "Blast freezer" in alice.words
    assert "Shop fridges" not in alice.text
    assert "Friend" not in alice.text
    hana = Visitor(house, "Hana").get("company", deal.company_id).words
    assert "Shop fridges" in hana
    assert "Bob's Friend" in hana


@pytest.mark.parametrize(
    "typed", ["SAMUDRA", "ыфьгвкф", "самудра", "01.555.014.2", "surabaya", "samudra.example"]
)
def test_a_company_is_found_by_name_tax_id_city_and_site(house: House, typed: str) -> None:
    new_company(
        house, "Alice", "PT Samudra Teduh", tax_id="01.555.014.2", city="Surabaya", site="samudra.example"
    )
    new_company(house, "Alice", "Kopi Lereng")
    assert names(Visitor(house, "Alice"), q=typed) == ["PT Samudra Teduh"]


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("name", "PT Samudra Baru", "PT Samudra Baru"),
        ("legal_name", "Perseroan Samudra", "Perseroan Samudra"),
        ("tax_id", "01.555", "01.555"),
        ("sector", "Fish", "Fish"),
        ("site", "https://samudra.example/en", "https://samudra.example/en"),
        ("phones", "+62 31 555 0142", "+62 31 5550142"),
        ("emails", "Info@Samudra.example", "info@samudra.example"),
        ("city", "Surabaya", "Surabaya"),
        ("country", "Indonesia", "Indonesia"),
        ("address", "Jl. Pelabuhan 1", "Jl. Pelabuhan 1"),
        ("time_zone", "Asia/Jakarta", "Asia/Jakarta"),
        ("employees", "1 200", "1,200"),
        ("founded_year", "1987", "1987"),
        ("annual_revenue", "4.5m", "4,500,000"),
        ("description", "Two\nlines", "Two lines"),
    ],
)
def test_every_field_is_edited_where_it_stands(
    house: House, deal: Deal, field: str, typed: str, shown: str
) -> None:
    answer = Visitor(house, "Alice").post("company-field", deal.company_id, field, data={"value": typed})
    assert answer.status == 200
    assert shown in answer.words
    assert shown in Visitor(house, "Alice").get("company", deal.company_id).words
    changed = Event.objects.filter(company_id=deal.company_id, kind="company_changed").latest("id")
    assert field in changed.payload["changes"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Fill this in"),
        ("site", "not a site", "no web address"),
        ("phones", "x", "no phone number"),
        ("employees", "many", "no amount"),
        ("employees", "12.5", "no amount"),
        ("employees", "0", "can’t be right"),
        ("employees", "9" * 40, "can’t be right"),
        ("founded_year", "3000", "can’t be right"),
        ("annual_revenue", "lots", "no amount"),
        ("annual_revenue", "-5", "below zero"),
        ("parent", "Nobody Knows It", "does not exist"),
    ],
)
def test_a_wrong_value_comes_back_as_typed_with_the_reason(
    house: House, deal: Deal, field: str, typed: str, said: str
) -> None:
    answer = Visitor(house, "Alice").post("company-field", deal.company_id, field, data={"value": typed})
    assert answer.status == 422
    assert said in answer.words
    assert answer.value("value") == typed


def test_an_emptied_number_is_not_known_again(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    alice.post("company-field", deal.company_id, "employees", data={"value": "12"})
    alice.post("company-field", deal.company_id, "employees", data={"value": ""})
    assert Company.objects.get(pk=deal.company_id or 0).employees is None


def test_a_site_is_never_a_link_to_a_script(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    assert (
        alice.post("company-field", deal.company_id, "site", data={"value": "javascript:alert(1)"}).status
        == 422
    )
    alice.post("company-field", deal.company_id, "site", data={"value": "samudra.example"})
    link = alice.get("company", deal.company_id).one("#client-head a[target]")
    assert (link.get("href"), link.get("rel")) == ("https://samudra.example", "noopener noreferrer")


def test_companies_belong_to_each_other_in_no_circle(house: House) -> None:
    above, below = new_company(house, "Alice", "Above"), new_company(house, "Alice", "Below")
    alice = Visitor(house, "Alice")
    assert alice.post("company-field", below.pk, "parent", data={"value": "above"}).status == 200
    assert alice.post("company-field", above.pk, "parent", data={"value": "Below"}).status == 422
    assert alice.post("company-field", above.pk, "parent", data={"value": "Above"}).status == 422
    assert "Below" in alice.get("company", above.pk).words
    assert alice.get("company", below.pk).all(f"#client-head a[href='/companies/{above.pk}/']")


def test_a_colleagues_company_can_not_be_the_parent(house: House, deal: Deal) -> None:
    new_company(house, "Charlie", "Secret Holding")
    answer = Visitor(house, "Alice").post(
        "company-field", deal.company_id, "parent", data={"value": "Secret Holding"}
    )
    assert answer.status == 422


def test_a_parent_that_is_hidden_is_named_without_a_link(house: House, deal: Deal) -> None:
    new_company(house, "Charlie", "Holding")
    change_company(
        by=house.actor("Zoe"), at=timezone.now(), company=deal.company_id or 0, fields={"parent": "Holding"}
    )
    head = Visitor(house, "Alice").get("company", deal.company_id).one("#client-head")
    assert "Holding" in head.text_content()
    assert not head.cssselect("a[href*='/companies/']")


def test_a_head_gives_a_company_to_another_of_their_sellers(house: House, deal: Deal) -> None:
    bob = str(house.people["Bob"].pk)
    assert (
        Visitor(house, "Alice").post("company-field", deal.company_id, "owner", data={"value": bob}).status
        == 404
    )
    assert (
        Visitor(house, "Hugo").post("company-field", deal.company_id, "owner", data={"value": bob}).status
        == 404
    )
    assert (
        Visitor(house, "Hana").post("company-field", deal.company_id, "owner", data={"value": bob}).status
        == 200
    )
    assert Company.objects.get(pk=deal.company_id or 0).owner == house.people["Bob"]


def test_a_new_company_leads_to_its_page(house: House) -> None:
    answer = Visitor(house, "Alice").post("company-new", data={"name": "Kopi Lereng", "site": "kopi.example"})
    company = Company.objects.get()
    assert (answer.status, answer.headers["HX-Redirect"]) == (204, f"/companies/{company.pk}/")
    assert (company.site, company.owner) == ("kopi.example", house.people["Alice"])


def test_a_known_name_leads_to_the_company_that_has_it(house: House, deal: Deal) -> None:
    answer = Visitor(house, "Alice").post("company-new", data={"name": "pt  samudra teduh"})
    assert answer.status == 422
    assert answer.one(".notice a").get("href") == f"/companies/{deal.company_id}/"
    assert Company.objects.count() == 1


def test_a_colleagues_company_is_told_of_without_a_link(house: House, deal: Deal) -> None:
    answer = Visitor(house, "Charlie").post("company-new", data={"name": "PT Samudra Teduh"})
    assert answer.status == 422
    assert "A colleague has a company of this name already" in answer.words
    assert not answer.all(".notice a")


def test_a_refused_new_company_leaves_nothing_behind(house: House) -> None:
    answer = Visitor(house, "Alice").post("company-new", data={"name": "Kopi", "site": "no site"})
    assert answer.status == 422
    assert answer.value("name") == "Kopi"
    assert not Company.objects.exists()
    assert not Event.objects.filter(kind="company_created").exists()
