"""Cells as spreadsheets leave them: what is taken, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from voronka.domain.importing.dates import DateOrder, is_date_of_range, order_of, read_date
from voronka.domain.importing.phone_cells import read_phones
from voronka.domain.importing.remarks import Remark
from voronka.domain.importing.rows import Plan, read_row
from voronka.domain.importing.table import Line
from voronka.domain.importing.targets import Target

R = Remark


@pytest.mark.parametrize(
    ("cell", "numbers", "told"),
    [
        ("+7 916 123-45-67", ["+79161234567"], []),
        ("8 (916) 123-45-67", ["+79161234567"], []),
        ("79161234567", ["+79161234567"], [R.PLUS_ADDED]),
        ("0079161234567", ["+79161234567"], [R.PLUS_ADDED]),
        ("007 916 1234567", ["+79161234567"], [R.PLUS_ADDED]),
        ("+7 916 123-45-67, 8 (903) 765-43-21", ["+79161234567", "+79037654321"], [R.SPLIT]),
        ("89161234567/89031234567", ["+79161234567", "+79031234567"], [R.SPLIT]),
        ("+79161234567 +79037654321", ["+79161234567", "+79037654321"], [R.SPLIT]),
        ("8 916 123 45 67 Иван", ["+79161234567"], [R.WORDS_AFTER_NUMBER]),
        ("+7 916 123 45 67 доб. 12", ["+79161234567"], [R.WORDS_AFTER_NUMBER]),
        ("тел: 89161234567", ["+79161234567"], []),
        ("\u202a+79161234567\u202c", ["+79161234567"], [R.CLEANED]),
        ("9.16123E+09", [], [R.LOST_DIGITS]),
        ("7,91612E+10", [], [R.LOST_DIGITS]),
        ("555-0101", [], [R.NOT_A_PHONE]),
        ("not-a-phone", [], [R.NOT_A_PHONE]),
        ("79161234567.0", ["+79161234567"], [R.PLUS_ADDED]),
        ("+44 7700 900123", ["+447700900123"], [R.DOUBTFUL_PHONE]),
        ("+79161234567 ::: +79037654321", ["+79161234567", "+79037654321"], []),
    ],
)
def test_numbers_in_a_cell(cell: str, numbers: list[str], told: list[Remark]) -> None:
    found = read_phones(cell, 0, "RU")
    assert [e164 for e164, _ in found.found] == numbers
    assert [said.remark for said in found.said] == told


@pytest.mark.parametrize(
    ("cell", "order", "read"),
    [
        ("2024-01-15", DateOrder.OPEN, date(2024, 1, 15)),
        ("2024-01-20T14:30:00Z", DateOrder.OPEN, date(2024, 1, 20)),
        ("20.03.2024 10:15:00", DateOrder.OPEN, date(2024, 3, 20)),
        ("15-Jan-2024", DateOrder.OPEN, date(2024, 1, 15)),
        ("Mar 20 2024", DateOrder.OPEN, date(2024, 3, 20)),
        ("5 марта 2024", DateOrder.OPEN, date(2024, 3, 5)),
        ("17 Agustus 2024", DateOrder.OPEN, date(2024, 8, 17)),
        ("45366", DateOrder.OPEN, date(2024, 3, 15)),
        ("03/04/2024", DateOrder.DAY_FIRST, date(2024, 4, 3)),
        ("03/04/2024", DateOrder.MONTH_FIRST, date(2024, 3, 4)),
        ("03/04/2024", DateOrder.OPEN, R.DAY_OR_MONTH),
        ("03/15/2024 9:12 AM", DateOrder.OPEN, date(2024, 3, 15)),
        ("31.02.2024", DateOrder.OPEN, R.NOT_A_DATE),
        ("--03-07", DateOrder.OPEN, R.NOT_A_DATE),
    ],
)
def test_dates_in_a_cell(cell: str, order: DateOrder, read: date | Remark) -> None:
    assert read_date(cell, order) == read


def test_a_column_decides_which_number_is_the_day_and_is_asked_where_it_does_not() -> None:
    assert order_of(["03/04/2024", "25/04/2024"]) is DateOrder.DAY_FIRST
    assert order_of(["03/04/2024", "04/25/2024"]) is DateOrder.MONTH_FIRST
    assert order_of(["03/04/2024"]) is DateOrder.OPEN
    assert order_of(["25/04/2024", "04/25/2024"]) is DateOrder.OPEN


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [("May-20", True), ("20-May", True), ("5-мая", True), ("Mary-20", False), ("May", False)],
)
def test_a_date_that_was_a_range_is_known(cell: str, is_one: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_date_of_range(cell) is is_one


def test_what_a_spreadsheet_spoilt_is_told_and_no_other_word_is_lost() -> None:
    plan = Plan(("Имя", "Сотрудников", "Код"), (Target.NAME, Target.NOTE_LINE, Target.NOTE_LINE), "RU")
    row = read_row(Line(2, ("Глеб\u200f", "May-20", "9.16123E+09", "лишнее")), plan)
    assert row.name == "Глеб"
    assert [said.remark for said in row.said] == [R.CLEANED, R.DATE_OF_RANGE, R.LOST_DIGITS, R.MORE_CELLS]
    assert row.description == "Сотрудников: May-20\nКод: 9.16123E+09\nлишнее"
