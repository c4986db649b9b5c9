"""The printed page: the same bytes for the same table, every word on it, and the table inside."""

from __future__ import annotations

from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from tests.domain.playbook.table.carried import SHIPPED, WORDS, playbook_of, sheets_of
from voronka.domain.playbook.table.faults import BrokenFile, NotOurs, TableFault, UnreadableTable
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.model import Row, Table, TablePlace
from voronka.domain.playbook.table.printed import write_printed
from voronka.domain.playbook.table.printed_read import read_printed
from voronka.domain.playbook.table.sheet import Sheet
from voronka.domain.seller_steps import SellerStep

if TYPE_CHECKING:
    from pathlib import Path

STEPS = tuple(SellerStep(f"Step {number}", ("x" * 60,) * 3) for number in range(1, 5))
LONG = Table("sales", "Sales", "en", tuple(Row(f"s-{at}", f"Stage {at}", steps=STEPS) for at in range(1, 13)))


def words_on(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


# What comes back is the Markdown inside, which its own tests take through every language; setting type is slow.
@pytest.mark.parametrize(("file", "language"), [*zip(SHIPPED, cycle(["en", "ru", "uk", "id"]), strict=False)])
def test_a_shipped_playbook_comes_back_from_a_printed_page_as_it_was(file: Path, language: str) -> None:
    playbook = playbook_of(file)
    sheets = sheets_of(playbook, language)
    tables = read_printed(write_printed(sheets, WORDS))
    assert tables == tuple(sheet.table for sheet in sheets)
    assert tuple(map(with_table, playbook.pipelines, tables)) == playbook.pipelines


@pytest.mark.parametrize("language", ["en", "ru", "uk", "id"])
def test_every_stage_is_on_the_page_in_its_own_letters(language: str) -> None:
    playbook = playbook_of(next(file for file in SHIPPED if file.stem == "four-stages"))
    [sheet] = sheets_of(playbook, language)
    shown = words_on(write_printed([sheet], WORDS))
    assert all(row.name in shown for row in sheet.table.rows)
    assert "Page 1 of 1" in shown
    assert "[field:" not in shown


def test_the_same_table_gives_the_same_bytes() -> None:
    sheets = sheets_of(playbook_of(SHIPPED[0]), "ru")
    assert write_printed(sheets, WORDS) == write_printed(sheets, WORDS)


def test_a_long_table_goes_over_to_more_pages_under_its_heading_again() -> None:
    pages = PdfReader(BytesIO(write_printed([Sheet(LONG, "Sales", "Stuzha")], WORDS))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "Seller’s steps" in page.extract_text()
        assert f"Page {number} of {len(pages)}" in page.extract_text()


def test_no_stage_is_torn_unless_no_page_could_hold_it() -> None:
    texts = [
        page.extract_text()
        for page in PdfReader(BytesIO(write_printed([Sheet(LONG, "Sales", "")], WORDS))).pages
    ]
    for text in texts:
        assert text.count("Step 1") == text.count("Step 4")
    tall = Table("sales", "Sales", "en", (Row("a", "Tall", steps=STEPS * 12),))
    assert len(PdfReader(BytesIO(write_printed([Sheet(tall, "Sales", "")], WORDS))).pages) > 1


def test_what_is_written_is_never_a_command_to_the_printer() -> None:
    hostile = '#panic("x") $x$ *b* \\ [limit: 3d] <label> @ref `raw` // gone'
    table = Table("sales", hostile, "en", (Row("a", hostile, steps=(SellerStep(hostile),)),))
    content = write_printed([Sheet(table, hostile, hostile)], WORDS)
    assert words_on(content).count('#panic("x") $x$ *b* \\') >= 3


def refused(content: bytes) -> list[TableFault]:
    with pytest.raises(UnreadableTable) as caught:
        read_printed(content)
    return list(caught.value.faults)


def test_a_pdf_of_somebody_elses_is_refused() -> None:
    into = BytesIO()
    other = PdfWriter()
    other.add_blank_page(100, 100)
    other.add_attachment("notes.txt", b"| a | b | c | d |")
    other.write(into)
    assert refused(into.getvalue()) == [TableFault(TablePlace(), NotOurs())]


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_a_damaged_pdf_is_refused_and_never_breaks(junk: bytes) -> None:
    assert refused(b"%PDF-1.7\n" + junk)[0].wrong in {BrokenFile(), NotOurs()}
