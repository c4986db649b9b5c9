"""Tables as Markdown: to paste into a wiki, a chat or a mail, and to edit there.

What is in brackets stands as code. Keys stand in comments, which a page does not show.
"""

from collections.abc import Iterable, Sequence

from voronka.domain.playbook.table.cells import CellLine, cells_of
from voronka.domain.playbook.table.marking import marking_text
from voronka.domain.playbook.table.model import Column, Row, cleaned
from voronka.domain.playbook.table.sheet import Sheet, Words

_MARKS = "\\|*_`<[&~"


def write_markdown(sheets: Sequence[Sheet], words: Words) -> str:
    """A heading and a table of four columns for each."""
    return "\n".join("\n".join(_lines(sheet, words)) + "\n" for sheet in sheets)


def _lines(sheet: Sheet, words: Words) -> Iterable[str]:
    yield f"# {_escaped(cleaned(sheet.title))}"
    yield ""
    yield _escaped(cleaned(sheet.about))
    yield ""
    yield f"<!-- {marking_text(sheet.table)} -->"
    yield ""
    yield _row(map(_escaped, words.heads))
    yield _row("---" for _head in words.heads)
    for row in sheet.table.rows:
        yield _row(_cells(row, sheet.notes.get(row.key or "", ())))


def _cells(row: Row, notes: tuple[str, ...]) -> Iterable[str]:
    cells = cells_of(row)
    name, *about = cells[Column.STATUS]
    key = f" <!-- {row.key} -->" if row.key else ""
    yield "<br>".join((f"**{_escaped(name.words)}**", *map(_line, about))) + key
    for column in (Column.STEPS, Column.ACTIONS):
        yield "<br>".join(map(_line, cells[column]))
    told = tuple(CellLine(cleaned(note)) for note in notes)
    yield "<br>".join(map(_line, (*cells[Column.CRITERIA], *told)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(line: CellLine) -> str:
    return f"{_escaped(line.words)} {_code(line.brackets)}".strip()


def _code(brackets: str) -> str:
    if not brackets:
        return ""
    return _escaped(brackets) if "`" in brackets else f"`{brackets.replace('|', chr(92) + '|')}`"


def _escaped(text: str) -> str:
    """The text as itself: nothing in it may end a cell or be read as a mark."""
    return "".join(f"\\{character}" if character in _MARKS else character for character in text)
