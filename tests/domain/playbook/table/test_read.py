"""One door for all carriers: the content says what a file is."""

from __future__ import annotations

import pytest

from tests.domain.playbook.table.carried import SHIPPED, WORDS, playbook_of, sheets_of
from voronka.domain.playbook.table.faults import FileTooBig, NoTable, UnknownFile, UnreadableTable
from voronka.domain.playbook.table.markdown import write_markdown
from voronka.domain.playbook.table.printed import write_printed
from voronka.domain.playbook.table.read import MOST_BYTES, read_table
from voronka.domain.playbook.table.workbook import write_workbook


def test_every_carrier_is_known_by_its_content() -> None:
    sheets = sheets_of(playbook_of(SHIPPED[0]), "uk")
    tables = tuple(sheet.table for sheet in sheets)
    assert read_table(write_workbook(sheets, WORDS)) == tables
    assert read_table(write_printed(sheets, WORDS)) == tables
    assert read_table(write_markdown(sheets, WORDS).encode()) == tables
    assert read_table(write_markdown(sheets, WORDS).encode("utf-8-sig")) == tables


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", NoTable()),
        (b"Status;Steps", NoTable()),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnknownFile()),
        (b"x" * (MOST_BYTES + 1), FileTooBig(MOST_BYTES)),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, wrong: object) -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_table(content)
    assert [fault.wrong for fault in caught.value.faults] == [wrong]
