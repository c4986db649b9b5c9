"""The text of a row's four cells, line by line; of the fifth, see robots.py.

    Status              Seller's steps         Actions and tools           Criteria
    Qualify             1. Find who decides    1.                          → They asked for an offer [task: call]
    Who they are        2. Ask for the need    - Look at their site        ☐ Need is known [field: need]
    [limit: 3d]                                + Five first questions
    [limit: 5d, from: 10000]

Actions (-) and tools (+) stand under the number of their step, as in domain.seller_steps.
"""

from collections.abc import Iterator, Mapping

from voronka.domain.pipeline import Gate, StageLimit
from voronka.domain.playbook.scalars import duration, number
from voronka.domain.playbook.table.criteria import marked_title, notation
from voronka.domain.playbook.table.lines import CellLine, in_brackets
from voronka.domain.playbook.table.model import Column, Row
from voronka.domain.playbook.table.robots import Explains, robot_lines
from voronka.domain.seller_steps import ACTION, TOOL

LIMIT, FROM, SOURCE = "limit", "from", "source"


def cells_of(row: Row, explains: Explains | None = None) -> Mapping[Column, tuple[CellLine, ...]]:
    """The lines of each cell; `rows_read` reads the same again. Of the robots only where the row says something of them."""
    cells = {
        Column.STATUS: tuple(_status(row)),
        Column.STEPS: tuple(CellLine(f"{at}. {step.what}") for at, step in enumerate(row.steps, 1)),
        Column.ACTIONS: tuple(_actions(row)),
        Column.CRITERIA: tuple(_criteria(row)),
    }
    if row.robots is not None:
        cells[Column.ROBOTS] = tuple(robot_lines(row.robots, explains))
    return cells


def _status(row: Row) -> Iterator[CellLine]:
    yield CellLine(row.name, is_name=True)
    if row.purpose:
        yield CellLine(row.purpose)
    if row.limit is not None:
        yield CellLine("", f"{LIMIT}: {duration(row.limit)}")
    yield from (CellLine("", _limit_of_some(one)) for one in row.limits)


def _limit_of_some(one: StageLimit) -> str:
    """As in a playbook's file: `limit: 3d, from: 100000, source: Referral`."""
    parts = [f"{LIMIT}: {duration(one.limit)}"]
    parts += [] if one.amount_from is None else [f"{FROM}: {number(one.amount_from)}"]
    parts += [f"{SOURCE}: {in_brackets(one.source)}"] if one.source else []
    return ", ".join(parts)


def _actions(row: Row) -> Iterator[CellLine]:
    for place, step in enumerate(row.steps, 1):
        if step.actions or step.tools:
            yield CellLine(f"{place}.")
            yield from (CellLine(f"{ACTION} {action}") for action in step.actions)
            yield from (CellLine(f"{TOOL} {tool}") for tool in step.tools)


def _criteria(row: Row) -> Iterator[CellLine]:
    for gate, criteria in ((Gate.ENTER, row.enter), (Gate.EXIT, row.exit)):
        yield from (CellLine(marked_title(gate, one), notation(one)) for one in criteria)
