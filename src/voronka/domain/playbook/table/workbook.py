"""Tables as a workbook: a sheet a pipeline, printable on A4, and a sheet that tells how the table is filled in.

Everything is text, whatever it begins with: no cell is ever a formula. Keys stand in a hidden first column.
"""

import math
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from voronka.domain.playbook.table.cells import cells_of
from voronka.domain.playbook.table.legend import legend, robot_legend
from voronka.domain.playbook.table.lines import IN_HEAD, CellLine
from voronka.domain.playbook.table.marking import marking_text
from voronka.domain.playbook.table.model import Column, Row, cleaned
from voronka.domain.playbook.table.sheet import Sheet, Words

HEAD_ROW = 3
_FIRST = 2
MOST_IN_CELL = 32_000
"""A cell holds 32767 characters at most; what is longer goes on in the row below."""

_WIDTHS = {"B": 30, "C": 40, "D": 46, "E": 62, "F": 56}
# A row is as high as its fullest cell: by how many characters a line of it holds, with room for wide letters. A row may
# be 409 points high.
_LINE_HEIGHT, _MOST_LINES = 13, 30
_MOST_IN_NAME = 31
# The width of each of the two columns that tell how the table is filled in.
_HALF = 76
_FACE = "Calibri"
# The colours of the page, as the style sheet has them in daylight.
_INK, _QUIET, _ACCENT, _LINE, _TINT = "FF1A2129", "FF606870", "FF00536A", "FFE3E2DE", "FFE1F3F8"
_TOP = Alignment(vertical="top", wrap_text=True)
_UNDER = Border(bottom=Side("thin", _LINE))
# What a person types into such a cell stays text as well, even "- call".
_AS_TEXT = "@"


def write_workbook(sheets: Sequence[Sheet], words: Words) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    first = book.active
    names: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_sheet_name(sheet.table.name, names))
        _fill(page, sheet, words)
    _explain(book.create_sheet(_sheet_name(words.how_to_title, names)), words)
    if first is not None:
        book.remove(first)
    into = BytesIO()
    save_workbook(book, into)
    return into.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a spreadsheet allows, and that no other sheet has."""
    plain = cleaned(re.sub(r"[\[\]:*?/\\]", " ", name)).strip("' ")[:_MOST_IN_NAME].strip() or "1"
    tries = (plain, *(f"{plain[: _MOST_IN_NAME - 4]} {number}" for number in range(2, len(taken) + 3)))
    found = next(one for one in tries if one.casefold() not in taken)
    taken.add(found.casefold())
    return found


def _fill(page: Worksheet, sheet: Sheet, words: Words) -> None:
    _head(page, sheet, words)
    at = HEAD_ROW + 1
    for row in sheet.table.rows:
        for cells in _physical(row, sheet.notes.get(row.key or "", ()), words):
            _put(page, at, 1, row.key if cells[0] else None)
            for column, lines in enumerate(cells, _FIRST):
                _put(page, at, column, _rich(lines, is_status=column == _FIRST))
            page.row_dimensions[at] = _Fitted(page, at, ht=_height(cells))
            at += 1
    _set_up(page, len(_heads(sheet, words)))


class _Fitted(RowDimension):
    """A row whose height is not set for ever: it grows when a line is added."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the library's name
        """Never."""
        return False


def _height(cells: Sequence[Sequence[CellLine]]) -> float:
    per_cell = (
        sum(_lines(line, width) for line in lines)
        for lines, width in zip(cells, _WIDTHS.values(), strict=False)
    )
    return max(*per_cell, 2) * _LINE_HEIGHT + _LINE_HEIGHT / 2


def _lines(line: CellLine, width: int) -> int:
    return max(1, math.ceil(len(str(line)) / (width * 1.08)))


def _head(page: Worksheet, sheet: Sheet, words: Words) -> None:
    for row, text, font in (
        (1, sheet.title, Font(_FACE, 16, bold=True, color=_INK)),
        (2, sheet.about, Font(_FACE, 10, color=_QUIET)),
    ):
        _put(page, row, _FIRST, cleaned(text))
        page.cell(row, _FIRST).font = font
        page.cell(row, _FIRST).alignment = Alignment(vertical="center")
    page.row_dimensions[1].height = 26
    page.row_dimensions[2].height = 20
    _put(page, HEAD_ROW, 1, marking_text(sheet.table))
    for column, text in enumerate(_heads(sheet, words), _FIRST):
        _put(page, HEAD_ROW, column, text)
        head = page.cell(HEAD_ROW, column)
        head.font = Font(_FACE, 10, bold=True, color=_ACCENT)
        head.fill = PatternFill("solid", _TINT)
        head.alignment = Alignment(vertical="center", wrap_text=True)
    page.row_dimensions[HEAD_ROW].height = 24


def _heads(sheet: Sheet, words: Words) -> tuple[str, ...]:
    more = (f"{words.robots_head} [{IN_HEAD}]",) if sheet.table.has_robots else ()
    return (*words.heads, *more)


def _set_up(page: Worksheet, columns: int) -> None:
    """Widths, what stays in view, and the printed page."""
    page.column_dimensions["A"].hidden = True
    for letter, width in list(_WIDTHS.items())[:columns]:
        page.column_dimensions[letter].width = width
    page.freeze_panes = f"C{HEAD_ROW + 1}"
    page.sheet_view.showGridLines = False
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _paper(page)


def _paper(page: Worksheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = int(page.PAPERSIZE_A4)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.45, 0.6
    page.page_margins.header = page.page_margins.footer = 0.3
    page.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart("&P / &N", size=8))


def _physical(row: Row, notes: tuple[str, ...], words: Words) -> Iterator[tuple[tuple[CellLine, ...], ...]]:
    """The cells, again and again as far as what they hold fits no single one; the status stands once."""
    cells = cells_of(row, words.robot)
    told = tuple(CellLine(cleaned(note)) for note in notes)
    left = [[*lines, *(told if column is Column.CRITERIA else ())] for column, lines in cells.items()]
    while any(left):
        yield tuple(tuple(_taken(lines, width)) for lines, width in zip(left, _WIDTHS.values(), strict=False))


def _taken(lines: list[CellLine], width: int) -> Iterator[CellLine]:
    """Take from the front of the list what fits a cell; a line that fits none by itself has one of its own."""
    length = height = 0
    while lines:
        length, height = length + len(str(lines[0])) + 1, height + _lines(lines[0], width)
        is_first = length == len(str(lines[0])) + 1
        if not is_first and (height > _MOST_LINES or length > MOST_IN_CELL):
            return
        yield lines.pop(0)


def _rich(lines: Sequence[CellLine], *, is_status: bool) -> CellRichText | None:
    """The lines under each other: a name in bold, what is in brackets quietly."""
    if not lines:
        return None
    blocks = []
    for place, line in enumerate(lines):
        start = "\n" if place else ""
        colour = Color(_QUIET if is_status and place else _INK)
        size = 11 if is_status and line.is_name else 10
        font = InlineFont(rFont=_FACE, sz=size, b=line.is_name, color=colour)
        if line.words:
            blocks.append(TextBlock(font, start + line.words))
        if line.inside:
            quiet = InlineFont(rFont=_FACE, sz=9, color=Color(_ACCENT))
            blocks.append(TextBlock(quiet, f"{' ' if line.words else start}{line.brackets}"))
        if line.told:
            blocks.append(TextBlock(InlineFont(rFont=_FACE, sz=9, color=Color(_QUIET)), f" {line.behind}"))
    return CellRichText(blocks)


def _put(page: Worksheet, row: int, column: int, value: CellRichText | str | None) -> None:
    cell = page.cell(row, column)
    cell.alignment, cell.number_format = _TOP, _AS_TEXT
    if column > 1 and row > HEAD_ROW:
        cell.border = _UNDER
        cell.font = Font(_FACE, 10, color=_INK)
    if value is None:
        return
    cell.value = value
    # The library takes "=…" for a formula.
    if isinstance(value, str):
        cell.data_type = "s"


def _explain(page: Worksheet, words: Words) -> None:
    """How the table is filled in, and what may stand in brackets."""
    page.column_dimensions["A"].width = page.column_dimensions["B"].width = _HALF
    page.sheet_view.showGridLines = False
    _put(page, 1, 1, words.how_to_title)
    page.cell(1, 1).font = Font(_FACE, 16, bold=True, color=_INK)
    page.row_dimensions[1].height = 26
    below = count(2)
    for lines, shown in (
        (words.how_to, legend(words.evidence)),
        (words.how_to_robots, robot_legend(words.robot)),
    ):
        for line in lines:
            _say(page, next(below), line)
        for brackets, meaning in shown:
            _show(page, next(below), brackets, meaning)
        # A row is left free below.
        next(below)
    _paper(page)


def _say(page: Worksheet, at: int, line: str) -> None:
    _put(page, at, 1, line)
    page.cell(at, 1).font = Font(_FACE, 11, color=_INK)
    page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=2)
    page.row_dimensions[at].height = math.ceil(len(line) / (1.7 * _HALF)) * 15 + 5


def _show(page: Worksheet, at: int, brackets: str, meaning: str) -> None:
    for column, text, colour in ((1, brackets, _ACCENT), (2, meaning, _INK)):
        _put(page, at, column, text)
        page.cell(at, column).font = Font(_FACE, 10, color=colour)
        page.cell(at, column).border = _UNDER
