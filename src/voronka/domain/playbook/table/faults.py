"""What can be wrong with a table that comes back: where, and what. The words are others' matter."""

from dataclasses import dataclass

from voronka.domain.playbook.faults import Wrong
from voronka.domain.playbook.table.model import TablePlace


@dataclass(frozen=True, slots=True)
class UnknownFile:
    """The file is neither a workbook, nor Markdown with a table, nor a PDF."""


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """The file can't be opened: it is damaged, locked with a password, or made to do harm."""


@dataclass(frozen=True, slots=True)
class FileTooBig:
    """The file, or what unfolds out of it, has more than `most` bytes."""

    most: int


@dataclass(frozen=True, slots=True)
class NotOurs:
    """The PDF has no table inside that could be read back."""


@dataclass(frozen=True, slots=True)
class NoTable:
    """Nowhere in the file is a heading of four columns."""


@dataclass(frozen=True, slots=True)
class TooManyRows:
    """A table has more than `most` rows."""

    most: int


@dataclass(frozen=True, slots=True)
class NoName:
    """A row has no status."""


@dataclass(frozen=True, slots=True)
class SameName:
    """Two rows have the same status; the first stands in `first`."""

    name: str
    first: int


@dataclass(frozen=True, slots=True)
class NoSuchStep:
    """An action stands under the number of a step that is not there."""

    number: int


@dataclass(frozen=True, slots=True)
class NothingHere:
    """Criteria at Unsorted or at an exit: nothing is kept of them."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A spreadsheet took what was typed for a formula and shows an error instead."""

    shown: str


@dataclass(frozen=True, slots=True)
class NoStageLeft:
    """No row is a working stage."""


@dataclass(frozen=True, slots=True)
class NoBrackets:
    """A line among the robots has no brackets: nothing tells what it does."""


@dataclass(frozen=True, slots=True)
class NoWords:
    """Before the brackets nothing says what the robot is called, or what its step says."""


@dataclass(frozen=True, slots=True)
class NoRobotYet:
    """A condition or a step stands above the first robot."""


@dataclass(frozen=True, slots=True)
class RobotDoesNothing:
    """A robot has no step."""

    name: str


@dataclass(frozen=True, slots=True)
class RobotGoesNowhere:
    """A robot moves deals to a stage that the table takes away."""

    name: str
    stage: str


@dataclass(frozen=True, slots=True)
class NotAmongRobots:
    """A robot stands in a column that has no heading of robots."""


TableWrong = (
    UnknownFile
    | BrokenFile
    | FileTooBig
    | NotOurs
    | NoTable
    | TooManyRows
    | NoName
    | SameName
    | NoSuchStep
    | NothingHere
    | CellError
    | NoStageLeft
    | NoBrackets
    | NoWords
    | NoRobotYet
    | RobotDoesNothing
    | RobotGoesNowhere
    | NotAmongRobots
)


@dataclass(frozen=True, slots=True)
class TableFault:
    """One thing that is wrong, and where. What a criterion's brackets say wrong is told as in a playbook's file."""

    place: TablePlace
    wrong: TableWrong | Wrong


class UnreadableTable(Exception):
    """The file is no table of a playbook. `faults` says why, in the file's order; there is at least one."""

    def __init__(self, faults: tuple[TableFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults
