"""Tables as Markdown: to paste into a wiki, a chat or a mail, and to edit there.

What is in brackets stands as code. Keys stand in comments, which a page does not show.
"""

from collections.abc import Iterable, Sequence

from voronka.domain.playbook.table.cells import cells_of
from voronka.domain.playbook.table.lines import IN_HEAD, CellLine
from voronka.domain.playbook.table.marking import marking_text
from voronka.domain.playbook.table.model import Column, Row, cleaned
from voronka.domain.playbook.table.sheet import Sheet, Words

_MARKS = "\\|*_`<[&~"


def write_markdown(sheets: Sequence[Sheet], words: Words) -> str:
    """A heading and a table of four columns for each, five with the robots."""
    return "\n".join("\n".join(_lines(sheet, words)) + "\n" for sheet in sheets)


def _lines(sheet: Sheet, words: Words) -> Iterable[str]:
    yield f"# {_escaped(cleaned(sheet.title))}"
    yield ""
    yield _escaped(cleaned(sheet.about))
    yield ""
    yield f"<!-- {marking_text(sheet.table)} -->"
    yield ""
    heads = [CellLine(head) for head in words.heads]
    if sheet.table.has_robots:
        heads.append(CellLine(words.robots_head, IN_HEAD))
    yield _row(map(_line, heads))
    yield _row("---" for _head in heads)
    for row in sheet.table.rows:
        yield _row(_cells(row, sheet.notes.get(row.key or "", ()), words))


def _cells(row: Row, notes: tuple[str, ...], words: Words) -> Iterable[str]:
    cells = cells_of(row, words.robot)
    key = f" <!-- {row.key} -->" if row.key else ""
    yield "<br>".join(map(_line, cells[Column.STATUS])) + key
    for column in (Column.STEPS, Column.ACTIONS):
        yield "<br>".join(map(_line, cells[column]))
    told = tuple(CellLine(cleaned(note)) for note in notes)
    yield "<br>".join(map(_line, (*cells[Column.CRITERIA], *told)))
    if Column.ROBOTS in cells:
        yield "<br>".join(map(_line, cells[Column.ROBOTS]))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(line: CellLine) -> str:
    words = f"**{_escaped(line.words)}**" if line.is_name else _escaped(line.words)
    parts = (words, _code(line.brackets), _escaped(line.behind))
    return " ".join(part for part in parts if part)


def _code(brackets: str) -> str:
    if not brackets:
        return ""
    return _escaped(brackets) if "`" in brackets else f"`{brackets.replace('|', chr(92) + '|')}`"


def _escaped(text: str) -> str:
    """The text as itself: nothing in it may end a cell or be read as a mark."""
    return "".join(f"\\{character}" if character in _MARKS else character for character in text)
