"""The table: one row a stage, Unsorted first and the exits last, in one language.

What the four columns show is all that is in it, and a fifth what happens by itself. Texts stand on one line each: a
cell's lines are its entries.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from voronka.domain.criteria import Criterion
from voronka.domain.pipeline import StageKind, StageLimit
from voronka.domain.robot import Robot
from voronka.domain.seller_steps import SellerStep

_SINGLE = {kind.value: kind for kind in StageKind if kind is not StageKind.WORKING}
_SPACE = frozenset({"Cc", "Zl", "Zp", "Zs"})
# No workbook holds these: halves of pairs, and what Unicode promised never to use.
_NOWHERE = frozenset({"Cs", "Cn"})


class Column(StrEnum):
    """The four columns in their order, and that of the robots, which a table may leave out."""

    STATUS = "status"
    STEPS = "steps"
    ACTIONS = "actions"
    CRITERIA = "criteria"
    ROBOTS = "robots"


FOUR = (Column.STATUS, Column.STEPS, Column.ACTIONS, Column.CRITERIA)


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
class TableRobot:
    """A robot of a row. It has no key; stages, tracks and hand-overs go by their names, where these tell them apart.

    `place` is where its first line was read, `steps_at` where each of its steps was.
    """

    robot: Robot
    place: TablePlace = field(default=TablePlace(), compare=False)
    steps_at: tuple[TablePlace, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A stage. `key` is None where it was lost, or where the row was written by hand.

    The criteria have their titles, and no ids. `robots` is None where the table says nothing of robots. `place` is where
    the row was read.
    """

    key: str | None
    name: str
    purpose: str = ""
    limit: timedelta | None = None
    steps: tuple[SellerStep, ...] = ()
    enter: tuple[Criterion, ...] = ()
    exit: tuple[Criterion, ...] = ()
    limits: tuple[StageLimit, ...] = ()
    robots: tuple[TableRobot, ...] | None = None
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

    @property
    def has_robots(self) -> bool:
        """Whether it says what happens by itself."""
        return any(row.robots is not None for row in self.rows)


def cleaned(text: str) -> str:
    """The text on one line, without what nobody sees."""
    kinds = ((character, unicodedata.category(character)) for character in text)
    kept = (" " if kind in _SPACE else character for character, kind in kinds if kind not in _NOWHERE)
    return " ".join("".join(kept).split())
