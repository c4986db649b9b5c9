"""A table read back, whatever carried it: the file's content says what it is, not its name."""

from voronka.domain.playbook.table.faults import (
    FileTooBig,
    TableFault,
    UnknownFile,
    UnreadableTable,
)
from voronka.domain.playbook.table.markdown_read import read_markdown
from voronka.domain.playbook.table.model import Table, TablePlace
from voronka.domain.playbook.table.printed_read import read_printed
from voronka.domain.playbook.table.workbook_read import read_workbook

MOST_BYTES = 5_000_000


def read_table(content: bytes) -> tuple[Table, ...]:
    """The tables of a workbook, of a printed page, or of Markdown in UTF-8; there is at least one.

    Raises:
        UnreadableTable: with every fault that could be found.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable((TableFault(TablePlace(), FileTooBig(MOST_BYTES)),))
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content)
    if b"%PDF-" in content[:1024]:
        return read_printed(content)
    try:
        return read_markdown(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableTable((TableFault(TablePlace(), UnknownFile()),)) from error
