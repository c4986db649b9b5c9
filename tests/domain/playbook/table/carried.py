"""Tables of the shipped playbooks and of any, with what stands around them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.scalars import duration
from voronka.domain.playbook.table.criteria import notation
from voronka.domain.playbook.table.sheet import Sheet, Words
from voronka.domain.playbook.table.show import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voronka.domain.playbook.model import Playbook
    from voronka.domain.playbook.table.model import Row, Table
    from voronka.domain.robot import Robot

SHIPPED = sorted((Path(__file__).parents[4] / "src/voronka/playbooks").glob("*.yaml"))
REASONS = ("Too expensive", "=1+1 | [really] <br>", "- not now")
WORDS = Words(
    language="en",
    heads=("Status", "Seller’s steps", "Actions and tools", "Criteria"),
    comes_when="Comes here when",
    goes_when="Goes on when",
    nothing_asked="Nothing is asked for.",
    page="Page {page} of {pages}",
    limits=lambda row: () if row.limit is None else (f"Limit: {duration(row.limit)}",),
    evidence=notation,
    how_to_title="How to fill in",
    how_to=("One line is one entry.",),
    robots_head="By itself",
    robot=lambda part: f"It is a “{type(part).__name__}” [really]",
    how_to_robots=("Robots have a column of their own.",),
)


def playbook_of(file: Path) -> Playbook:
    return read_playbook(file.read_bytes())


def sheets_of(playbook: Playbook, language: str) -> tuple[Sheet, ...]:
    tables = (table_of(pipeline, language) for pipeline in playbook.pipelines)
    notes = {"lost": REASONS, "postponed": REASONS}
    return tuple(Sheet(table, f"Playbook: {table.name}", "Stuzha, version 7", notes) for table in tables)


def says_something(row: Row) -> bool:
    """Whether each text of the row has something in it that could be seen: what has not can't come back."""
    steps = (text for step in row.steps for text in (step.what, *step.actions, *step.tools))
    asked = (*row.enter, *row.exit)
    parts = (part.title for one in asked for part in getattr(one, "of", ()))
    robots = (text for one in row.robots or () for text in _texts(one.robot))
    return all((row.name, *steps, *(one.title for one in asked), *parts, *robots))


def _texts(robot: Robot) -> Iterator[str]:
    yield robot.name
    yield from (value for one in robot.conditions for value in one.values)
    for step in robot.steps:
        needed = {"title", "text", "subject", "reason", "tag", "value"}
        yield from (getattr(step, name) for name in needed if hasattr(step, name))


def all_say_something(table: Table) -> bool:
    return bool(table.name) and all(map(says_something, table.rows))
