"""CSV and its kin: any delimiter and encoding, quoted cells of several lines, one row at a time."""

import csv
from collections.abc import Iterator
from pathlib import Path

from voronka.domain.importing.encodings import encoding_of
from voronka.domain.importing.table import FileForm, Table, Unreadable, UnreadableFile, lines_of, titled

_HEAD = 256 * 1024
# By how likely they part columns where two part as many.
_DELIMITERS = (",", ";", "\t", "|", "^")
_LINES = 50
csv.field_size_limit(4 * 1024 * 1024)


def open_delimited(path: Path) -> Table:
    """The file as a table.

    Raises:
        UnreadableFile
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    is_whole = len(head) < _HEAD
    encoding = encoding_of(head, is_whole=is_whole)
    text = head.decode(encoding, errors="replace")
    said, text = _said(text)
    delimiter = said or delimiter_of(text, is_whole=is_whole)
    rows = _rows(path, encoding, delimiter, skip=1 if said else 0)
    titles = _first(rows)
    return Table(FileForm.CSV, titles, lines_of(rows), encoding, delimiter)


def _said(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` names the delimiter."""
    first, _, rest = text.partition("\n")
    name, _, mark = first.strip().partition("=")
    return (mark, rest) if name.lower() == "sep" and len(mark) == 1 else ("", text)


def delimiter_of(text: str, *, is_whole: bool) -> str:
    """The mark that parts the most lines into the same number of cells, more than one."""
    best, most = ",", 0.0
    for mark in _DELIMITERS:
        widths = _widths(text, mark, is_whole=is_whole)
        if not widths or widths[0] == 1:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        if (score := alike + min(widths[0], 20) / 100) > most:
            best, most = mark, score
    return best


def _widths(text: str, mark: str, *, is_whole: bool) -> list[int]:
    lines = text.splitlines(keepends=True)
    rows = csv.reader(lines if is_whole else lines[:-1], delimiter=mark)
    widths: list[int] = []
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _LINES:
                break
    except csv.Error:
        return []
    return widths


def _rows(path: Path, encoding: str, delimiter: str, *, skip: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for _ in range(skip):
            file.readline()
        rows = csv.reader(_without_zeros(file), delimiter=delimiter, skipinitialspace=True)
        number = 0
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                raise UnreadableFile(Unreadable.BROKEN) from error
            if row is None:
                return
            number += 1
            yield number, tuple(row)


def _without_zeros(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)


def _first(rows: Iterator[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    for _, cells in rows:
        if any(cell.strip() for cell in cells):
            return titled(cells)
    raise UnreadableFile(Unreadable.EMPTY)
