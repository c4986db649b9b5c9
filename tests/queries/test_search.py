"""Search finds what a plain look through all rows would find, and nothing that the person may not see."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.factories import House, deal_of, make_house, unowned_deal
from voronka.commands.assignments import assign_deal
from voronka.commands.clients import ClientWords
from voronka.domain.search_access import DocumentKind, scope_keys
from voronka.domain.search_text import BEGINNING, SHORTEST, document, fold, phone_digits, readings
from voronka.models import Company, Contact, Deal, SearchWord
from voronka.queries.search import matching, search
from voronka.queries.search_index import Wanted, look_up
from voronka.queries.search_typos import corrections
from voronka.queries.visibility import visible_companies, visible_contacts, visible_deals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voronka.domain.permissions import Actor

PEOPLE = ("Alice", "Bob", "Charlie", "Dan", "Hana", "Hugo", "Ruth", "Zoe")
TITLES = ("Cold room", "Чиллер", "Ice flaker", "Холодильная камера", "Reefer dock", "Cold store B", "Room 12")
NAMES = (
    "Anna Ivanenko",
    "Иван Самойлов",
    "Olena Boyko",
    "Лидия Самойлова",
    "Budi Santoso",
    "王 Wei",
    "Ann O",
)
COMPANIES = ("PT Samudra Teduh", "Белая Шапка", "Altyn Foods", "Harbor & Sons", "Ян")
NUMBERS = ("+62 812 5550 0142", "+380 44 555 01 42", "+62 811 1110 555")
ALL = 1000


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def a_random_base(house: House, chance: random.Random, deals: int = 14) -> None:
    """Deals of everybody, some unowned, some that changed hands, so that clients are shared in every way."""
    for _ in range(deals):
        client = ClientWords(
            company=chance.choice(["", *COMPANIES]),
            contact=chance.choice(["", *NAMES]),
            phone=chance.choice(["", *NUMBERS]),
        )
        seller = chance.choice(["Alice", "Bob", "Charlie"])
        make = unowned_deal if chance.random() < 0.25 else deal_of
        made = make(house, seller, title=chance.choice(TITLES), client=client)
        if chance.random() < 0.3:
            assign_deal(
                by=house.actor("Zoe"),
                at=made.changed_at,
                deal=made.pk,
                owner=house.people[chance.choice(["Alice", "Bob", "Charlie"])].pk,
            )


def random_queries(chance: random.Random, how_many: int) -> Iterator[str]:
    pool = (*TITLES, *NAMES, *COMPANIES, *NUMBERS)
    for _ in range(how_many):
        word = chance.choice(pool)
        start = chance.randrange(len(word))
        piece = word[start : start + chance.randint(1, 9)]
        yield piece if chance.random() < 0.6 else f"{piece} {chance.choice(pool).split()[0][:4]}"


def texts_seen(actor: Actor) -> dict[DocumentKind, dict[int, str]]:
    """The folded text of all that the actor may see, made from the rows themselves."""
    deals = visible_deals(actor).select_related("contact", "company")
    return {
        DocumentKind.DEAL: {deal.pk: text_of_deal(deal) for deal in deals},
        DocumentKind.CONTACT: {row.pk: text_of_contact(row) for row in visible_contacts(actor)},
        DocumentKind.COMPANY: {row.pk: text_of_company(row) for row in visible_companies(actor)},
    }


def text_of_deal(deal: Deal) -> str:
    contact, company = deal.contact, deal.company
    phones = [] if contact is None else list(contact.phones.values_list("e164", flat=True))
    return document([deal.title, company.name if company else "", contact.name if contact else "", *phones])


def text_of_contact(contact: Contact) -> str:
    company = contact.company.name if contact.company else ""
    return document([contact.name, company, *contact.phones.values_list("e164", flat=True)])


def text_of_company(company: Company) -> str:
    return document([company.name, *company.phones.values_list("e164", flat=True)])


def holds(text: str, query: str) -> bool:
    """Words of three letters stand anywhere, shorter ones where a word begins; a lone letter is too little."""
    words = query.split(" ")
    if all(len(word) < SHORTEST - 1 for word in words):
        return False
    return all(
        word in text if len(word) >= SHORTEST else BEGINNING + word in text or f" {word}" in text
        for word in words
    )


def expected(texts: dict[DocumentKind, dict[int, str]], query: str) -> dict[DocumentKind, set[int]]:
    return {kind: {id for id, text in of.items() if holds(text, query)} for kind, of in texts.items()}


@pytest.mark.parametrize("seed", range(4))
def test_it_finds_what_a_look_through_all_visible_rows_finds(house: House, seed: int) -> None:
    chance = random.Random(seed)
    a_random_base(house, chance)
    queries = list(random_queries(chance, 60))
    found_something = 0
    for name in PEOPLE:
        actor = house.actor(name)
        texts = texts_seen(actor)
        for query in queries:
            digits = phone_digits(query)
            tried = [digits] if digits else readings(query)
            wanted = next((w for q in tried if any((w := expected(texts, q)).values())), None)
            result = search(actor, query, ALL)
            if wanted is None and result.corrected is not None:
                assert not result.is_empty
                wanted = expected(texts, result.corrected)
            got = {
                DocumentKind.DEAL: {hit.id for hit in result.deals},
                DocumentKind.CONTACT: {hit.id for hit in result.contacts},
                DocumentKind.COMPANY: {hit.id for hit in result.companies},
            }
            assert got == (wanted or {kind: set() for kind in DocumentKind}), f"{name} asks for {query!r}"
            found_something += not result.is_empty
    assert found_something > 100


@pytest.mark.parametrize("seed", range(2))
def test_both_ways_of_looking_up_find_the_same(house: House, seed: int) -> None:
    chance = random.Random(seed)
    a_random_base(house, chance)
    for query in random_queries(chance, 60):
        for name in ("Alice", "Hana", "Zoe"):
            keys = scope_keys(house.actor(name).policy.scope)
            wanted = Wanted(keys, tuple(fold(query).split(" ")), ALL)
            # On PostgreSQL the first asks the index; the others read the newest documents and go on from there.
            by_index = look_up(wanted, DocumentKind, newest=0)
            assert look_up(wanted, DocumentKind) == by_index, query
            assert look_up(wanted, DocumentKind, newest=4) == by_index, query


def test_few_are_enough_when_many_match(house: House) -> None:
    for number in range(30):
        deal_of(house, "Alice", title=f"Cold room {number}")
    result = search(house.actor("Zoe"), "cold", 6)
    assert [hit.title for hit in result.deals] == [f"Cold room {number}" for number in range(29, 23, -1)]
    assert len(matching(house.actor("Zoe"), DocumentKind.DEAL, "cold")) == 30


def test_what_begins_so_comes_first_then_words_that_do_then_the_newest(house: House) -> None:
    for title in ("Samples", "Big sam", "Wasam", "Sam at last", "Unsam"):
        deal_of(house, "Alice", title=title, client=ClientWords(company="Harbor"))
    titles = [hit.title for hit in search(house.actor("Alice"), "sam").deals]
    assert titles == ["Sam at last", "Samples", "Big sam", "Unsam", "Wasam"]


def test_an_early_name_that_begins_so_is_found_among_many_that_hold_it(house: House) -> None:
    deal_of(house, "Alice", title="Ovens")
    for number in range(40):
        deal_of(house, "Alice", title=f"Clover {number}")
    assert search(house.actor("Alice"), "ove").deals[0].title == "Ovens"


def test_open_deals_come_before_closed_ones(house: House) -> None:
    first = deal_of(house, "Alice", title="Cold room one")
    second = deal_of(house, "Alice", title="Cold room two")
    Deal.objects.filter(pk=second.pk).update(is_open=False, closed_at=second.created_at)
    assert [hit.id for hit in search(house.actor("Alice"), "cold").deals] == [first.pk, second.pk]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ivanekno", "ivanenko"),  # two letters changed places
        ("ivaneko", "ivanenko"),  # one is missing
        ("ivvanenko", "ivanenko"),  # one too many
        ("Самолйов", "samoilov"),
        ("samudta teduh", "samudra teduh"),
        ("bioko", "boiko"),  # a short word
        ("ivanxn", "ivanen"),  # still being typed
    ],
)
def test_a_mistyped_word_is_corrected_and_told(house: House, typed: str, meant: str) -> None:
    for name in ("Olena Ivanenko", "Иван Самойлов", "Taras Boyko"):
        deal_of(house, "Alice", client=ClientWords(contact=name, company="PT Samudra Teduh"))
    result = search(house.actor("Alice"), typed)
    assert result.corrected == meant
    assert result.contacts or result.companies


def test_a_known_word_is_left_as_it_is(house: House) -> None:
    deal_of(house, "Alice", client=ClientWords(contact="Olena Ivanenko"))
    assert corrections("ivanenko") == []
    assert corrections("vanenk") == []
    assert corrections("xx 123") == []
    assert corrections("olena ivanekno") == ["olena ivanenko"]


def test_a_correction_never_tells_of_what_may_not_be_seen(house: House) -> None:
    deal_of(house, "Charlie", client=ClientWords(contact="Olena Ivanenko"))
    assert SearchWord.objects.filter(word="ivanenko").exists()
    for name in ("Alice", "Hana"):
        result = search(house.actor(name), "ivanekno")
        assert result.is_empty
        assert result.corrected is None
    assert search(house.actor("Hugo"), "ivanekno").corrected == "ivanenko"


def test_a_reading_on_another_layout_is_tried_when_nothing_is_found(house: House) -> None:
    deal_of(house, "Alice", client=ClientWords(contact="Иван Самойлов"))
    assert [hit.title for hit in search(house.actor("Alice"), "cfvjqkjd").contacts] == ["Иван Самойлов"]


@pytest.mark.parametrize("junk", ["", " ", "%", "_", '"', "'", "\\", "^", "a\x00b", "NEAR(", "x" * 5000, "AND OR", "*", "-", "1", "(", "cold _", "%%%", "co%om"])  # fmt: skip
def test_junk_is_no_error(house: House, junk: str) -> None:
    deal_of(house, "Alice", title="Cold room")
    for name in ("Alice", "Zoe"):
        search(house.actor(name), junk)
        matching(house.actor(name), DocumentKind.DEAL, junk)
    assert not search(house.actor("Zoe"), "co%om").deals
