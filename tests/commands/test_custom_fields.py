"""Custom fields: set up, filled, told in the log, merged with their client and parted again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of, make_house
from voronka.commands.clients import change_company, change_contact, create_company, create_contact
from voronka.commands.deals import change_deal
from voronka.commands.merging import merge_clients
from voronka.commands.parting import part_clients
from voronka.commands.setup.custom_fields import (
    add_custom_field,
    change_custom_field,
    place_custom_field,
    retire_choice,
    retire_custom_field,
)
from voronka.domain.custom_fields import Kind, Of, Reference, SeenBy
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.merging import ClientKind
from voronka.domain.money import Money
from voronka.models import Attachment, CustomChoice, Event
from voronka.queries.custom_fields import fields_of, values_of

if TYPE_CHECKING:
    from voronka.domain.custom_fields import Value


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def added(house: House, of: Of, kind: Kind, name: str, **fields: str) -> int:
    typed = {"name": name, "kind": kind.value, **fields}
    return add_custom_field(by=house.actor("Hana"), at=NOON, of=of, fields=typed).pk


def held(house: House, of: Of, row: int) -> dict[str, Value]:
    return values_of(of, [row], fields_of(house.actor("Zoe"), of)).get(row, {})


def last_changes(kind: EventKind) -> Any:
    return Event.objects.filter(kind=kind).order_by("-id")[0].payload["changes"]


def test_a_deal_holds_a_value_of_each_kind_and_the_log_tells_what_changed(house: House) -> None:
    for kind in Kind:
        added(house, Of.DEAL, kind, f"My {kind.value}", choices="Cold\nWarm\nHot")
    alice = house.actor("Alice")
    deal = deal_of(house, "Alice")
    anna = create_contact(by=alice, at=NOON, fields={"name": "Anna Petrova"})
    firm = create_company(by=alice, at=NOON, fields={"name": "PT Angin Timur"})
    file = Attachment.objects.create(
        deal=deal, name="offer.pdf", path="x", size=1, content_type="application/pdf", created_at=NOON
    )
    typed = {
        "text": "two\nlines", "number": "1 234,5", "money": "88k USD", "date": "2026-12-31", "choice": "warm",
        "choices": "hot; Cold", "person": "Anna Petrova", "company": f"#{firm.pk}", "file": str(file.pk),
        "link": "example.org/x",
    }  # fmt: skip
    fields = {f"deal.my_{kind}": text for kind, text in typed.items()}
    change_deal(by=alice, at=NOON, deal=deal.pk, fields=fields)
    assert held(house, Of.DEAL, deal.pk) == {
        "deal.my_text": "two\nlines",
        "deal.my_number": Decimal("1234.5"),
        "deal.my_money": Money(Decimal("88000.00"), "USD"),
        "deal.my_date": date(2026, 12, 31),
        "deal.my_choice": ("warm",),
        "deal.my_choices": ("cold", "hot"),
        "deal.my_person": Reference(anna.pk, "Anna Petrova"),
        "deal.my_company": Reference(firm.pk, "PT Angin Timur"),
        "deal.my_file": Reference(file.pk, "offer.pdf"),
        "deal.my_link": "https://example.org/x",
    }
    change_deal(by=alice, at=NOON, deal=deal.pk, fields={"deal.my_choices": "Cold", "deal.my_text": ""})
    assert last_changes(EventKind.DEAL_CHANGED) == {
        "deal.my_choices": [["cold", "hot"], ["cold"]],
        "deal.my_text": ["two\nlines", None],
    }
    events = Event.objects.count()
    change_deal(by=alice, at=NOON, deal=deal.pk, fields={"deal.my_number": "1234.50"})
    assert Event.objects.count() == events


def test_what_is_wrong_is_refused_and_nothing_is_written(house: House) -> None:
    added(house, Of.DEAL, Kind.NUMBER, "Seats")
    added(house, Of.DEAL, Kind.PERSON, "Lawyer")
    theirs = create_contact(by=house.actor("Charlie"), at=NOON, fields={"name": "Somebody of Charlie’s"})
    deal = deal_of(house, "Alice")
    fields = {"deal.seats": "many", "deal.lawyer": str(theirs.pk)}
    with pytest.raises(Invalid) as refused:
        change_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, fields=fields)
    assert refused.value.problems == {
        "deal.seats": Problem.NOT_A_NUMBER,
        "deal.lawyer": Problem.UNKNOWN_CHOICE,
    }
    with pytest.raises(NotFound):
        change_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, fields={"contact.seats": "1"})
    assert held(house, Of.DEAL, deal.pk) == {}


def test_what_only_leaders_see_is_not_there_for_a_seller(house: House) -> None:
    added(house, Of.COMPANY, Kind.TEXT, "Margin", seen_by=SeenBy.LEADERS)
    firm = create_company(by=house.actor("Alice"), at=NOON, fields={"name": "PT Samudra Teduh"})
    assert fields_of(house.actor("Alice"), Of.COMPANY) == ()
    with pytest.raises(NotFound):
        change_company(by=house.actor("Alice"), at=NOON, company=firm.pk, fields={"company.margin": "9 %"})
    change_company(by=house.actor("Zoe"), at=NOON, company=firm.pk, fields={"company.margin": "9 %"})
    assert held(house, Of.COMPANY, firm.pk) == {"company.margin": "9 %"}


def test_a_field_is_renamed_ordered_and_retired_and_its_values_stay(house: House) -> None:
    hana = house.actor("Hana")
    heat = added(house, Of.CONTACT, Kind.CHOICE, "Heat", choices="Cold; Warm")
    seats = added(house, Of.CONTACT, Kind.NUMBER, "Seats", key="chairs")
    anna = create_contact(
        by=house.actor("Alice"), at=NOON, fields={"name": "Anna Petrova", "contact.heat": "Cold"}
    )
    assert held(house, Of.CONTACT, anna.pk) == {"contact.heat": ("cold",)}
    cold = CustomChoice.objects.get(key="cold")
    place_custom_field(by=hana, at=NOON, field=seats, place=0)
    typed = {"name": "Warmth", "name_ru": "Теплота", f"choice_{cold.pk}": "Chilly", "choices": "Hot"}
    change_custom_field(by=hana, at=NOON, field=heat, fields=typed)
    retire_choice(by=hana, at=NOON, choice=cold.pk)
    shown = {one.address.value: one for one in fields_of(hana, Of.CONTACT)}
    assert list(shown) == ["contact.chairs", "contact.heat"]
    assert shown["contact.heat"].title("ru") == "Теплота"
    assert [one.name for one in shown["contact.heat"].offered] == ["Warm", "Hot"]
    assert held(house, Of.CONTACT, anna.pk) == {"contact.heat": ("cold",)}
    retire_custom_field(by=hana, at=NOON, field=heat)
    assert held(house, Of.CONTACT, anna.pk) == {}
    retire_custom_field(by=hana, at=NOON, field=heat, is_retired=False)
    assert held(house, Of.CONTACT, anna.pk) == {"contact.heat": ("cold",)}


def test_only_those_who_set_up_the_method_make_fields_and_no_two_of_a_name(house: House) -> None:
    with pytest.raises(NotAllowed):
        add_custom_field(
            by=house.actor("Alice"), at=NOON, of=Of.DEAL, fields={"name": "Seats", "kind": "number"}
        )
    added(house, Of.DEAL, Kind.NUMBER, "Seats")
    for problem, typed in {
        "name": {"name": "seats", "kind": "number"},
        "kind": {"name": "Stool", "kind": "colour"},
        "choices": {"name": "Heat", "kind": "choice"},
        "key": {"name": "Chairs", "kind": "number", "key": "seats"},
    }.items():
        with pytest.raises(Invalid) as refused:
            add_custom_field(by=house.actor("Hana"), at=NOON, of=Of.DEAL, fields=typed)
        assert set(refused.value.problems) == {problem}


def test_a_merge_drops_no_value_and_a_parting_gives_back(house: House) -> None:
    alice, zoe = house.actor("Alice"), house.actor("Zoe")
    added(house, Of.CONTACT, Kind.TEXT, "Hobby")
    added(house, Of.CONTACT, Kind.NUMBER, "Shoe")
    added(house, Of.CONTACT, Kind.CHOICES, "Likes", choices="Tea; Coffee; Water")
    added(house, Of.DEAL, Kind.PERSON, "Lawyer")
    kept = create_contact(
        by=alice,
        at=NOON,
        fields={"name": "Anna", "contact.hobby": "chess", "contact.likes": "Tea; Water"},
    )
    gone = create_contact(
        by=alice,
        at=NOON,
        fields={"name": "Anya", "contact.hobby": "golf", "contact.shoe": "39", "contact.likes": "Coffee"},
    )
    deal = deal_of(house, "Alice")
    change_deal(by=alice, at=NOON, deal=deal.pk, fields={"deal.lawyer": str(gone.pk)})
    before = {row.pk: held(house, Of.CONTACT, row.pk) for row in (kept, gone)}
    merge = merge_clients(by=zoe, at=NOON, kind=ClientKind.CONTACT, into=kept.pk, merged=gone.pk)
    assert held(house, Of.CONTACT, kept.pk) == {
        "contact.hobby": "chess",
        "contact.shoe": Decimal(39),
        "contact.likes": ("tea", "coffee", "water"),
    }
    assert held(house, Of.DEAL, deal.pk) == {"deal.lawyer": Reference(kept.pk, "Anna")}
    part_clients(by=zoe, at=NOON, merge=merge.pk)
    assert {row.pk: held(house, Of.CONTACT, row.pk) for row in (kept, gone)} == before
    assert held(house, Of.DEAL, deal.pk) == {"deal.lawyer": Reference(gone.pk, "Anya")}


def test_a_change_of_a_custom_field_alone_is_a_version_of_the_client(house: House) -> None:
    added(house, Of.CONTACT, Kind.TEXT, "Hobby")
    anna = create_contact(by=house.actor("Alice"), at=NOON, fields={"name": "Anna"})
    version = anna.version
    changed = change_contact(
        by=house.actor("Alice"), at=NOON, contact=anna.pk, fields={"contact.hobby": "chess"}
    )
    assert changed.version == version + 1
    assert last_changes(EventKind.CONTACT_CHANGED) == {"contact.hobby": [None, "chess"]}


def test_a_parting_keeps_what_was_edited_since_and_gives_back_what_was_cleared(house: House) -> None:
    alice, zoe = house.actor("Alice"), house.actor("Zoe")
    added(house, Of.COMPANY, Kind.NUMBER, "Seats")
    added(house, Of.COMPANY, Kind.PERSON, "Lawyer")
    lawyer, other = (create_contact(by=alice, at=NOON, fields={"name": name}) for name in ("Ivan", "John"))
    kept = create_company(by=alice, at=NOON, fields={"name": "PT Angin Timur"})
    fields = {"name": "PT Angin", "company.seats": "10", "company.lawyer": str(lawyer.pk)}
    gone = create_company(by=alice, at=NOON, fields=fields)
    merge = merge_clients(by=zoe, at=NOON, kind=ClientKind.COMPANY, into=kept.pk, merged=gone.pk)
    typed = {"company.seats": "12", "company.lawyer": ""}
    change_company(by=alice, at=NOON, company=kept.pk, fields=typed)
    people = merge_clients(by=zoe, at=NOON, kind=ClientKind.CONTACT, into=other.pk, merged=lawyer.pk)
    part_clients(by=zoe, at=NOON, merge=merge.pk)
    assert held(house, Of.COMPANY, kept.pk) == {"company.seats": Decimal(12)}
    # Their lawyer is part of another by now.
    assert held(house, Of.COMPANY, gone.pk) == {
        "company.seats": Decimal(10),
        "company.lawyer": Reference(other.pk, "John"),
    }
    part_clients(by=zoe, at=NOON, merge=people.pk)
    assert held(house, Of.COMPANY, gone.pk)["company.lawyer"] == Reference(lawyer.pk, "Ivan")
