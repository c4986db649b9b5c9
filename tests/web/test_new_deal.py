"""Making a deal from the dialog, through the real views and database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house, make_pipeline
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords
from voronka.commands.search_index import index_contacts
from voronka.models import Company, Contact, Deal, Email, ExchangeRate, Task

if TYPE_CHECKING:
    from tests.factories import House
    from tests.web.visitor import Answer

pytestmark = pytest.mark.django_db

BAGUS = "+62 812 5550 0142"


@pytest.fixture
def house() -> House:
    return make_house()


def filled(dialog: Answer, **more: Any) -> dict[str, Any]:
    """What the dialog would send as it came, changed by `more`."""
    names = (
        "client",
        "link",
        "title",
        "amount",
        "currency",
        "stage",
        "step",
        "step_default",
        "kind",
        "when",
        "pipeline",
    )
    return {name: dialog.value(name) for name in names} | more


def make(visitor: Visitor, **more: Any) -> Answer:
    """Open the dialog and send it with this."""
    return visitor.post("new-deal", data=filled(visitor.get("new-deal"), **more))


# -- making -------------------------------------------------------------------------------------------------------


def test_one_field_is_enough(house: House) -> None:
    made = make(Visitor(house, "Alice"), client=BAGUS)
    assert made.status == 204
    deal = Deal.objects.get()
    assert made.toast["action"] == {"text": "Open", "url": reverse("deal", args=[deal.pk])}
    assert made.change["deal"] == deal.pk
    assert (deal.owner_id, deal.stage_id) == (house.people["Alice"].pk, house.stage("Qualify"))
    assert deal.contact is not None
    assert [row.e164 for row in deal.contact.phones.all()] == ["+6281255500142"]
    assert Task.objects.get(deal=deal).title == "Qualify: what is next?"
    assert_all_true()


def test_the_next_step_and_its_time_are_proposed_and_kept_as_shown(house: House) -> None:
    alice = Visitor(house, "Alice")
    dialog = alice.get("new-deal")
    assert dialog.value("step") == "Qualify: what is next?"
    shown = dialog.value("when").partition(" ")[2]
    alice.post("new-deal", data=filled(dialog, client="Kafe Utro", step="Call them", kind="call"))
    task = Task.objects.get()
    assert task.due_on is not None
    assert (task.title, task.kind, task.due_on.isoformat()) == ("Call them", "call", shown)


def test_everything_said_is_on_the_deal(house: House) -> None:
    ExchangeRate.objects.create(currency="EUR", since_on="2020-01-01", rate="1.10")
    made = make(
        Visitor(house, "Alice"),
        client="sales@kopilereng.example",
        contact_name="Sari",
        company_name="Kopi Lereng",
        title="Roastery cold chain",
        amount="31,2k",
        currency="EUR",
        source="Exhibition",
    )
    assert made.status == 204
    deal = Deal.objects.select_related("contact", "company").get()
    assert (deal.title, str(deal.amount), deal.currency, deal.source) == (
        "Roastery cold chain", "31200.00", "EUR", "Exhibition",
    )  # fmt: skip
    assert deal.contact is not None
    assert deal.company is not None
    assert (deal.contact.name, deal.company.name) == ("Sari", "Kopi Lereng")


def test_a_deal_may_begin_unsorted_and_the_step_follows_the_stage(house: House) -> None:
    alice = Visitor(house, "Alice")
    dialog = alice.get("new-deal", query={"stage": house.stage("Unsorted"), "pipeline": house.pipeline.pk})
    assert dialog.value("stage") == str(house.stage("Unsorted"))
    assert dialog.value("step") == "Unsorted: what is next?"
    assert alice.post("new-deal", data=filled(dialog, client=BAGUS)).status == 204
    assert Deal.objects.get().stage_id == house.stage("Unsorted")


def test_changing_the_stage_changes_the_proposed_step_but_never_a_typed_one(house: House) -> None:
    alice = Visitor(house, "Alice")
    first = alice.get("new-deal")
    typed = filled(first, stage=house.stage("Unsorted"), client="Kafe Utro", title="Coolers", amount="88k")
    again = alice.get("new-deal", query=typed)
    assert again.value("step") == "Unsorted: what is next?"
    assert (again.value("client"), again.value("title"), again.value("amount")) == (
        "Kafe Utro",
        "Coolers",
        "88k",
    )
    kept = alice.get("new-deal", query=typed | {"step": "Ask the director"})
    assert kept.value("step") == "Ask the director"


def test_only_the_stages_where_deals_begin_are_offered_and_taken(house: House) -> None:
    alice = Visitor(house, "Alice")
    offered = [option.text_content() for option in alice.get("new-deal").all("[name=stage] option")]
    assert offered == ["Unsorted", "Qualify"]
    wrong = make(alice, client=BAGUS, stage=house.stage("Sign"))
    assert wrong.status == 422
    assert wrong.one("#stage-error").text_content() == "This choice does not exist any more. Choose another."
    assert not Deal.objects.exists()


def test_another_pipeline_brings_its_own_stages(house: House) -> None:
    other, stages = make_pipeline("Spare parts")
    alice = Visitor(house, "Alice")
    dialog = alice.get("new-deal", query={"pipeline": other.pk})
    assert dialog.value("pipeline") == str(other.pk)
    assert dialog.value("stage") == str(stages["Qualify"].pk)
    assert alice.post("new-deal", data=filled(dialog, client=BAGUS)).status == 204
    assert Deal.objects.get().pipeline_id == other.pk


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({}, "client", "Give a phone, an e-mail or a company, or say below what the client wants."),
        ({"client": "12345678901234567890"}, "client", "This is no phone number"),
        ({"client": "who@"}, "client", "This is no e-mail address"),
        ({"client": "x" * 161}, "client", "This is too long."),
        ({"client": BAGUS, "title": "x" * 161}, "title", "This is too long."),
        ({"client": BAGUS, "amount": "88,00x"}, "amount", "This is no amount."),
        ({"client": BAGUS, "amount": "-1"}, "amount", "An amount can’t be below zero."),
        ({"client": BAGUS, "currency": "XXX"}, "currency", "This currency is not set up."),
        ({"client": BAGUS, "step": " "}, "step", "Fill this in."),
        ({"client": BAGUS, "when": ""}, "due", "Fill this in."),
        ({"client": BAGUS, "source": "x" * 81}, "source", "This is too long."),
        ({"client": BAGUS, "contact_name": "x" * 161}, "contact_name", "This is too long."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_everything_typed_is_kept(
    house: House, wrong: dict[str, str], field: str, words: str
) -> None:
    typed = {"amount": "88k", "source": "A call", "company_name": "", **wrong}
    refused = make(Visitor(house, "Alice"), **typed)
    assert refused.status == 422
    assert words in refused.one(f"#{field}-error").text_content()
    for name in ("client", "title", "amount", "source"):
        assert refused.value(name) == typed.get(name, "")
    assert not Deal.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("owner", ["Bob", "Charlie"])
def test_a_seller_makes_deals_for_nobody_else(house: House, owner: str) -> None:
    refused = make(Visitor(house, "Alice"), client=BAGUS, owner=house.people[owner].pk)
    assert refused.status == 422
    assert not Deal.objects.exists()


def test_a_seller_may_leave_a_deal_to_the_team(house: House) -> None:
    north = house.teams["North"].pk
    assert make(Visitor(house, "Alice"), client=BAGUS, owner=f"team:{north}").status == 204
    deal = Deal.objects.get()
    assert (deal.owner_id, deal.team_id, deal.stage_id) == (None, north, house.stage("Unsorted"))
    south = house.teams["South"].pk
    assert make(Visitor(house, "Alice"), client="Kafe", owner=f"team:{south}").status == 422


def test_a_head_makes_a_deal_for_a_seller_of_theirs(house: House) -> None:
    hana = Visitor(house, "Hana")
    offered = [option.text_content() for option in hana.get("new-deal").all("[name=owner] option")]
    assert offered == ["You", "Nobody yet, for North", "Alice · North", "Bob · North", "Dan · North"]
    assert make(hana, client=BAGUS, owner=house.people["Bob"].pk).status == 204
    assert Deal.objects.get().owner_id == house.people["Bob"].pk


def test_an_administrator_without_a_team_must_say_whose_it_is(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    refused = make(zoe, client=BAGUS, owner="")
    assert refused.status == 422
    assert refused.one("#owner-error").text_content() == "Fill this in."
    assert make(zoe, client=BAGUS, owner=house.people["Charlie"].pk).status == 204


# -- who is in the base already ------------------------------------------------------------------------------------


def look_up(visitor: Visitor, client: str, **more: Any) -> Answer:
    return visitor.get("new-deal-lookup", query={"client": client} | more)


def test_a_known_number_in_any_form_finds_the_client_and_their_deals(house: House) -> None:
    words = ClientWords(phone=BAGUS, contact="Bagus Hartanto", company="PT Samudra Teduh")
    known = deal_of(house, "Alice", at=timezone.now(), client=words, title="Blast freezer line")
    # Indonesian mobiles are in one of three zones.
    Contact.objects.update(time_zone="Asia/Jakarta")
    found = look_up(Visitor(house, "Alice"), "0062-812 5550 0142")
    assert "Already in the base: Bagus Hartanto, PT Samudra Teduh" in found.words
    assert "Blast freezer line Qualify, with Alice" in found.words
    assert found.one(".known a").get("href") == reverse("deal", args=[known.pk])
    assert "will be linked" in found.words
    assert [clock.get("zone") for clock in found.all("client-clock")] == ["Asia/Jakarta", "Asia/Jakarta"]


def test_a_known_client_is_linked_and_not_doubled(house: House) -> None:
    deal_of(house, "Alice", at=timezone.now(), client=ClientWords(phone=BAGUS, contact="Bagus"))
    assert make(Visitor(house, "Alice"), client="+6281255500142", title="Second ice flaker").status == 204
    assert Contact.objects.count() == 1
    assert Deal.objects.filter(contact=Contact.objects.get()).count() == 2


@pytest.mark.parametrize("name", ["Bob", "Charlie"])
def test_of_a_colleagues_client_only_the_holder_is_told(house: House, name: str) -> None:
    words = ClientWords(phone=BAGUS, contact="Bagus Hartanto", company="PT Samudra Teduh")
    deal_of(house, "Alice", at=timezone.now(), client=words, title="Blast freezer line")
    found = look_up(Visitor(house, name), BAGUS)
    assert "Already in the base, with Alice" in found.words
    for secret in ("Bagus", "Samudra", "Blast", "Qualify"):
        assert secret not in found.text
    assert make(Visitor(house, name), client=BAGUS).status == 204
    assert Contact.objects.count() == 1


def test_a_similar_company_is_offered_and_linked_when_chosen(house: House) -> None:
    deal_of(house, "Alice", at=timezone.now(), client=ClientWords(company="PT Samudra Teduh"))
    alice = Visitor(house, "Alice")
    found = look_up(alice, "samudra")
    chosen = found.all("[name=link]")[1].get("value")
    assert chosen == f"company:{Company.objects.get().pk}"
    assert make(alice, client="samudra", link=chosen).status == 204
    assert Company.objects.count() == 1
    assert not look_up(Visitor(house, "Bob"), "samudra").all("[name=link]")


@pytest.mark.parametrize("typed", ["5550 01", "812 5550", "bagus@", "BAGUS", "samudra bagus"])
def test_two_of_a_name_are_told_apart_by_company_and_number(house: House, typed: str) -> None:
    for number, company in (("42", "PT Samudra Teduh"), ("43", "PT Samudra Raya")):
        words = ClientWords(phone=f"+62 812 5550 01{number}", contact="Bagus", company=company)
        made = deal_of(house, "Alice", at=timezone.now(), client=words)
        Email.objects.create(contact=made.contact, address=f"bagus@{number}.example")
        index_contacts([made.contact_id or 0])
    found = look_up(Visitor(house, "Alice"), typed)
    assert "PT Samudra Teduh · +62 812-5550-0142" in found.words
    assert "PT Samudra Raya · +62 812-5550-0143" in found.words
    assert not look_up(Visitor(house, "Bob"), typed).all("[name=link]")


def test_a_client_of_others_can_not_be_linked_by_guessing_its_number(house: House) -> None:
    deal_of(house, "Alice", at=timezone.now(), client=ClientWords(company="PT Samudra Teduh"))
    company = Company.objects.get().pk
    refused = make(Visitor(house, "Bob"), client="x", link=f"company:{company}")
    assert refused.status == 422
    assert "Samudra" not in refused.text


def test_from_a_contacts_page_the_deal_is_theirs(house: House) -> None:
    deal_of(house, "Alice", at=timezone.now(), client=ClientWords(phone=BAGUS, contact="Bagus"))
    contact = Contact.objects.get()
    alice = Visitor(house, "Alice")
    dialog = alice.get("new-deal", query={"contact": contact.pk})
    assert not dialog.all("[name=client]")
    assert dialog.value("link") == f"contact:{contact.pk}"
    made = alice.post("new-deal", data=filled(dialog, title="Second ice flaker"))
    assert made.status == 204
    assert Deal.objects.latest("id").contact_id == contact.pk
    assert Visitor(house, "Bob").get("new-deal", query={"contact": contact.pk}).all("[name=client]")


def test_a_number_at_home_in_one_zone_sets_the_times(house: House) -> None:
    found = look_up(Visitor(house, "Alice"), "+62 361 555 014")
    assert [clock.get("zone") for clock in found.all("client-clock")] == ["Asia/Makassar", "Asia/Makassar"]


@pytest.mark.parametrize(
    "client", ["", " ", "x", "%", "\x00", "+", "0" * 300, "a@", "12345678901234567890123"]
)
def test_anything_may_be_typed(house: House, client: str) -> None:
    assert look_up(Visitor(house, "Alice"), client).status == 200


def test_opened_by_its_address_the_dialog_comes_on_a_page(house: House) -> None:
    page = Visitor(house, "Alice").outside("new-deal")
    assert page.status == 200
    assert "<html" in page.text
    assert f'hx-get="{reverse("new-deal")}' in page.text


def test_the_time_between_is_kept_when_the_choice_is_drawn_again(house: House) -> None:
    alice = Visitor(house, "Alice")
    dialog = alice.get("new-deal")
    second = dialog.all("[name=when]")[1].get("value") or ""
    again = look_up(alice, "Kafe", when=second)
    assert again.value("when").partition(" ")[0] == second.partition(" ")[0]
