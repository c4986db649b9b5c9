"""Refused rows as a file of the form they came in, with the reason in a last column: to be mended and brought again."""

from __future__ import annotations

import csv
import io
import json
from itertools import chain
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.writer.excel import save_workbook

from voronka.domain.importing.table import FileForm
from voronka.domain.spreadsheet_cells import neutral
from voronka.queries.imports import refused_rows
from voronka.web.import_words import REMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voronka.domain.importing.remarks import Said
    from voronka.queries.imports import ImportView

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOOKS = frozenset({FileForm.XLSX, FileForm.XLS, FileForm.HTML})


def refused_file(found: ImportView) -> tuple[Iterable[bytes], str, str]:
    """The content, its type, and the file's name. What was no CSV, no workbook and no JSON comes as CSV."""
    titles = [*(column.title for column in found.columns), _("Why it was not taken")]
    rows = ([*_padded(cells, len(titles) - 1), _why(said, titles)] for cells, said in refused_rows(found.id))
    if found.form in _BOOKS:
        return [_book(titles, rows)], _SHEET, f"refused-{found.id}.xlsx"
    if found.form is FileForm.JSON_LINES:
        return _objects(titles, rows), "application/x-ndjson", f"refused-{found.id}.jsonl"
    return _lines(titles, rows, found), "text/csv", f"refused-{found.id}.csv"


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _why(said: Iterable[Said], titles: Sequence[str]) -> str:
    """Each remark with the column and the piece that it is of."""
    told = []
    for one in said:
        title = titles[one.column] if 0 <= one.column < len(titles) - 1 else ""
        told.append(": ".join(filter(None, (title, one.text, str(REMARKS[one.remark])))))
    return "; ".join(told)


def _lines(titles: Sequence[str], rows: Iterable[Sequence[str]], found: ImportView) -> Iterator[bytes]:
    encoding = found.encoding if found.form is FileForm.CSV else "utf-8-sig"
    # A mark stands once, at the beginning, and says which byte comes first.
    begins, goes_on = {"utf-16": ("utf-16", "utf-16-le"), "utf-8-sig": ("utf-8-sig", "utf-8")}.get(
        encoding, (encoding, encoding)
    )
    for place, row in enumerate(chain([titles], rows)):
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=found.delimiter or ",", lineterminator="\r\n").writerow(
            map(neutral, row)
        )
        # A letter that the encoding has not is written as its number: our own reason may be of another script.
        yield buffer.getvalue().encode(goes_on if place else begins, errors="xmlcharrefreplace")


def _objects(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(dict(zip(titles, row, strict=True)), ensure_ascii=False).encode() + b"\n"


def _book(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.append(list(titles))
    for row in rows:
        sheet.append([neutral(cell) for cell in row])
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()
