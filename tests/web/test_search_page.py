"""The palette's answers: who finds what, in any writing; what can be done; junk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords, change_contact
from voronka.web.search.marking import pieces

if TYPE_CHECKING:
    from tests.factories import House
    from tests.web.visitor import Answer
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    client = ClientWords(phone="+62 812 5550 0142", contact="Самойлова Лидия", company="PT Samudra Teduh")
    return deal_of(
        house, "Alice", at=timezone.now(), title="Blast freezer line", client=client, amount="86400"
    )


def found(answer: Answer, group: str = "deals") -> list[str]:
    """The titles found in a group of the answer."""
    heads = {
        "deals": "found-deals",
        "clients": "found-clients",
        "on": "found-on-deal",
        "actions": "found-actions",
    }
    options = answer.all(f"[aria-labelledby='{heads[group]}'] [role='option'] > .ell")
    return [" ".join(option.text_content().split()) for option in options]


EVERYONE = [
    ("Alice", True), ("Bob", False), ("Charlie", False), ("Hana", True), ("Hugo", False), ("Ruth", True), ("Zoe", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "finds"), EVERYONE)
def test_only_what_one_may_see_is_found(house: House, deal: Deal, name: str, finds: bool) -> None:  # noqa: FBT001
    visitor = Visitor(house, name)
    for typed in ("samudra", "blast", "самойлова", "81255500142", "samudrra"):
        answer = visitor.get("search", query={"q": typed})
        assert bool(found(answer)) is finds, typed
        assert ("Samudra" in answer.text or "Blast" in answer.text) is finds


def test_a_colleague_with_a_deal_of_the_same_client_finds_the_client_but_not_the_deal(
    house: House, deal: Deal
) -> None:
    deal_of(
        house, "Bob", at=timezone.now(), title="Shop fridges", client=ClientWords(company="PT Samudra Teduh")
    )
    answer = Visitor(house, "Bob").get("search", query={"q": "samudra"})
    assert found(answer) == ["Shop fridges · PT Samudra Teduh"]
    assert "PT Samudra Teduh" in found(answer, "clients")
    assert "Blast" not in answer.text


def test_what_nobody_owns_is_found_by_its_team_only(house: House) -> None:
    unowned_deal(house, "Alice", at=timezone.now(), title="Incoming walrus")
    who = {
        name: bool(found(Visitor(house, name).get("search", query={"q": "walrus"})))
        for name in ("Bob", "Charlie", "Hugo")
    }
    assert who == {"Bob": True, "Charlie": False, "Hugo": False}


@pytest.mark.parametrize(
    "typed",
    [
        "samudra",
        "SAM",
        "сам",
        "cfv",
        "ыфь",
        "teduh samudra",
        "blast fre",
        "0812 5550 0142",
        "+62 (812) 5550-0142",
        "55500142",
        "лидия",
        "lidiia",
    ],
)
def test_a_deal_is_found_in_any_writing(house: House, deal: Deal, typed: str) -> None:
    assert found(Visitor(house, "Alice").get("search", query={"q": typed})) == [
        "Blast freezer line · PT Samudra Teduh"
    ]


def test_a_mistyped_word_is_corrected_and_said(house: House, deal: Deal) -> None:
    answer = Visitor(house, "Alice").get("search", query={"q": "samdura"})
    assert found(answer) == ["Blast freezer line · PT Samudra Teduh"]
    assert "Nothing has “samdura” exactly" in answer.words


def test_a_deal_shows_where_it_stands_and_what_it_is_worth(house: House, deal: Deal) -> None:
    words = Visitor(house, "Alice").get("search", query={"q": "blast"}).words
    assert "Qualify" in words
    assert "$86,400" in words


def test_a_person_shows_the_clock_of_their_place(house: House, deal: Deal) -> None:
    change_contact(
        by=house.actor("Alice"),
        at=timezone.now(),
        contact=deal.contact_id or 0,
        fields={"time_zone": "Asia/Jakarta"},
    )
    answer = Visitor(house, "Alice").get("search", query={"q": "самой"})
    assert answer.all("client-clock[zone='Asia/Jakarta']")


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("PT Samudra Teduh", "sam", ["Sam"]),
        ("Самойлова Лидия", "sam", ["Сам"]),
        ("Самойлова Лидия", "cfv", ["Сам"]),
        ("Щукин", "sch", ["Щ"]),
        ("Kafe Utro, Samara", "utro sam", ["Utro", "Sam"]),
        ("Display fridges", "play", ["play"]),
        ("Zoë Ångström", "angs", ["Ångs"]),
        ("Nothing here", "xyz", []),
        ("", "x", []),
        ("ab", "", []),
    ],
)
def test_the_match_is_marked_across_scripts(text: str, query: str, marked: list[str]) -> None:
    parts = pieces(text, query)
    assert [part.text for part in parts if part.is_marked] == marked
    assert "".join(part.text for part in parts) == text


def test_found_names_are_escaped(house: House) -> None:
    deal_of(house, "Alice", at=timezone.now(), title="<script>alert(1)</script> fridge")
    answer = Visitor(house, "Alice").get("search", query={"q": "fridge"})
    assert "<script>" not in answer.text
    assert found(answer)[0].startswith("<script>alert(1)</script> fridge")


# -- actions ----------------------------------------------------------------------------------------------------------


def test_nothing_typed_offers_what_can_be_done(house: House) -> None:
    actions = found(Visitor(house, "Alice").get("search"), "actions")
    assert actions[0] == "New deal"
    assert "Companies" in actions
    assert "Settings" not in actions
    assert "Settings" in found(Visitor(house, "Hana").get("search"), "actions")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("> new", ["New deal", "New contact", "New company"]), (">comp", ["New company", "Companies"])],
)
def test_a_greater_sign_asks_for_actions_only(
    house: House, deal: Deal, typed: str, offered: list[str]
) -> None:
    answer = Visitor(house, "Alice").get("search", query={"q": typed})
    assert found(answer, "actions") == offered
    assert not found(answer)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Alice", ["Call", "Move", "Set", "Open"]),
        ("Hana", ["Call", "Move", "Set", "Open"]),
        ("Bob", []),
        ("Hugo", []),
    ],
)
def test_the_chosen_deal_offers_what_one_may_do_with_it(
    house: House, deal: Deal, name: str, offered: list[str]
) -> None:
    actions = found(Visitor(house, name).get("search", query={"on": deal.pk}), "on")
    assert [action.split()[0] for action in actions] == offered


def test_an_unowned_deal_offers_to_take_it_and_nothing_that_would_be_refused(house: House) -> None:
    deal = unowned_deal(house, "Alice", at=timezone.now())
    actions = found(Visitor(house, "Bob").get("search", query={"on": deal.pk}), "on")
    assert [action.split()[0] for action in actions] == ["Take", "Move", "Open"]


def test_addresses_of_the_actions_work(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    answer = alice.get("search", query={"on": deal.pk})
    addresses = [one.get("href") or one.get("data-dialog") or "" for one in answer.all("[role='option']")]
    pages = [address for address in addresses if address.startswith("/")]
    assert reverse("deal", args=[deal.pk]) in pages
    assert all(alice.client.get(address).status_code in {200, 302} for address in pages)


# -- junk -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        ">",
        "'",
        '"',
        '"a" OR',
        "a*",
        "%",
        "%%%",
        "\\",
        "\x00",
        "a\x00b",
        "NEAR(a b)",
        "(((",
        "-",
        "a" * 9000,
        "🦦🦦🦦",
        "text:foo",
        "٣٣٣",
        "ab",
        "__",
        "x y z",
    ],
)
def test_any_text_gets_an_answer(house: House, deal: Deal, typed: str) -> None:
    for name in ("Alice", "Hana", "Zoe"):
        assert Visitor(house, name).get("search", query={"q": typed, "on": typed}).status == 200


def test_nothing_found_is_said(house: House, deal: Deal) -> None:
    assert "Nothing found" in Visitor(house, "Alice").get("search", query={"q": "qqqzzz"}).words


def test_a_percent_sign_is_no_wild_card(house: House, deal: Deal) -> None:
    assert not found(Visitor(house, "Alice").get("search", query={"q": "bl%st"}))
