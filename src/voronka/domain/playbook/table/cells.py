"""The text of a row's four cells, line by line.

    Status              Seller's steps         Actions and tools           Criteria
    Qualify             1. Find who decides    1.                          → They asked for an offer [task: call]
    Who they are        2. Ask for the need    - Look at their site        ☐ Need is known [field: need]
    [limit: 3d]                                + Five first questions

Actions (-) and tools (+) stand under the number of their step, as in domain.seller_steps.
"""

from collections.abc import Iterator, Mapping

from voronka.domain.pipeline import Gate
from voronka.domain.playbook.table.criteria import criterion_line
from voronka.domain.playbook.table.model import Column, Row
from voronka.domain.playbook.write import duration
from voronka.domain.seller_steps import ACTION, TOOL

LIMIT = "limit"


def cells_of(row: Row) -> Mapping[Column, tuple[str, ...]]:
    """The lines of each cell; `rows_read` reads the same again."""
    return {
        Column.STATUS: tuple(_status(row)),
        Column.STEPS: tuple(f"{number}. {step.what}" for number, step in enumerate(row.steps, 1)),
        Column.ACTIONS: tuple(_actions(row)),
        Column.CRITERIA: tuple(_criteria(row)),
    }


def _status(row: Row) -> Iterator[str]:
    yield row.name
    if row.purpose:
        yield row.purpose
    if row.limit is not None:
        yield f"[{LIMIT}: {duration(row.limit)}]"


def _actions(row: Row) -> Iterator[str]:
    for number, step in enumerate(row.steps, 1):
        if step.actions or step.tools:
            yield f"{number}."
            yield from (f"{ACTION} {action}" for action in step.actions)
            yield from (f"{TOOL} {tool}" for tool in step.tools)


def _criteria(row: Row) -> Iterator[str]:
    yield from (criterion_line(Gate.ENTER, one) for one in row.enter)
    yield from (criterion_line(Gate.EXIT, one) for one in row.exit)
