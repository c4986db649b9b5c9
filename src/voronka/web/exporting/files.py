"""The forms of an exported file, each made row by row: CSV, XLSX, JSON lines, vCard."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import save_workbook

from voronka.domain.columns import Cell
from voronka.domain.custom_fields import BETWEEN, show, told
from voronka.web.csv_lines import MARK, csv_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from voronka.domain.columns import Column
    from voronka.queries.exporting import Row

# Below this a file of cells stays in memory while it is made.
_SPOOL = 2_000_000
_CHUNK = 64 * 1024
_LINES = 200


class Form(StrEnum):
    """The forms, as they stand in an address."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    VCARD = "vcf"


TYPES: Mapping[Form, str] = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON_LINES: "application/jsonl; charset=utf-8",
    Form.VCARD: "text/vcard; charset=utf-8",
}
DELIMITERS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the columns, the rows, and how the reader says things."""

    columns: Sequence[Column]
    rows: Iterable[Row]
    language: str
    zone: ZoneInfo
    delimiter: str = ","


def file_of(form: Form, sheet: Sheet) -> Iterator[bytes]:
    """The file piece by piece; instants by the reader's clock with its offset."""
    return _WRITERS[form](sheet)


# -- text ------------------------------------------------------------------------------------------------------------


def _csv(sheet: Sheet) -> Iterator[bytes]:
    head = csv_line((column.title(sheet.language) for column in sheet.columns), sheet.delimiter)
    yield from _together(_csv_lines(sheet, MARK + head))


def _csv_lines(sheet: Sheet, head: str) -> Iterator[str]:
    yield head
    for row in sheet.rows:
        yield csv_line(
            (_text(column, row.get(column.key), sheet) for column in sheet.columns), sheet.delimiter
        )


def _json_lines(sheet: Sheet) -> Iterator[bytes]:
    return _together(
        json.dumps(
            {column.key: _json(column, row.get(column.key), sheet.zone) for column in sheet.columns},
            ensure_ascii=False,
        )
        + "\n"
        for row in sheet.rows
    )


def _together(lines: Iterable[str]) -> Iterator[bytes]:
    """Some lines at a time: a piece for each would cost more than the line."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == _LINES:
            yield "".join(held).encode()
            held.clear()
    if held:
        yield "".join(held).encode()


def _text(column: Column, value: Any, sheet: Sheet) -> str:
    if column.field is not None:
        return show(column.field, value, sheet.language)
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case list():
            return BETWEEN.join(value)
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(sheet.zone).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _json(column: Column, value: Any, zone: ZoneInfo) -> Any:
    if column.field is not None:
        return told(value)
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(zone).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case "" if column.cell is not Cell.TEXT:
            return None
        case _:
            return value


# -- a sheet ---------------------------------------------------------------------------------------------------------


def _xlsx(sheet: Sheet) -> Iterator[bytes]:
    """Row after row into a file that goes to the disk when it grows: the memory stays flat."""
    book = Workbook(write_only=True)
    cells = book.create_sheet()
    cells.freeze_panes = "A2"
    cells.append([_safe(cells, column.title(sheet.language)) for column in sheet.columns])
    for row in sheet.rows:
        cells.append([_cell(cells, column, row.get(column.key), sheet) for column in sheet.columns])
    with SpooledTemporaryFile(max_size=_SPOOL) as kept:
        save_workbook(book, kept)
        kept.seek(0)
        while piece := kept.read(_CHUNK):
            yield piece


def _cell(cells: Any, column: Column, value: Any, sheet: Sheet) -> Any:
    """Numbers, amounts and days as what they are, all else as text; nothing is ever a formula."""
    is_date = isinstance(value, date) and not isinstance(value, datetime)
    if isinstance(value, bool) or value is None:
        return None if value is None else int(value)
    if is_date or (isinstance(value, int | Decimal) and not _is_long(value)):
        return value
    return _safe(cells, _text(column, value, sheet))


def _is_long(number: int | Decimal) -> bool:
    """Whether a spreadsheet would round it: it keeps fifteen digits."""
    return len(f"{number:f}".replace(".", "").lstrip("-0")) > 15


def _safe(cells: Any, text: str) -> Any:
    if text[:1] not in {"=", "-", "+", "@"}:
        return ILLEGAL_CHARACTERS_RE.sub("", text)
    cell = WriteOnlyCell(cells, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


# -- cards -----------------------------------------------------------------------------------------------------------


def _vcards(sheet: Sheet) -> Iterator[bytes]:
    """VCard 3.0, which every telephone reads. Custom fields go as notes under their names."""
    custom = [column for column in sheet.columns if column.field is not None]
    return _together("".join(_folded(line) for line in _card(row, custom, sheet)) for row in sheet.rows)


def _card(row: Row, custom: Sequence[Column], sheet: Sheet) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{_plain(row['name'])}"
    # The name is kept as given, whole: nobody was asked which part of it is which.
    yield f"N:;{_plain(row['name'])};;;"
    for name, value in (("ORG", row["company"]), ("TITLE", row["position"])):
        if value:
            yield f"{name}:{_plain(value)}"
    for phone in row["phones"]:
        yield f"TEL;TYPE=WORK,VOICE:{_plain(phone)}"
    for email in row["emails"]:
        yield f"EMAIL;TYPE=INTERNET:{_plain(email)}"
    if row["city"]:
        yield f"ADR;TYPE=WORK:;;;{_plain(row['city'])};;;"
    if row["birthday"]:
        yield f"BDAY:{row['birthday'].isoformat()}"
    if row["time_zone"]:
        yield f"TZ;VALUE=text:{_plain(row['time_zone'])}"
    said = [
        f"{one.title(sheet.language)}: {_text(one, row[one.key], sheet)}" for one in custom if one.key in row
    ]
    if note := "\n".join(filter(None, (row["description"], *said))):
        yield f"NOTE:{_plain(note)}"
    yield "END:VCARD"


def _plain(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never within a character. Source: RFC 2426, 2.6."""
    pieces, held = [], ""
    for sign in line:
        if len((held + sign).encode()) > 74:
            pieces.append(held)
            held = ""
        held += sign
    return "\r\n ".join((*pieces, held)) + "\r\n"


_WRITERS: Mapping[Form, Callable[[Sheet], Iterator[bytes]]] = {
    Form.CSV: _csv,
    Form.XLSX: _xlsx,
    Form.JSON_LINES: _json_lines,
    Form.VCARD: _vcards,
}
