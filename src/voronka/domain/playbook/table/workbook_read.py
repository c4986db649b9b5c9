"""Tables read out of a workbook, whoever saved it: keys may be lost, rows added, cells merged, sheets renamed.

The file is a stranger's: it is looked through before anything of it is unfolded, and read only as far as a table goes.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from voronka.domain.playbook.table.faults import (
    BrokenFile,
    CellError,
    FileTooBig,
    NoTable,
    NotAmongRobots,
    TableFault,
    TooManyRows,
    UnreadableTable,
)
from voronka.domain.playbook.table.lines import Line, has_robots, heads_robots
from voronka.domain.playbook.table.marking import Marking, marking_read
from voronka.domain.playbook.table.model import FOUR, Column, Table, TablePlace, cleaned
from voronka.domain.playbook.table.rows import MOST_ROWS, Written, rows_read

MOST_UNFOLDED = 30_000_000
MOST_PARTS = 300
MOST_SHEETS = 40
MOST_COLUMNS = 40

_HEAD_WITHIN = 30
_ERRORS = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!)\Z")
# How Excel writes the end of a line that came from elsewhere.
_RETURN = re.compile(r"_x000D_\n?|\r\n?")
# The library has no error of its own for a damaged part.
_BROKEN = (
    ArithmeticError, AttributeError, BadZipFile, EOFError, InvalidFileException, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a sheet's table begins: its row, the place of the keys (None: lost), of the four columns, and of the robots."""

    row: int
    marking: Marking
    keys: int | None
    columns: tuple[int, ...]
    robots: int | None


Page = tuple[str, _Head, list[Values]]


def read_workbook(content: bytes) -> tuple[Table, ...]:
    """The tables, one of each sheet that has one; there is at least one.

    Raises:
        UnreadableTable
    """
    try:
        _look_through(content)
        pages = _ours(tuple(_pages(content)))
    except _BROKEN as error:
        raise UnreadableTable((TableFault(TablePlace(), BrokenFile()),)) from error
    faults: list[TableFault] = []
    tables = tuple(_read(*page, faults) for page in pages)
    if not tables:
        faults.append(TableFault(TablePlace(), NoTable()))
    if faults:
        raise UnreadableTable(tuple(faults))
    return tables


def _ours(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Beside sheets that carry a marking, others are somebody's notes."""
    return tuple(page for page in pages if page[1].keys is not None) or pages


def _look_through(content: bytes) -> None:
    """Refuse what unfolds without end, and declarations that XML would unfold."""
    with ZipFile(BytesIO(content)) as parts:
        sizes = parts.infolist()
        if len(sizes) > MOST_PARTS or sum(part.file_size for part in sizes) > MOST_UNFOLDED:
            raise UnreadableTable((TableFault(TablePlace(), FileTooBig(MOST_UNFOLDED)),))
        for part in sizes:
            if part.filename.endswith((".xml", ".rels")) and _declares(parts.read(part)):
                raise ValueError(part.filename)


def _declares(xml: bytes) -> bool:
    """Whether the part declares anything, or hides it in an encoding that no spreadsheet writes."""
    return (
        b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in xml[:8]
    )


def _pages(content: bytes) -> Iterator[Page]:
    """The sheets with a table: name, heading, and all rows from the sheet's first on."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()
            until = _HEAD_WITHIN + MOST_ROWS + 1
            rows: list[Values] = list(sheet.iter_rows(max_row=until, max_col=MOST_COLUMNS, values_only=True))
            head = _head(rows)
            if head is not None:
                yield sheet.title, head, rows
    finally:
        book.close()


def _head(rows: Sequence[Values]) -> _Head | None:
    """The row that carries the marking; where that is lost the first of four neighbours."""
    shown = [[cleaned(_text(value)) for value in row] for row in rows[:_HEAD_WITHIN]]
    for number, row in enumerate(shown, 1):
        for place, text in enumerate(row):
            marking = marking_read(text)
            if marking is not None:
                columns = _filled(row, place + 1) or tuple(range(place + 1, place + 1 + len(FOUR)))
                return _Head(number, marking, place, columns, _robots(row, columns))
    for number, row in enumerate(shown, 1):
        filled = _filled(row, 0)
        if filled is not None and filled[-1] - filled[0] == len(FOUR) - 1:
            return _Head(number, Marking(), None, filled, _robots(row, filled))
    return None


def _robots(row: Sequence[str], columns: tuple[int, ...]) -> int | None:
    """Behind the four: where the heading says so."""
    return next((at for at, text in enumerate(row) if at > columns[-1] and heads_robots(text)), None)


def _filled(row: Sequence[str], start: int) -> tuple[int, ...] | None:
    """The first four places from `start` on that hold something."""
    found = tuple(place for place, text in enumerate(row) if place >= start and text)[: len(FOUR)]
    return found if len(found) == len(FOUR) else None


def _read(sheet: str, head: _Head, rows: list[Values], faults: list[TableFault]) -> Table:
    under = list(enumerate(rows[head.row :], head.row + 1))
    if len(under) > MOST_ROWS and any(any(row) for _number, row in under[MOST_ROWS:]):
        faults.append(TableFault(TablePlace(sheet), TooManyRows(MOST_ROWS)))
    written = [_written(sheet, head, number, row, faults) for number, row in under[:MOST_ROWS]]
    name = head.marking.name or cleaned(sheet)
    return Table(head.marking.pipeline, name, head.marking.language, rows_read(written, faults))


def _written(sheet: str, head: _Head, number: int, row: Values, faults: list[TableFault]) -> Written:
    keys = "" if head.keys is None else cleaned(_text(_at(row, head.keys)))
    cells: dict[Column, tuple[Line, ...]] = {}
    columns = dict(zip(FOUR, head.columns, strict=True))
    if head.robots is None:
        faults += _astray(sheet, head, number, row)
    else:
        columns[Column.ROBOTS] = head.robots
    for column, place in columns.items():
        at = TablePlace(sheet, number, column, f"{get_column_letter(place + 1)}{number}")
        text = _text(_at(row, place))
        if _ERRORS.match(text):
            faults.append(TableFault(at, CellError(text)))
        else:
            cells[column] = tuple(_lines(text, at))
    return Written(keys or None, cells, TablePlace(sheet, number))


def _astray(sheet: str, head: _Head, number: int, row: Values) -> Iterator[TableFault]:
    """Robots in a column that is none of theirs: they would be passed over."""
    for place in range(head.columns[-1] + 1, len(row)):
        if has_robots(_text(row[place])):
            cell = f"{get_column_letter(place + 1)}{number}"
            yield TableFault(TablePlace(sheet, number, Column.ROBOTS, cell), NotAmongRobots())


def _lines(text: str, at: TablePlace) -> Iterator[Line]:
    for number, line in enumerate(_RETURN.sub("\n", text).split("\n"), 1):
        words = cleaned(line)
        if words:
            yield Line(words, TablePlace(at.sheet, at.row, at.column, at.cell, number))


def _at(row: Values, place: int) -> object:
    return row[place] if place < len(row) else None


def _text(value: object) -> str:
    """A cell's value as it was typed; a number that is whole has no point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
