"""What stands around a table where it goes out. The words are others' matter and come in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voronka.domain.criteria import Criterion
from voronka.domain.playbook.table.model import Row, Table
from voronka.domain.playbook.table.robots import Explains


@dataclass(frozen=True, slots=True)
class RobotTold:
    """A robot on a printed page: when it acts, and what it does, a sentence a step."""

    when: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """What only a printed page tells of a stage: it stands on the wall, nobody types in it.

    `first_step` is what a deal gets there when nobody said more, `drawn` its icon as SVG; `lines` stand behind the
    criteria. `robots` say what happens by itself.
    """

    question: str = ""
    first_step: str = ""
    drawn: str = ""
    lines: tuple[str, ...] = ()
    robots: tuple[RobotTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to hand out: over it stand `title` and, smaller, `about` (company, version, date).

    By a row's key: `notes` are told among the criteria of Unsorted and the exits, as the reasons of losing are.
    """

    table: Table
    title: str
    about: str
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asides: Mapping[str, Aside] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """The words in the reader's language.

    `heads` are those of the four columns, `robots_head` that of the robots. `limits` says how long deals may stay, line by line, `evidence` in a few words what counts
    as evidence. `page` is a sentence with {page} and {pages}. `how_to`: how the table is filled in, line by line.
    `robot` says what a
    part of a robot means, `how_to_robots` how robots are written.
    `icons`: drawings as SVG for the kinds of stages that have no number (unsorted, won, lost, postponed) for a
    tool and for a robot.
    """

    language: str
    heads: tuple[str, str, str, str]
    comes_when: str
    goes_when: str
    nothing_asked: str
    page: str
    limits: Callable[[Row], tuple[str, ...]]
    evidence: Callable[[Criterion], str]
    how_to_title: str
    how_to: tuple[str, ...]
    robots_head: str
    robot: Explains
    how_to_robots: tuple[str, ...]
    icons: Mapping[str, str] = field(default_factory=dict)
