"""Tables read out of Markdown: as it was handed out, or edited by hand, with or without keys."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from voronka.domain.playbook.table.faults import (
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

_DELIMITER = re.compile(r"\s*\|?(\s*:?-+:?\s*\|){3,}\s*(:?-+:?)?\s*\Z")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\Z")
_CUT = re.compile(r"((?:[^|\\]|\\.)*)(?:\||\Z)")
_COMMENT = re.compile(r"<!--(.*?)-->")
_PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TOKEN = re.compile(
    rf"\\([{_PUNCTUATION}])|`([^`]*)`|<!--(.*?)-->|(<br\s*/?>)|(\*\*)|(&\#?\w+;)|(.)", re.IGNORECASE
)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def read_markdown(text: str) -> tuple[Table, ...]:
    """The tables of four columns; there is at least one. Other tables are passed over.

    Raises:
        UnreadableTable
    """
    faults: list[TableFault] = []
    tables = tuple(_read(found, faults) for found in _found(text.splitlines()))
    if not tables:
        faults.append(TableFault(TablePlace(), NoTable()))
    if faults:
        raise UnreadableTable(tuple(faults))
    return tables


@dataclass(slots=True)
class _Found:
    """A table with what stands over it; its lines with their numbers. `robots`: the place of their column, if it has one."""

    marking: Marking
    heading: str
    robots: int | None
    rows: list[tuple[int, str]] = field(default_factory=list)


def _found(lines: Sequence[str]) -> Iterator[_Found]:
    marking, heading, at = Marking(), "", 0
    while at < len(lines):
        line, under = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
        if "|" in line and _DELIMITER.match(under) and len(_cut(line)) >= len(FOUR):
            found = _Found(marking, heading, _robots(line))
            at += 2
            while at < len(lines) and "|" in lines[at]:
                found.rows.append((at + 1, lines[at]))
                at += 1
            yield found
            marking, heading = Marking(), ""
            continue
        if title := _HEADING.match(line):
            heading = _plain(title[1])
        comment = _COMMENT.search(line)
        marking = (comment and marking_read(comment[1])) or marking
        at += 1


def _robots(heads: str) -> int | None:
    plain = map(_plain, _cut(heads))
    return next((at for at, head in enumerate(plain) if at >= len(FOUR) and heads_robots(head)), None)


def _read(found: _Found, faults: list[TableFault]) -> Table:
    if len(found.rows) > MOST_ROWS:
        faults.append(TableFault(TablePlace(row=found.rows[0][0]), TooManyRows(MOST_ROWS)))
    name = found.marking.name or found.heading
    rows = rows_read((_written(*row, found.robots, faults) for row in found.rows[:MOST_ROWS]), faults)
    return Table(found.marking.pipeline, name, found.marking.language, rows)


def _written(number: int, line: str, robots: int | None, faults: list[TableFault]) -> Written:
    key, cells = None, {}
    cut = _cut(line)
    if robots is None and any(has_robots(_plain(cell)) for cell in cut[len(FOUR) :]):
        faults.append(TableFault(TablePlace(row=number), NotAmongRobots()))
    shown = list(zip(FOUR, cut, strict=False))
    if robots is not None:
        shown.append((Column.ROBOTS, cut[robots] if robots < len(cut) else ""))
    for column, cell in shown:
        lines, comments = _unfolded(cell)
        if column is Column.STATUS:
            key = next((one for one in comments if _KEY.match(one)), None)
        cells[column] = tuple(
            Line(text, TablePlace(row=number, column=column, line=at))
            for at, text in enumerate(lines, 1)
            if text
        )
    return Written(key, cells, TablePlace(row=number))


def _cut(line: str) -> list[str]:
    """The cells between bars, without what stands before the first and after the last."""
    line = line.strip()
    cells = [cut[1] for cut in _CUT.finditer(line.removeprefix("|"))]
    # The end of the line is found as one more cell, empty where a bar closes the row.
    while cells and not cells[-1].strip():
        cells.pop()
    return [*cells, *[""] * (len(FOUR) - len(cells))] if line.endswith("|") or len(cells) > 1 else cells


def _plain(text: str) -> str:
    return " ".join(_unfolded(text)[0]).strip()


def _unfolded(cell: str) -> tuple[list[str], list[str]]:
    """The lines of a cell as they are meant, and the comments in it."""
    lines, comments = [""], []
    for escaped, code, comment, ends, bold, entity, plain in _TOKEN.findall(cell):
        if ends:
            lines.append("")
        elif comment:
            comments.append(comment.strip())
        elif not bold:
            lines[-1] += escaped or code.replace("\\|", "|") or html.unescape(entity) or plain
    return [cleaned(line) for line in lines], comments
