"""Nobody is made twice: who is meant by numbers, addresses and names, also by two at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from tests.commands.test_concurrency import at_once
from tests.factories import NOON, House, deal_of, make_house, unowned_deal
from voronka.commands.clients import Client, ClientWords, create_company, create_contact, find_or_make_client
from voronka.domain.errors import Invalid, Problem
from voronka.domain.identity import By, Outcome, Why
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Holding
from voronka.models import Company, Contact, Deal, Email, Notice, Phone

if TYPE_CHECKING:
    from typing import Any

SWITCHBOARD = "+380 44 555 01 00"
IKA = ClientWords(phone="+62 812 5550 0142", email="Ika@Samudra.example", contact="Ika Wulandari")


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def client_of(house: House, words: ClientWords) -> Client:
    alice = house.actor("Alice")
    with transaction.atomic():
        return find_or_make_client(words, by=alice, at=NOON, holding=Holding(alice.id, alice.team))


def people(house: House, *names: str, phone: str = SWITCHBOARD) -> list[Contact]:
    """Several with one number."""
    alice = house.actor("Alice")
    made = [create_contact(by=alice, at=NOON, fields={"name": name}) for name in names]
    Phone.objects.bulk_create(Phone(contact=one, e164="+380445550100", typed=phone) for one in made)
    return made


def test_whoever_is_known_by_any_of_their_numbers_or_addresses_is_found(house: House) -> None:
    made = client_of(house, ClientWords(phone=IKA.phone, more_phones=("+62 812 5550 0143",), contact="Ika"))
    assert made.outcome is Outcome.MADE
    assert made.contact is not None
    assert list(made.contact.phones.order_by("id").values_list("e164", flat=True)) == [
        "+6281255500142",
        "+6281255500143",
    ]
    again = client_of(house, ClientWords(phone="0062 812-5550-0143", email="ika@samudra.example"))
    assert (again.contact, again.outcome) == (made.contact, Outcome.FOUND)
    assert again.identified.by == frozenset({By.PHONE})
    assert Contact.objects.count() == 1


def test_an_address_is_one_in_any_case_and_either_spelling_of_its_domain(house: House) -> None:
    made = client_of(house, ClientWords(email="Ivan@Пошта.укр"))
    again = client_of(house, ClientWords(email=" ivan@xn--80a1acn3a.XN--J1AMH "))
    assert again.contact == made.contact
    assert Email.objects.count() == 1


def test_a_shared_number_is_told_and_the_name_decides(house: House) -> None:
    ika, dewi = people(house, "Ika Wulandari", "Dewi Lestari")
    found = client_of(house, ClientWords(phone=SWITCHBOARD, contact="Dewi"))
    assert (found.contact, found.outcome) == (dewi, Outcome.AMBIGUOUS)
    assert (found.identified.why, found.identified.others) == (Why.NAME, (ika.pk,))
    new = client_of(house, ClientWords(phone=SWITCHBOARD, contact="Bagus"))
    assert (new.outcome, new.identified.why) == (Outcome.MADE, Why.NEW_NAME)
    assert new.identified.others == (ika.pk, dewi.pk)


def test_of_those_with_one_number_the_latest_deal_decides_where_nothing_else_does(house: House) -> None:
    ika, _ = people(house, "Ika", "Dewi")
    Deal.objects.filter(pk=deal_of(house, "Alice").pk).update(contact=ika)
    found = client_of(house, ClientWords(phone=SWITCHBOARD))
    assert (found.contact, found.identified.why) == (ika, Why.LATEST)


def test_a_switchboard_merges_no_companies(house: House) -> None:
    alice = house.actor("Alice")
    kopi, ais = (create_company(by=alice, at=NOON, fields={"name": name}) for name in ("Kopi", "Ais"))
    Phone.objects.create(company=kopi, e164="+380445550100", typed=SWITCHBOARD)
    bare = client_of(house, ClientWords(phone=SWITCHBOARD))
    assert (bare.company, bare.contact) == (kopi, None)
    named = client_of(house, ClientWords(phone=SWITCHBOARD, company="ais", contact="Ika"))
    assert named.company == ais
    assert named.contact is not None
    assert named.contact.company == ais
    Phone.objects.create(company=ais, e164="+380445550100", typed=SWITCHBOARD)
    assert client_of(house, ClientWords(phone=SWITCHBOARD, contact="Dewi")).company is None


@pytest.mark.usefixtures("house")
def test_what_is_no_number_and_no_address_is_parted_from_the_rest() -> None:
    words = ClientWords(phone="ask for Ika", email="ika@", more_phones=("+62 812 5550 0142",), contact="Ika")
    left, unread = words.readable()
    assert (left.phone, left.more_phones, left.email, left.contact) == ("+62 812 5550 0142", (), "", "Ika")
    assert unread == ("ask for Ika", "ika@")


def test_whoever_holds_the_client_is_told_of_a_new_request_and_nothing_of_the_deal(house: House) -> None:
    deal_of(house, "Alice", client=IKA)
    deal_of(house, "Alice", client=IKA)
    told = Notice.objects.filter(kind=NoticeKind.CLIENT_ASKED_AGAIN)
    assert not told
    deal = deal_of(house, "Charlie", client=IKA)
    notice = told.get()
    assert (notice.to, notice.deal) == (house.people["Alice"], None)
    assert notice.payload == {"client": "Ika Wulandari", "contact": deal.contact_id, "owner": "Charlie"}
    unowned_deal(house, "Bob", client=IKA)
    assert told.order_by("-id")[0].payload["owner"] == ""


# -- two at once ---------------------------------------------------------------------------------------------------


@pytest.fixture
def committed_house(committed: None) -> House:
    return make_house()


def test_two_who_ask_for_one_client_at_once_make_one(committed_house: House) -> None:
    """By the number, by the address, by both in either order, and by the company's name alone."""
    house = committed_house
    words: dict[str, list[dict[str, Any]]] = {
        "phone": [{"phone": "+62 812 5550 0001"}, {"phone": "0062 81255500001"}],
        "email": [{"email": "a@kopi.example"}, {"email": "A@Kopi.example"}],
        "both": [
            {"phone": "+62 812 5550 0002", "email": "b@kopi.example"},
            {"email": "b@kopi.example", "phone": "+62 812 5550 0002"},
            {"phone": "+62 812 5550 0002"},
        ],
        "company": [{"company": "Ais Segar"}, {"company": "AIS SEGAR"}],
    }
    for said in words.values():
        names = ["Alice", "Charlie", "Bob", "Dan"][: len(said)]
        made = at_once(
            *(
                lambda name=name, one=one: deal_of(house, name, client=ClientWords(**one))
                for name, one in zip(names, said, strict=True)
            )
        )
        assert len({(deal.contact_id, deal.company_id) for deal in made}) == 1
    assert (Contact.objects.count(), Company.objects.count(), Phone.objects.count()) == (3, 1, 2)


def test_of_two_new_contacts_with_one_number_at_once_the_second_is_refused(committed_house: House) -> None:
    fields = {"name": "Ika", "phone": "+62 812 5550 0142"}
    actors = [committed_house.actor(name) for name in ("Alice", "Charlie")]
    results = at_once(
        *(lambda by=by: create_contact(by=by, at=NOON, fields=dict(fields)) for by in actors),
    )
    (refused,) = (one for one in results if isinstance(one, Invalid))
    assert refused.problems == {"phone": Problem.ALREADY_TAKEN}
    assert Contact.objects.count() == 1
