"""The table: one row a stage, Unsorted first and the exits last, in one language.

What the four columns show is all that is in it. Texts stand on one line each: a cell's lines are its entries.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from voronka.domain.criteria import Criterion
from voronka.domain.pipeline import StageKind, StageLimit
from voronka.domain.seller_steps import SellerStep

_SINGLE = {kind.value: kind for kind in StageKind if kind is not StageKind.WORKING}
_SPACE = frozenset({"Cc", "Zl", "Zp", "Zs"})
# No workbook holds these: halves of pairs, and what Unicode promised never to use.
_NOWHERE = frozenset({"Cs", "Cn"})


class Column(StrEnum):
    """The four columns, in their order."""

    STATUS = "status"
    STEPS = "steps"
    ACTIONS = "actions"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where something stands: in the `row` of a sheet (of Markdown: the file's line), in a column, on a cell's line.

    What is not known is empty or 0; rows and lines count from one. `cell` is what a spreadsheet calls it: `E7`.
    """

    sheet: str = ""
    row: int = 0
    column: Column | None = None
    cell: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A stage. `key` is None where it was lost, or where the row was written by hand.

    The criteria have their titles, and no ids. `place` is where the row was read.
    """

    key: str | None
    name: str
    purpose: str = ""
    limit: timedelta | None = None
    steps: tuple[SellerStep, ...] = ()
    enter: tuple[Criterion, ...] = ()
    exit: tuple[Criterion, ...] = ()
    limits: tuple[StageLimit, ...] = ()
    place: TablePlace = field(default=TablePlace(), compare=False)

    @property
    def kind(self) -> StageKind:
        """Unsorted and the exits are known by their keys."""
        return _SINGLE.get(self.key or "", StageKind.WORKING)


@dataclass(frozen=True, slots=True)
class Table:
    """A pipeline's table. `pipeline` (its key) and `language` are None where they were lost."""

    pipeline: str | None
    name: str
    language: str | None
    rows: tuple[Row, ...]


def cleaned(text: str) -> str:
    """The text on one line, without what nobody sees."""
    kinds = ((character, unicodedata.category(character)) for character in text)
    kept = (" " if kind in _SPACE else character for character, kind in kinds if kind not in _NOWHERE)
    return " ".join("".join(kept).split())
