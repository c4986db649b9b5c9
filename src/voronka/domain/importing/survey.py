"""A file gone through once: its rows written down in one plain form, and what its columns hold.

The plain form is a JSON array to a row (its number, then its cells), so that whoever reads on later begins at a byte and
not at the beginning, whatever the file was.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from voronka.domain.importing.dates import DateOrder, OrderSigns
from voronka.domain.importing.rows import holds_ranges
from voronka.domain.importing.table import Line, Table
from voronka.domain.search_text import fold

# So many values of a column are looked at to guess what it holds.
_SAMPLES = 40
_SHOWN = 3
_LONGEST_SHOWN = 80


@dataclass(slots=True)
class Column:
    """What a column holds: how many cells say something, some of them, and what its dates say of their order."""

    title: str
    filled: int = 0
    samples: list[str] = field(default_factory=list)
    signs: OrderSigns = field(default_factory=OrderSigns)

    def see(self, cell: str) -> None:
        """One more cell."""
        if not cell.strip():
            return
        self.filled += 1
        self.signs = self.signs.with_cell(cell)
        if len(self.samples) < _SAMPLES:
            self.samples.append(cell.strip())

    @property
    def shown(self) -> tuple[str, ...]:
        """The first values."""
        return tuple(" ".join(value.split())[:_LONGEST_SHOWN] for value in self.samples[:_SHOWN])

    @property
    def holds_ranges(self) -> bool:
        """Whether a date in it was once a range."""
        return holds_ranges(self.samples)

    @property
    def order(self) -> DateOrder:
        """Which of two numbers is the day, as the whole column says."""
        return self.signs.order


@dataclass(frozen=True, slots=True)
class Survey:
    """What the file is."""

    columns: tuple[Column, ...]
    rows: int


def survey(table: Table, out: BinaryIO) -> Survey:
    """Go through the table and write its rows down. Memory stays as it is, however long the file.

    Raises:
        UnreadableFile
    """
    columns = tuple(Column(title) for title in table.titles)
    rows = 0
    for line in table.lines:
        for column, cell in zip(columns, line.cells, strict=False):
            column.see(cell)
        out.write(json.dumps([line.number, *line.cells], ensure_ascii=False).encode() + b"\n")
        rows += 1
    return Survey(columns, rows)


def read_on(file: BinaryIO, most: int) -> Iterator[Line]:
    """The next rows that were written down, at most so many."""
    for _ in range(most):
        text = file.readline()
        if not text:
            return
        number, *cells = json.loads(text)
        yield Line(number, tuple(cells))


def fingerprint(titles: Sequence[str]) -> str:
    """The mark of a layout: the same for files with the same titles in the same order."""
    return hashlib.sha256("\n".join(map(fold, titles)).encode()).hexdigest()
