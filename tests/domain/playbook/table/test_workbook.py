"""Workbooks: out and in again, as spreadsheets and people leave them, and as attackers make them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.domain.playbook.playbooks import playbooks
from tests.domain.playbook.table.carried import SHIPPED, WORDS, all_say_something, playbook_of, sheets_of
from voronka.domain.criteria import ConfirmedByHand, Field, FieldFilled
from voronka.domain.ids import CriterionId
from voronka.domain.playbook.faults import UnknownChoice
from voronka.domain.playbook.table.faults import (
    BrokenFile,
    CellError,
    FileTooBig,
    NoTable,
    TableFault,
    TooManyRows,
    UnreadableTable,
)
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.model import Column, Row, Table, TablePlace
from voronka.domain.playbook.table.sheet import Sheet
from voronka.domain.playbook.table.workbook import write_workbook
from voronka.domain.playbook.table.workbook_read import read_workbook
from voronka.domain.seller_steps import SellerStep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from voronka.domain.playbook.model import Playbook

NO_ID = CriterionId(0)
QUALIFY = Row("qualify", "Qualify", "Who they are", None, (SellerStep("Call", ("Look", "Ask"), ("Script",)),))
CLOSE = Row("close", "Close", exit=(FieldFilled(NO_ID, "The need is known", Field.NEED),))
TABLE = Table("sales", "Sales", "en", (QUALIFY, CLOSE))


def workbook(*tables: Table) -> bytes:
    return write_workbook([Sheet(table, f"Playbook: {table.name}", "Stuzha") for table in tables], WORDS)


def edited(change: Callable[[Worksheet], object], content: bytes | None = None) -> bytes:
    """The workbook as a spreadsheet saves it after the change."""
    book = load_workbook(BytesIO(content or workbook(TABLE)))
    change(book.worksheets[0])
    return saved(book)


def saved(book: Workbook) -> bytes:
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def refused(content: bytes) -> tuple[TableFault, ...]:
    with pytest.raises(UnreadableTable) as caught:
        read_workbook(content)
    assert caught.value.faults
    return caught.value.faults


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_playbook_comes_back_from_a_workbook_as_it_was(file: Path) -> None:
    playbook = playbook_of(file)
    for language in playbook.languages:
        sheets = sheets_of(playbook, language)
        tables = read_workbook(write_workbook(sheets, WORDS))
        assert tables == tuple(sheet.table for sheet in sheets)
        assert tuple(map(with_table, playbook.pipelines, tables)) == playbook.pipelines


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(playbooks())
def test_any_table_comes_back_from_a_workbook_as_it_was(playbook: Playbook) -> None:
    sheets = sheets_of(playbook, playbook.languages[0])
    if all(all_say_something(sheet.table) for sheet in sheets):
        assert read_workbook(write_workbook(sheets, WORDS)) == tuple(sheet.table for sheet in sheets)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "=cmd|' /C calc'!A1"])
def test_no_cell_is_a_formula(start: str) -> None:
    hostile = Row("q", f"{start}1+1", steps=(SellerStep(f"{start}1+1", (f"{start}1",)),))
    table = Table("sales", f"{start}1+1", "en", (hostile,))
    content = write_workbook([Sheet(table, f"{start}1+1", f"{start}2+2", {"q": (f"{start}3",)})], WORDS)
    kinds = {
        cell.data_type
        for page in load_workbook(BytesIO(content))
        for row in page
        for cell in row
        if cell.value
    }
    assert kinds == {"s"}


def test_what_fits_no_cell_goes_on_below() -> None:
    steps = tuple(SellerStep("x" * 290 + str(number), ("y" * 290,)) for number in range(150))
    table = Table("sales", "Sales", "en", (Row("q", "Qualify", steps=steps), CLOSE))
    assert read_workbook(workbook(table)) == (table,)


def test_sheets_are_named_after_their_pipelines_and_may_be_renamed() -> None:
    named = [Table("a", name, "en", (CLOSE,)) for name in ("Sales: [new]", "sales  new", "x" * 40, "'")]
    book = load_workbook(BytesIO(workbook(*named)))
    assert book.sheetnames[:4] == ["Sales new", "sales new 2", "x" * 31, "1"]
    book.worksheets[0].title = "Our table"
    assert [table.name for table in read_workbook(saved(book))] == [
        "Sales: [new]",
        "sales new",
        "x" * 40,
        "'",
    ]


def test_the_printed_sheet_is_one_page_wide_in_landscape_with_its_heading_on_each() -> None:
    page = load_workbook(BytesIO(workbook(TABLE))).worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$3:$3"
    assert page.column_dimensions["A"].hidden
    assert page.freeze_panes == "C4"


def test_a_row_by_hand_has_no_key() -> None:
    def add(page: Worksheet) -> None:
        page.insert_rows(5)
        for column, text in zip("BCDE", ("Meet", "Go there", "- Bring samples", "They agree"), strict=True):
            page[f"{column}5"] = text

    [table] = read_workbook(edited(add))
    assert table.rows == (
        QUALIFY,
        Row(None, "Meet", "", None, (SellerStep("Go there", ("Bring samples",)),), (), (ConfirmedByHand(NO_ID, "They agree"),)),
        CLOSE,
    )  # fmt: skip


def test_a_status_merged_over_two_rows_is_one_stage() -> None:
    def merge(page: Worksheet) -> None:
        page.insert_rows(5)
        page["C5"], page["D5"] = "2. Meet", "2.\n+ Samples"
        page.merge_cells("B4:B5")

    [table] = read_workbook(edited(merge))
    assert table.rows[0].steps == (*QUALIFY.steps, SellerStep("Meet", (), ("Samples",)))
    assert table.rows[1:] == (CLOSE,)


def test_without_the_hidden_column_the_four_neighbours_are_the_table() -> None:
    [table] = read_workbook(edited(lambda page: page.delete_cols(1)))
    assert (table.pipeline, table.language, table.name) == (None, None, "Sales")
    assert [(row.key, row.name) for row in table.rows] == [(None, "Qualify"), (None, "Close")]


def test_columns_that_others_added_are_passed_over() -> None:
    def add(page: Worksheet) -> None:
        page.insert_cols(2)
        page["G3"], page["G4"] = "Our remarks", "Ask Hana"

    assert read_workbook(edited(add)) == (TABLE,)


def test_somebodys_notes_on_another_sheet_are_no_table() -> None:
    book = load_workbook(BytesIO(workbook(TABLE)))
    book.create_sheet("Notes").append(["When", "Who", "What", "Why"])
    assert read_workbook(saved(book)) == (TABLE,)


def test_line_ends_and_spaces_of_every_kind_are_the_same() -> None:
    def type_over(page: Worksheet) -> None:
        page["B4"] = "  Qualify\r\n\xa0Who_x000D_\nthey   are \n\n"

    [table] = read_workbook(edited(type_over))
    assert (table.rows[0].name, table.rows[0].purpose) == ("Qualify", "Who they are")


def test_a_number_is_the_text_that_one_sees() -> None:
    [table] = read_workbook(edited(lambda page: page.__setitem__("B5", 2027)))
    assert table.rows[1].name == "2027"


def test_faults_are_told_with_sheet_and_cell() -> None:
    def break_it(page: Worksheet) -> None:
        page["E5"] = "☐ Fine [field: need]\n☐ Wrong [field: wish]"
        page["D4"] = "#NAME?"

    error, unknown = refused(edited(break_it))
    assert error == TableFault(TablePlace("Sales", 4, Column.ACTIONS, "D4"), CellError("#NAME?"))
    assert unknown.place == TablePlace("Sales", 5, Column.CRITERIA, "E5", 2)
    assert isinstance(unknown.wrong, UnknownChoice)


def test_a_workbook_without_a_table_is_refused() -> None:
    book = Workbook()
    assert [fault.wrong for fault in refused(saved(book))] == [NoTable()]


def test_a_table_without_end_is_refused() -> None:
    def lengthen(page: Worksheet) -> None:
        for number in range(400):
            page.append([None, f"Stage {number}"])

    assert TooManyRows(300) in {fault.wrong for fault in refused(edited(lengthen))}


def with_part(name: str, part: bytes) -> bytes:
    """The workbook with a part put in another's place."""
    into = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(TABLE))) as was,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as now,
    ):
        for one in was.namelist():
            now.writestr(one, part if one == name else was.read(one))
    return into.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize("part", [BOMB, BOMB.decode().encode("utf-16"), b"", b"<worksheet", b"\xff\xfe\x00"])
def test_damaged_and_hostile_parts_are_refused(part: bytes) -> None:
    assert [fault.wrong for fault in refused(with_part(SHEET, part))] == [BrokenFile()]


def test_what_unfolds_without_end_is_refused_unread() -> None:
    assert [fault.wrong for fault in refused(with_part(SHEET, b" " * 31_000_000))] == [FileTooBig(30_000_000)]


@given(st.integers(0, 8000), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks(at: int, junk: bytes) -> None:
    content = bytearray(workbook(TABLE))
    content[at : at + len(junk)] = junk
    assert tables_or_faults(bytes(content))


def tables_or_faults(content: bytes) -> tuple[Table, ...] | tuple[TableFault, ...]:
    try:
        return read_workbook(content)
    except UnreadableTable as error:
        return error.faults
