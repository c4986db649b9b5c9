"""People: who sees whom, lists, one's page with deals and history, fields, and new contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.web.visitor import Visitor
from voronka.commands.assignments import assign_deal
from voronka.commands.clients import ClientWords, create_contact
from voronka.commands.evidence import add_note
from voronka.models import Contact, Event

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.models import Deal

pytestmark = pytest.mark.django_db

YULIIA = ClientWords(phone="+380 67 555 01 42", contact="Yuliia Marchenko", company="Kvitkova Hvylia")


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(
        house, "Alice", at=timezone.now() - timedelta(days=1), title="Flower warehouse", client=YULIIA
    )


def names(visitor: Visitor, **query: object) -> list[str]:
    """The names in the list, in order."""
    answer = visitor.get("people", query=query)
    assert answer.status == 200
    return [cell.text_content() for cell in answer.all(".name-cell > span > .block:first-child")]


def new_contact(house: House, owner: str, name: str, **fields: str) -> Contact:
    return create_contact(by=house.actor(owner), at=timezone.now(), fields={"name": name, **fields})


# -- who sees whom ---------------------------------------------------------------------------------------------------

SEES = [
    ("Alice", True),
    ("Bob", False),
    ("Charlie", False),
    ("Hana", True),
    ("Hugo", False),
    ("Ruth", True),
    ("Zoe", True),
]


@pytest.mark.parametrize(("name", "sees"), SEES)
def test_a_contact_is_seen_by_the_owner_and_the_heads_above(house: House, name: str, sees: bool) -> None:  # noqa: FBT001
    contact = new_contact(
        house, "Alice", "Bagus Hartanto", phone="+62 812 5550 0142", email="bagus@ptsam.example"
    )
    visitor = Visitor(house, name)
    assert (names(visitor) == ["Bagus Hartanto"]) is sees
    assert (names(visitor, q="bagus") == ["Bagus Hartanto"]) is sees
    for page, args in (
        ("contact", (contact.pk,)),
        ("contact-history", (contact.pk,)),
        ("contact-field", (contact.pk, "name")),
    ):
        assert visitor.get(page, *args).status == (200 if sees else 404), page
    saved = visitor.post("contact-field", contact.pk, "city", data={"value": "Surabaya"})
    assert saved.status == (200 if sees else 404)
    contact.refresh_from_db()
    assert (contact.city == "Surabaya") is sees


def test_a_deal_makes_a_colleagues_contact_visible_and_shows_only_ones_own_deals(
    house: House, deal: Deal
) -> None:
    other = deal_of(house, "Bob", at=timezone.now(), title="Shop fridges", client=YULIIA)
    assert other.contact_id == deal.contact_id
    add_note(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, text="They will pay double")
    add_note(by=house.actor("Bob"), at=timezone.now(), deal=other.pk, text="They want it for free")
    for name, sees, hidden in (
        ("Alice", ("Flower warehouse", "They will pay double"), ("Shop fridges", "They want it for free")),
        ("Bob", ("Shop fridges", "They want it for free"), ("Flower warehouse", "They will pay double")),
    ):
        page = Visitor(house, name).get("contact", deal.contact_id)
        assert all(text in page.words for text in sees), name
        assert not any(text in page.text for text in hidden), name
    hana = Visitor(house, "Hana").get("contact", deal.contact_id).words
    assert "Flower warehouse" in hana
    assert "Shop fridges" in hana


def test_open_deals_are_counted_as_far_as_they_may_be_seen(house: House, deal: Deal) -> None:
    for number in range(2):
        deal_of(house, "Bob", at=timezone.now(), title=f"Shop {number}", client=YULIIA)
    counts = {}
    for name in ("Alice", "Bob", "Hana"):
        row = Visitor(house, name).get("people").one("tbody tr")
        counts[name] = row.cssselect("td.r")[0].text_content().strip()
    assert counts == {"Alice": "1", "Bob": "2", "Hana": "3"}


def test_last_activity_is_that_of_the_deals_one_may_see(house: House, deal: Deal) -> None:
    new_contact(house, "Alice", "Anna")
    deal_of(house, "Bob", at=timezone.now() + timedelta(hours=1), title="Shop fridges", client=YULIIA)
    assert names(Visitor(house, "Alice"), sort="activity") == ["Anna", "Yuliia Marchenko"]
    assert names(Visitor(house, "Hana"), sort="activity") == ["Yuliia Marchenko", "Anna"]


def test_who_gave_the_deal_away_keeps_only_their_own_contacts(house: House, deal: Deal) -> None:
    contact = Contact.objects.get(pk=deal.contact_id or 0)
    assign_deal(by=house.actor("Hana"), at=timezone.now(), deal=deal.pk, owner=house.people["Bob"].pk)
    alice = Visitor(house, "Alice").get("contact", contact.pk)
    assert "Flower warehouse" not in alice.one(".client-deals, #client-deals").text_content()
    assert Visitor(house, "Bob").get("contact", contact.pk).status == 200


def test_the_client_of_an_unowned_deal_is_seen_by_the_team(house: House) -> None:
    deal = unowned_deal(house, "Alice", at=timezone.now(), client=YULIIA)
    for name, status in (("Bob", 200), ("Charlie", 404), ("Hugo", 404)):
        assert Visitor(house, name).get("contact", deal.contact_id).status == status


def test_the_company_of_a_shared_contact_is_named_but_no_link_where_it_is_hidden(house: House) -> None:
    new_contact(house, "Bob", "Petro", company="Rybny Mys")
    contact = new_contact(house, "Alice", "Ivan", company="Rybny Mys")
    page = Visitor(house, "Alice").get("contact", contact.pk)
    assert "Rybny Mys" in page.one("#client-head").text_content()
    assert not page.all("#client-head a[href*='/companies/']")


# -- the list ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "yuli",
        "MARCHENKO",
        "юлія",
        "нгдш",
        "kvitkova",
        "0675550142",
        "+380 67 555-01-42",
        "67 555 01",
        "marchenko yuliia",
    ],
)
def test_a_contact_is_found_by_any_part_in_any_writing(house: House, deal: Deal, typed: str) -> None:
    new_contact(house, "Alice", "Somebody Else", phone="+62 812 5550 0142")
    assert names(Visitor(house, "Alice"), q=typed) == ["Yuliia Marchenko"]


def test_a_contact_is_found_by_e_mail(house: House) -> None:
    new_contact(house, "Alice", "Bagus", email="bagus.hartanto@ptsam.example")
    assert names(Visitor(house, "Alice"), q="hartanto@ptsam") == ["Bagus"]


def test_nobody_found_is_said_with_a_way_back(house: House, deal: Deal) -> None:
    answer = Visitor(house, "Alice").get("people", query={"q": "zzz", "sort": "deals"})
    assert "Nobody matches" in answer.words
    assert answer.one(".empty a").get("href") == "/people/?sort=deals"


def test_people_are_sorted_by_open_deals(house: House, deal: Deal) -> None:
    new_contact(house, "Alice", "Anna")
    assert names(Visitor(house, "Alice")) == ["Anna", "Yuliia Marchenko"]
    assert names(Visitor(house, "Alice"), sort="deals") == ["Yuliia Marchenko", "Anna"]


@pytest.mark.parametrize("sort", ["name", "activity", "deals"])
def test_pages_follow_each_other_without_gap_or_double(house: House, sort: str) -> None:
    for number in range(57):
        # Pairs of namesakes: the id must break the tie.
        new_contact(house, "Alice", f"Person {number // 2:02}")
    alice = Visitor(house, "Alice")
    seen: list[str] = []
    answer = alice.get("people", query={"sort": sort})
    for _ in range(3):
        seen += [link.get("href") or "" for link in answer.all("a.name-cell")]
        button = answer.all("#show-more-rows")
        if not button:
            break
        text = alice.client.get(button[0].get("hx-get") or "").content.decode()
        answer = type(answer)(200, f"<table>{text}</table>", {}, {})
    assert len(seen) == len(set(seen)) == 57


def test_the_cost_of_the_list_does_not_grow(house: House) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            deal_of(
                house,
                "Alice",
                at=timezone.now(),
                client=ClientWords(contact=f"P {number}", email=f"p{number}@x.example"),
            )
        visitor = Visitor(house, "Alice")
        with CaptureQueriesContext(connection) as made:
            visitor.get("people")
        counts.append(len(made))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "x"},
        {"sort": "\x00"},
        {"q": "\x00"},
        {"q": "a" * 5000},
        {"q": "'\"%_\\"},
        {"q": "%"},
        {"q": "a"},
        {"q": '"AND"'},
        {"q": "*"},
    ],
)
def test_junk_in_the_address_gives_a_list(house: House, deal: Deal, query: dict[str, str]) -> None:
    assert Visitor(house, "Alice").get("people", query=query).status == 200


@pytest.mark.parametrize("sort", ["name", "activity", "deals"])
@pytest.mark.parametrize(
    "cursor", ["x", "WzEsMV0", "WyJhIiwxXQ", "WyJhIiwtMV0", "WyJhIiwxZTk5XQ", "bnVsbA", "[" * 900]
)
def test_a_cursor_of_another_kind_is_no_page(house: House, sort: str, cursor: str) -> None:
    status = Visitor(house, "Alice").get("people", query={"sort": sort, "after": cursor}).status
    fits = {("deals", "WzEsMV0"), ("name", "WyJhIiwxXQ")}
    assert status == (200 if (sort, cursor) in fits else 404)


# -- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("name", "  Yuliia   Marchenko-Koval ", "Yuliia Marchenko-Koval"),
        ("position", "Director", "Director"),
        ("company", "Another Company", "Another Company"),
        ("decides", "1", "Yes"),
        ("phones", "+380 67 555 01 42\n+62 812 5550 0142", "+62 812-5550-0142"),
        ("emails", "Yuliia@Kvitkova.example", "yuliia@kvitkova.example"),
        ("city", "Dnipro", "Dnipro"),
        ("time_zone", "Asia/Jakarta", "Asia/Jakarta"),
        ("language", "kk", "Kazakh"),
        ("description", "Likes <b>bold</b> words\nand lines", "Likes <b>bold</b> words"),
    ],
)
def test_every_field_is_edited_where_it_stands(
    house: House, deal: Deal, field: str, typed: str, shown: str
) -> None:
    answer = Visitor(house, "Alice").post("contact-field", deal.contact_id, field, data={"value": typed})
    assert answer.status == 200
    assert shown in answer.words
    assert "<b>bold" not in answer.text
    assert shown in Visitor(house, "Alice").get("contact", deal.contact_id).words
    changed = Event.objects.filter(contact_id=deal.contact_id, kind="contact_changed").latest("id")
    assert field in changed.payload["changes"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "Fill this in"),
        ("name", "x" * 161, "too long"),
        ("phones", "call me", "no phone number"),
        ("emails", "yuliia at home", "no e-mail address"),
        ("city", "x" * 81, "too long"),
    ],
)
def test_a_wrong_value_comes_back_as_typed_with_the_reason(
    house: House, deal: Deal, field: str, typed: str, said: str
) -> None:
    answer = Visitor(house, "Alice").post("contact-field", deal.contact_id, field, data={"value": typed})
    assert answer.status == 422
    assert said in answer.words
    assert answer.one('[aria-invalid="true"]').get("id") == f"contact-{deal.contact_id}-{field}-field"
    assert typed.strip() in answer.value("value")


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Base"), ("language", "xx")])
def test_a_choice_that_is_none_is_refused(house: House, deal: Deal, field: str, value: str) -> None:
    answer = Visitor(house, "Alice").post("contact-field", deal.contact_id, field, data={"value": value})
    assert answer.status == 422
    assert "does not exist" in answer.words


@pytest.mark.parametrize("field", ["id", "team", "version", "created_at", "__class__", "x"])
def test_other_columns_can_not_be_reached(house: House, deal: Deal, field: str) -> None:
    assert (
        Visitor(house, "Zoe").post("contact-field", deal.contact_id, field, data={"value": "1"}).status == 404
    )


def test_the_clock_follows_the_first_phone_when_nobody_has_set_it(house: House) -> None:
    contact = new_contact(house, "Alice", "Aigerim")
    answer = Visitor(house, "Alice").post(
        "contact-field", contact.pk, "phones", data={"value": "+62 31 555 0142"}
    )
    assert answer.one("#client-head client-clock").get("zone") == "Asia/Jakarta"


def test_a_head_gives_a_contact_to_another_of_their_sellers(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    bob, charlie = house.people["Bob"].pk, house.people["Charlie"].pk
    assert hana.post("contact-field", deal.contact_id, "owner", data={"value": str(bob)}).status == 200
    assert Contact.objects.get(pk=deal.contact_id or 0).owner_id == bob
    for nobody in (str(charlie), "", "x", "999999"):
        assert hana.post("contact-field", deal.contact_id, "owner", data={"value": nobody}).status == 422
    assert Contact.objects.get(pk=deal.contact_id or 0).owner_id == bob


def test_a_seller_has_no_owner_to_choose(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    assert not alice.get("contact", deal.contact_id).all(f"#contact-{deal.contact_id}-owner")
    bob = str(house.people["Bob"].pk)
    assert alice.post("contact-field", deal.contact_id, "owner", data={"value": bob}).status == 404


# -- what changes while it is open --------------------------------------------------------------------------------------


def test_the_page_listens_and_its_parts_are_to_be_had_without_the_shell(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    whole = alice.outside("contact", deal.contact_id)
    assert 'data-live="all"' in whole.text
    parts = alice.get("contact", deal.contact_id)
    assert "<html" not in parts.text
    found = [part.get("id") for part in parts.all("[data-client-part]")]
    assert found == ["client-head", "client-deals", "client-sent", "client-history", "client-fields"]
    for id in found:
        assert f'id="{id}"' in whole.text


def test_a_saved_field_tells_the_rest_of_the_page(house: House, deal: Deal) -> None:
    saved = Visitor(house, "Alice").post("contact-field", deal.contact_id, "city", data={"value": "Lviv"})
    assert saved.events == {"voronka:client-changed": {"contact": deal.contact_id}}
    refused = Visitor(house, "Alice").post("contact-field", deal.contact_id, "phones", data={"value": "12"})
    assert refused.events == {}


def test_read_again_the_history_is_as_long_as_it_was(house: House, deal: Deal) -> None:
    at = timezone.now() - timedelta(hours=5)
    for number in range(60):
        add_note(by=house.actor("Alice"), at=at + timedelta(minutes=number), deal=deal.pk, text=f"{number}")
    alice = Visitor(house, "Alice")
    shown = [line.get("id") for line in alice.get("contact", deal.contact_id).all(".event")]
    assert len(shown) == 25
    fortieth = Event.objects.order_by("-id")[39].pk
    again = alice.get("contact", deal.contact_id, query={"through": fortieth})
    found = [line.get("id") for line in again.all(".event")]
    assert (len(found), found[:25], found[-1]) == (40, shown, f"event-{fortieth}")
    assert f"before={fortieth}" in again.text
    newest = Event.objects.order_by("-id")[2].pk
    assert len(alice.get("contact", deal.contact_id, query={"through": newest}).all(".event")) == 25


# -- history ------------------------------------------------------------------------------------------------------------


def test_the_history_tells_of_the_contact_and_of_their_deals(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    alice.post("contact-field", deal.contact_id, "position", data={"value": "Director"})
    words = alice.get("contact", deal.contact_id).one(".client-history").text_content()
    assert "Deal created" in words
    assert "Position" in words
    assert "Flower warehouse" in words


def test_the_history_goes_on_in_pages_without_gap_or_double(house: House, deal: Deal) -> None:
    for number in range(60):
        add_note(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, text=f"Note number {number:02}")
    alice = Visitor(house, "Alice")
    answer = alice.get("contact", deal.contact_id)
    seen: list[str] = []
    for _ in range(5):
        seen += [event.get("id") or "" for event in answer.all(".event")]
        button = answer.all("#older-events")
        if not button:
            break
        answer = alice.get(
            "contact-history",
            deal.contact_id,
            query={"before": (button[0].get("hx-get") or "").split("=")[1]},
        )
    mine = (
        Event.objects.filter(deal_id=deal.pk).count()
        + Event.objects.filter(contact_id=deal.contact_id, deal_id=None).count()
    )
    assert len(seen) == len(set(seen)) == mine


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "9" * 30, "\x00"])
def test_junk_for_the_place_in_the_history_is_no_error(house: House, deal: Deal, before: str) -> None:
    assert (
        Visitor(house, "Alice").get("contact-history", deal.contact_id, query={"before": before}).status
        == 200
    )


# -- new contacts --------------------------------------------------------------------------------------------------------


def test_a_new_contact_leads_to_its_page(house: House) -> None:
    data = {
        "name": "Bagus Hartanto",
        "phone": "+62 812 5550 0142",
        "company": "PT Samudra",
        "position": "Director",
    }
    answer = Visitor(house, "Alice").post("contact-new", data=data)
    contact = Contact.objects.get(name="Bagus Hartanto")
    assert (answer.status, answer.headers["HX-Redirect"]) == (204, f"/people/{contact.pk}/")
    assert (contact.owner, contact.position) == (house.people["Alice"], "Director")


@pytest.mark.parametrize(
    "given", [{"phone": "067 555 01 42"}, {"phone": "+380675550142"}, {"email": "YULIIA@x.example"}]
)
def test_a_known_number_or_address_leads_to_whose_it_is(house: House, given: dict[str, str]) -> None:
    known = new_contact(house, "Alice", "Yuliia", phone="+380 67 555 01 42", email="yuliia@x.example")
    answer = Visitor(house, "Alice").post("contact-new", data={"name": "Julia", **given})
    assert answer.status == 422
    assert "Yuliia is in the base already" in answer.words
    assert answer.one(".notice a").get("href") == f"/people/{known.pk}/"
    assert answer.value("name") == "Julia"
    assert Contact.objects.count() == 1


def test_a_colleagues_contact_is_told_of_without_saying_who_it_is(house: House) -> None:
    new_contact(house, "Charlie", "Yuliia the Secret", phone="+380 67 555 01 42")
    answer = Visitor(house, "Alice").post("contact-new", data={"name": "Julia", "phone": "+380 67 555 01 42"})
    assert answer.status == 422
    assert "A colleague has this contact already" in answer.words
    assert "It is with Charlie" in answer.words
    assert not answer.all('[name="shared"]')
    shared = {"name": "Julia", "phone": "+380 67 555 01 42", "shared": "on"}
    assert Visitor(house, "Alice").post("contact-new", data=shared).status == 422
    assert "Secret" not in answer.text
    assert not answer.all(".notice a")


def test_somebody_else_may_have_the_same_number(house: House) -> None:
    new_contact(house, "Alice", "Yuliia", phone="+380 67 555 01 42")
    alice = Visitor(house, "Alice")
    said = {"name": "Olha", "phone": "+380 67 555 01 42", "city": "Kyiv"}
    assert alice.post("contact-new", data=said).one('[name="shared"]').get("checked") is None
    assert alice.post("contact-new", data={**said, "shared": "on"}).status == 204
    phones = Contact.objects.order_by("id").values_list("name", "city", "phones__e164")
    assert [(name, phone) for name, _, phone in phones] == [
        ("Yuliia", "+380675550142"),
        ("Olha", "+380675550142"),
    ]
    assert phones[1][1] == "Kyiv"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": ""}, "Fill this in"),
        ({"name": "A", "phone": "x"}, "no phone number"),
        ({"name": "A", "email": "x"}, "no e-mail address"),
        ({"name": "A" * 200}, "too long"),
        ({"name": "A", "company": "C" * 200}, "too long"),
        ({"name": "A", "city": "C" * 200}, "too long"),
        ({}, "Fill this in"),
    ],
)
def test_a_bad_new_contact_is_refused_and_nothing_is_made(
    house: House, data: dict[str, str], said: str
) -> None:
    answer = Visitor(house, "Alice").post("contact-new", data=data)
    assert answer.status == 422
    assert said in answer.words
    assert not Contact.objects.exists()


def test_the_dialog_opened_without_scripts_leads_to_the_list(house: House) -> None:
    assert Visitor(house, "Alice").outside("contact-new").status == 302
