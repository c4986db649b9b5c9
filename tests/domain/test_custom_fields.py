"""Custom fields: what people type is read, and what a file says is read back the same."""

from datetime import date
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.columns import COLUMNS, Rows, column_titled, columns_of, custom_column
from voronka.domain.custom_fields import (
    Address,
    Choice,
    CustomField,
    Kind,
    NotAValue,
    Of,
    Reference,
    Value,
    key_for,
    parse,
    read_address,
    show,
    told,
    untold,
)
from voronka.domain.errors import Problem
from voronka.domain.money import Money
from voronka.domain.spreadsheet_cells import neutral, original

CHOICES = (
    Choice(1, "cold", "Cold", {"ru": "Холодный"}),
    Choice(2, "warm", "Warm", {}),
    Choice(3, "hot", "Hot", {}, is_retired=True),
)


def field(kind: Kind) -> CustomField:
    return CustomField(7, Address(Of.DEAL, "one"), kind, "One", {"ru": "Одно"}, choices=CHOICES)


VALUES = {
    Kind.NUMBER: st.decimals(-(10**13), 10**13, places=4),
    Kind.MONEY: st.builds(Money, st.decimals(0, 10**10, places=2), st.sampled_from(["USD", "IDR", "UAH"])),
    Kind.DATE: st.dates(date(1800, 1, 1), date(2300, 12, 31)),
    Kind.CHOICE: st.sampled_from([("cold",), ("warm",), ("hot",)]),
    Kind.CHOICES: st.sampled_from([("cold", "hot"), ("warm",), ("cold", "warm", "hot")]),
    Kind.PERSON: st.sampled_from([Reference(12, "Anna #2 Petrova"), Reference(3, "007")]),
    Kind.COMPANY: st.just(Reference(4, "ООО Ромашка")),
    Kind.FILE: st.just(Reference(9, "offer #3.pdf")),
    Kind.LINK: st.just("https://example.org/a?b=c"),
    Kind.TEXT: st.sampled_from(["=1+1", "two\nlines", "'quoted", "-5", "ё"]),
}


@pytest.mark.parametrize("kind", list(Kind))
@given(data=st.data(), language=st.sampled_from(["en", "ru"]))
def test_what_is_written_is_read_back_the_same(kind: Kind, data: st.DataObject, language: str) -> None:
    value = cast("Value", data.draw(VALUES[kind]))
    cell = original(neutral(show(field(kind), value, language)))
    assert parse(field(kind), cell, currency="EUR") == value
    assert untold(kind, told(value)) == value


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (Kind.NUMBER, "1 234,5", Decimal("1234.5")),
        (Kind.NUMBER, "−12", Decimal(-12)),
        (Kind.MONEY, "Rp4,6jt", Money(Decimal("4600000.00"), "EUR")),
        (Kind.MONEY, "USD 88k", Money(Decimal("88000.00"), "USD")),
        (Kind.DATE, "31.12.2026", date(2026, 12, 31)),
        (Kind.CHOICE, "холодный", ("cold",)),
        (Kind.CHOICES, "warm; Cold", ("cold", "warm")),
        (Kind.LINK, "example.org", "https://example.org"),
        (Kind.PERSON, "17", Reference(17, "17")),
        (Kind.TEXT, "  ", None),
    ],
)
def test_what_people_type_is_understood(kind: Kind, typed: str, meant: Value | None) -> None:
    assert parse(field(kind), typed, currency="EUR") == meant


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        (Kind.NUMBER, "twelve", Problem.NOT_A_NUMBER),
        (Kind.NUMBER, "0.00001", Problem.NOT_A_NUMBER),
        (Kind.NUMBER, "1" * 20, Problem.TOO_LARGE),
        (Kind.MONEY, "-5", Problem.NEGATIVE),
        (Kind.DATE, "31.02.2026", Problem.NOT_A_DATE),
        (Kind.CHOICE, "boiling", Problem.UNKNOWN_CHOICE),
        (Kind.CHOICES, "Cold; boiling", Problem.UNKNOWN_CHOICE),
        (Kind.LINK, "javascript:alert(1)", Problem.NOT_A_URL),
        (Kind.TEXT, "x" * 5000, Problem.TOO_LONG),
    ],
)
def test_what_is_no_value_is_refused(kind: Kind, typed: str, problem: Problem) -> None:
    with pytest.raises(NotAValue) as refused:
        parse(field(kind), typed, currency="EUR")
    assert refused.value.problem is problem


def test_a_key_is_made_of_the_name_and_taken_once() -> None:
    assert key_for("Delivery date", []) == "delivery_date"
    assert key_for("Delivery date", ["delivery_date"]) == "delivery_date_2"
    assert key_for("Склад", ["field_1"]) == "field_2"


def test_an_address_names_what_has_the_field() -> None:
    assert read_address("deal.warehouse") == Address(Of.DEAL, "warehouse")
    for wrong in ("warehouse", "task.warehouse", "deal.", "deal.Ware", "deal.a.b"):
        with pytest.raises(ValueError, match=wrong):
            read_address(wrong)


@pytest.mark.parametrize("rows", list(Rows))
def test_every_column_is_found_again_by_its_key_and_by_its_title_in_each_language(rows: Rows) -> None:
    columns = columns_of(rows, [field(Kind.CHOICE)])
    for column in columns:
        assert column_titled(columns, column.key) is column
        for language in ("en", "ru", "uk", "id"):
            assert column_titled(columns, f" {column.title(language).upper()} ") == column
    assert len({column.key for column in columns}) == len(columns)
    assert column_titled(COLUMNS[rows], "Одно") is None
    assert custom_column(field(Kind.DATE)).title("ru") == "Одно"


@given(st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(["=1", "'=1", "''@", "+7", "'"]))
def test_no_cell_is_run_and_none_is_changed(cell: str) -> None:
    written = neutral(cell)
    assert written[:1] not in tuple("=+-@\t\r\n")
    assert original(written) == cell
