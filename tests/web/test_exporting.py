"""Exports: what the list shows and nothing else, whole, never executable, and read back the same."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
import vobject
from django.urls import reverse

from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import create_company, create_contact
from voronka.commands.deals import NewDeal, change_deal, create_deal
from voronka.commands.setup.custom_fields import add_custom_field
from voronka.domain.columns import Rows, column_titled, columns_of
from voronka.domain.custom_fields import Of, SeenBy, parse
from voronka.domain.events import EventKind
from voronka.domain.spreadsheet_cells import original
from voronka.models import Event
from voronka.queries.custom_fields import every_field, values_of

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def house() -> House:
    return make_house()


def taken(visitor: Visitor, rows: str, **query: str) -> bytes:
    answer: Any = visitor.client.get(reverse("export-file", args=[rows]), query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def lines(visitor: Visitor, rows: str, delimiter: str = "comma", **query: str) -> list[dict[str, str]]:
    text = taken(visitor, rows, delimiter=delimiter, **query).decode("utf-8-sig")
    sign = {"comma": ",", "semicolon": ";", "tab": "\t"}[delimiter]
    return list(csv.DictReader(io.StringIO(text), delimiter=sign))


def add_anna(house: House) -> int:
    for kind, name in (("choices", "Likes"), ("number", "Shoe"), ("text", "Secret")):
        seen_by = SeenBy.LEADERS if name == "Secret" else SeenBy.EVERYBODY
        fields = {
            "name": name,
            "kind": kind,
            "choices": "Tea\nCoffee",
            "seen_by": seen_by,
            "name_ru": f"{name} ru",
        }
        add_custom_field(by=house.actor("Hana"), at=NOON, of=Of.CONTACT, fields=fields)
    fields = {
        "name": "Anna Petrova", "phone": "+6281234567001", "email": "anna@example.com", "company": FORMULA,
        "position": "@chef", "contact.likes": "Tea; Coffee", "contact.shoe": "-39.5",
    }  # fmt: skip
    return create_contact(by=house.actor("Alice"), at=NOON, fields=fields).pk


@pytest.mark.parametrize("delimiter", ["comma", "semicolon", "tab"])
def test_people_are_written_so_that_they_are_read_back_the_same(house: House, delimiter: str) -> None:
    anna = add_anna(house)
    (row,) = lines(Visitor(house, "Alice"), "contacts", delimiter, query="q=Anna")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    columns = columns_of(Rows.CONTACTS, every_field(Of.CONTACT))
    read = {
        column.key: original(cell) for title, cell in row.items() if (column := column_titled(columns, title))
    }
    assert len(read) == len(row)
    assert (read["name"], read["position"], read["company"]) == ("Anna Petrova", "@chef", FORMULA)
    assert (read["phones"], read["emails"], read["decides"]) == ("+6281234567001", "anna@example.com", "0")
    fields = {field.address.value: field for field in every_field(Of.CONTACT)}
    held = values_of(Of.CONTACT, [anna], fields.values())[anna]
    for address, value in held.items():
        assert parse(fields[address], read[address], currency="USD") == value
    assert "contact.secret" not in read


def test_a_spreadsheet_holds_numbers_and_days_and_no_formula(house: House) -> None:
    add_anna(house)
    book = openpyxl.load_workbook(
        io.BytesIO(taken(Visitor(house, "Alice"), "contacts", form="xlsx", query="q=Anna"))
    )
    head, row = book.worksheets[0].iter_rows()
    cells = {str(title.value): cell for title, cell in zip(head, row, strict=True)}
    assert (cells["Company"].value, cells["Company"].data_type) == (FORMULA, "s")
    assert cells["Phones"].value == "+6281234567001"
    assert cells["Shoe"].value == -39.5


def test_json_lines_and_cards_keep_everything(house: House) -> None:
    add_anna(house)
    (row,) = map(
        json.loads, taken(Visitor(house, "Hana"), "contacts", form="jsonl", query="q=Anna").splitlines()
    )
    assert (row["phones"], row["contact.likes"], row["contact.shoe"]) == (
        ["+6281234567001"],
        ["tea", "coffee"],
        "-39.5",
    )
    assert row["contact.secret"] is None
    card = vobject.readOne(taken(Visitor(house, "Alice"), "contacts", form="vcf", query="q=Anna").decode())
    assert (card.fn.value, card.tel.value, card.email.value) == (
        "Anna Petrova",
        "+6281234567001",
        "anna@example.com",
    )
    assert "Tea; Coffee" in card.note.value


def test_deals_companies_and_tasks_go_as_the_list_and_the_rights_say(house: House) -> None:
    add_custom_field(by=house.actor("Hana"), at=NOON, of=Of.DEAL, fields={"name": "Seats", "kind": "number"})
    deal = deal_of(house, "Alice", title="Cold room")
    deal_of(house, "Charlie", title="Somebody else’s")
    create_company(by=house.actor("Charlie"), at=NOON, fields={"name": "Charlie’s firm"})
    change_deal(
        by=house.actor("Alice"), at=NOON, deal=deal.pk, fields={"deal.seats": "12", "amount": "88000.50"}
    )
    alice, pipeline = Visitor(house, "Alice"), str(house.pipeline.pk)
    (row,) = lines(alice, "deals", pipeline=pipeline)
    assert (row["Deal"], row["Amount"], row["Currency"], row["Seats"], row["Status"]) == (
        "Cold room", "88000.50", "USD", "12", "open",
    )  # fmt: skip
    assert lines(alice, "deals", pipeline=pipeline, query="?text=nothing") == []
    assert "Charlie’s firm" not in {row["Company name"] for row in lines(alice, "companies")}
    assert {row["Number of the deal"] for row in lines(alice, "tasks")} == {str(deal.pk)}
    create_deal(by=house.actor("Alice"), at=NOON, new=NewDeal(house.pipeline.pk, title="Second"))
    assert len(lines(Visitor(house, "Zoe"), "deals", pipeline=pipeline)) == 3


def test_who_leads_reads_who_exported_how_much(house: House) -> None:
    add_anna(house)
    taken(Visitor(house, "Alice"), "contacts", query="q=Anna")
    event = Event.objects.get(kind=EventKind.LIST_EXPORTED)
    assert event.payload == {"rows": "contacts", "count": 1, "form": "csv"}
    assert "Alice 1 row · People · CSV" in Visitor(house, "Hana").get("export", "contacts").words
    for name in ("Alice", "Charlie", "Hugo"):
        assert "Alice 1 row" not in Visitor(house, name).get("export", "contacts").words
    assert Visitor(house, "Alice").get("export", "users").status == 404
    assert (
        Visitor(house, "Alice")
        .client.get(reverse("export-file", args=["deals"]), {"form": "vcf"})
        .status_code
        == 404
    )
