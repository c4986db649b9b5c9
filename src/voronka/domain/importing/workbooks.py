"""Workbooks (XLSX, XLS, ODS) and the HTML tables that some programs hand out under the name of one.

A workbook is read whole, for its format allows no other way; only its first sheet with rows counts.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from lxml import etree, html
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from voronka.domain.importing.encodings import encoding_of
from voronka.domain.importing.table import FileForm, Table, Unreadable, UnreadableFile, lines_of, titled

Value = float | str | bool | time | date | datetime | timedelta
# Above it a float no longer holds every whole number.
_EXACT = 1e15


def open_workbook(path: Path, form: FileForm) -> Table:
    """The first sheet that has rows.

    Raises:
        UnreadableFile
    """
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                return _table(form, [tuple(map(text_of, row)) for row in rows])
    except PasswordError as error:
        raise UnreadableFile(Unreadable.SEALED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(Unreadable.BROKEN) from error
    raise UnreadableFile(Unreadable.EMPTY)


def text_of(value: Value) -> str:
    """A cell as text: whole numbers without a point, dates as ISO has them."""
    match value:
        case str():
            return value
        case bool():
            return "1" if value else "0"
        case float():
            return str(int(value)) if value == int(value) and abs(value) < _EXACT else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)


def open_html(path: Path) -> Table:
    """The largest table of the page.

    Raises:
        UnreadableFile
    """
    content = path.read_bytes()
    encoding = encoding_of(content, is_whole=True)
    try:
        page = html.fromstring(content.decode(encoding, errors="replace").encode(), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(Unreadable.BROKEN) from error
    tables: list[list[tuple[str, ...]]] = [list(_html_rows(table)) for table in page.iter("table")]
    longest = max(map(len, tables), default=0)
    return _table(FileForm.HTML, next((rows for rows in tables if len(rows) == longest), []))


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _html_rows(table: html.HtmlElement) -> Iterator[tuple[str, ...]]:
    for row in table.iter("tr"):
        cells = []
        for cell in row.iterchildren("td", "th"):
            cells.append(" ".join(cell.text_content().split()))
            wide = cell.get("colspan", "1")
            cells.extend([""] * (min(int(wide), 50) - 1 if wide.isdigit() else 0))
        yield tuple(cells)


def _table(form: FileForm, rows: Iterable[tuple[str, ...]]) -> Table:
    numbered = iter(enumerate(rows, 1))
    for _, cells in numbered:
        if any(cell.strip() for cell in cells):
            return Table(form, titled(cells), lines_of(numbered))
    raise UnreadableFile(Unreadable.EMPTY)
