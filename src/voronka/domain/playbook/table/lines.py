"""The lines of cells: as they are written, and as they are read."""

import re
from dataclasses import dataclass

from voronka.domain.playbook.scalars import in_flow, quoted
from voronka.domain.playbook.table.model import TablePlace


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line to write: its words, what stands in brackets behind them (empty: no brackets), and what that means.

    `told` is for who reads the table; who reads it back passes over it. `is_name`: the words are set in bold.
    """

    words: str
    inside: str = ""
    told: str = ""
    is_name: bool = False

    @property
    def brackets(self) -> str:
        """The brackets with what stands in them."""
        return f"[{self.inside}]" if self.inside else ""

    @property
    def behind(self) -> str:
        """What stands behind the brackets; it never has brackets itself."""
        return f"– {self.told}".translate(_ROUND) if self.told else ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.words, self.brackets, self.behind) if part)


IN_HEAD = "robots"
"""What stands in brackets in the heading of the robots' column, in whatever language the rest is."""

_IN_HEAD = re.compile(rf"\[\s*{IN_HEAD}\s*\]", re.IGNORECASE)
_BEGINS_ROBOT = re.compile(r"\[\s*when\s*:", re.IGNORECASE)
_ROUND = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell that was read; cleaned and never empty."""

    text: str
    place: TablePlace


def heads_robots(heading: str) -> bool:
    """Whether a column with this heading holds the robots."""
    return _IN_HEAD.search(heading) is not None


def has_robots(text: str) -> bool:
    """Whether a cell tells of robots, wherever it stands."""
    return _BEGINS_ROBOT.search(text) is not None


def in_brackets(said: str) -> str:
    """A text that may stand in brackets.

    In quotes what begins otherwise than a word: spreadsheets make other quotes of those that stand there.
    """
    return in_flow(said) if said[:1].isalnum() else quoted(said)
