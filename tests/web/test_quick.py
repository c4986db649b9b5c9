"""Quick entry: a name or a number is enough, a pasted card fills the fields, and who is there is told while it is typed."""

from __future__ import annotations

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords, create_contact
from voronka.models import Contact, Deal, Note

pytestmark = pytest.mark.django_db
SIGNATURE = """Оксана Коваленко
Начальник відділу постачання
ТОВ «Холод-Сервіс»
тел. (056) 370-12-34, моб. 067 123 45 67
o.kovalenko@holod.example.ua
Працюємо без вихідних!"""


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def alice(house: House) -> Visitor:
    return Visitor(house, "Alice")


@pytest.mark.parametrize(("who", "name"), [("Ika", "Ika"), ("067 123 45 67", "+380671234567")])
def test_a_name_or_a_number_is_enough(house: House, alice: Visitor, who: str, name: str) -> None:
    answer = alice.post("quick", data={"who": who})
    deal = Deal.objects.get()
    assert answer.headers["Location"] == f"/deals/{deal.pk}/"
    assert deal.contact is not None
    assert (deal.contact.name, deal.title) == (name, name)
    assert (deal.stage_id, deal.owner) == (house.stage("Unsorted"), house.people["Alice"])


def test_nothing_is_refused_in_words(alice: Visitor) -> None:
    answer = alice.post("quick", data={"who": " ", "title": "A freezer"})
    assert answer.status == 422
    assert "A name or a phone number is enough." in answer.words
    assert answer.value("title") == "A freezer"
    assert "This is no phone number." in alice.post("quick", data={"who": "Ika", "phones": "12"}).words
    assert not Deal.objects.exists()


def test_a_pasted_signature_fills_the_fields_and_makes_the_client(alice: Visitor) -> None:
    page = alice.post("quick-read", data={"card": SIGNATURE, "position": "Boss"})
    names = ("who", "position", "company", "phones", "emails", "note", "card")
    filled = {name: page.value(name) for name in names}
    assert filled == {
        "who": "Оксана Коваленко", "position": "Boss", "company": "ТОВ «Холод-Сервіс»",
        "phones": "+380563701234\n+380671234567", "emails": "o.kovalenko@holod.example.ua",
        "note": "Працюємо без вихідних!", "card": "",
    }  # fmt: skip
    alice.post("quick", data=filled)
    contact = Contact.objects.get()
    assert (contact.name, contact.position) == ("Оксана Коваленко", "Boss")
    assert contact.company is not None
    assert contact.company.name == "ТОВ «Холод-Сервіс»"
    assert set(contact.phones.values_list("e164", flat=True)) == {"+380563701234", "+380671234567"}
    assert Note.objects.get().text == "Працюємо без вихідних!"


def test_who_is_there_already_is_told_and_stays_as_they_are(house: House, alice: Visitor) -> None:
    known = deal_of(
        house, "Alice", title="Blast freezer", client=ClientWords(phone="+380671234567", contact="Ika")
    )
    told = alice.get("quick-lookup", query={"who": "067 123 45 67"})
    assert "Already in the base: Ika" in told.words
    assert "Blast freezer" in told.words
    hidden = Visitor(house, "Charlie").get("quick-lookup", query={"who": "067 123 45 67"}).words
    assert "Already in the base, with Alice" in hidden
    assert "Ika" not in hidden
    assert "Blast" not in hidden
    alice.post("quick", data={"who": "Ika", "phones": "067 123 45 67", "position": "Director"})
    assert set(Deal.objects.values_list("contact", flat=True)) == {known.contact_id}
    assert Contact.objects.get().position == ""
    (choice,) = alice.get("quick-lookup", query={"who": "Ika"}).all('[name="link"][value^="contact:"]')
    alice.post("quick", data={"who": "Ika", "link": choice.get("value")})
    assert (Contact.objects.count(), Deal.objects.count()) == (1, 3)
    assert alice.post("quick", data={"who": "Ika", "link": "contact:999999"}).status == 422


def test_whoever_has_no_team_says_for_whom(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    assert zoe.post("quick", data={"who": "Ika"}).status == 422
    zoe.post("quick", data={"who": "Ika", "team": str(house.teams["South"].pk)})
    deal = Deal.objects.get()
    assert (deal.owner, deal.team) == (None, house.teams["South"])


def test_new_contacts_and_companies_are_looked_up_while_they_are_typed(house: House, alice: Visitor) -> None:
    ika = create_contact(
        by=house.actor("Alice"), at=NOON, fields={"name": "Ika", "phone": "+380671234567", "company": "Teduh"}
    )
    told = alice.get("contact-known", query={"phone": "067 123 45 67"})
    assert "Ika is in the base already" in told.words
    assert "Teduh" in told.words
    assert told.all(f'a[href="/people/{ika.pk}/"]')
    hidden = Visitor(house, "Charlie").get("contact-known", query={"phone": "067 123 45 67"}).words
    assert "It is with Alice" in hidden
    assert "Ika" not in hidden
    assert "Teduh is in the base already" in alice.get("company-known", query={"name": "TEDUH"}).words
    assert alice.get("company-known", query={"name": "Ted"}).words == ""
