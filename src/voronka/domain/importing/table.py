"""What every file is read as: titles, and rows of texts with the line they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# Between several values of one cell: Google's own mark, and ours for what a card or a list holds several of.
SEVERAL = " ::: "


class FileForm(StrEnum):
    """As what a file was read, whatever its name ends with."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    HTML = "html"
    VCARD = "vcard"
    JSON_LINES = "jsonl"


class Unreadable(StrEnum):
    """Why a file can't be read at all."""

    EMPTY = "empty"
    NO_ROWS = "no_rows"
    BROKEN = "broken"
    SEALED = "sealed"
    TOO_WIDE = "too_wide"


class UnreadableFile(ValueError):
    """The file gives no rows; `why` says why."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Line:
    """A row that says something. `number`: of the row in the file, the titles being the first; of a card, which one."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened. `lines` is read once, from the beginning; `encoding` and `delimiter` of CSV only."""

    form: FileForm
    titles: tuple[str, ...]
    lines: Iterator[Line]
    encoding: str = ""
    delimiter: str = ""


# A file of more columns is no list of clients.
MOST_COLUMNS = 400


def titled(titles: tuple[str, ...]) -> tuple[str, ...]:
    """The titles without needless spaces. Empty ones at the end are dropped: a comma too many."""
    clean = [" ".join(title.replace("\ufeff", "").split()) for title in titles]
    while clean and not clean[-1]:
        clean.pop()
    if len(clean) > MOST_COLUMNS:
        raise UnreadableFile(Unreadable.TOO_WIDE)
    return tuple(clean)


def lines_of(rows: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[Line]:
    """The rows that say something, with their numbers; blank ones are passed over."""
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield Line(number, tuple(cell.replace("\x00", "") for cell in cells))
