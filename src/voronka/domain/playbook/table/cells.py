"""The text of a row's four cells, line by line.

    Status              Seller's steps         Actions and tools           Criteria
    Qualify             1. Find who decides    1.                          → They asked for an offer [task: call]
    Who they are        2. Ask for the need    - Look at their site        ☐ Need is known [field: need]
    [limit: 3d]                                + Five first questions
    [limit: 5d, from: 10000]

Actions (-) and tools (+) stand under the number of their step, as in domain.seller_steps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from voronka.domain.pipeline import Gate, StageLimit
from voronka.domain.playbook.scalars import duration, in_flow, number, quoted
from voronka.domain.playbook.table.criteria import marked_title, notation
from voronka.domain.playbook.table.model import Column, Row
from voronka.domain.seller_steps import ACTION, TOOL

LIMIT, FROM, SOURCE = "limit", "from", "source"


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line: its words, and what stands in brackets behind them (empty: no brackets)."""

    words: str
    inside: str = ""

    @property
    def brackets(self) -> str:
        """The brackets with what stands in them."""
        return f"[{self.inside}]" if self.inside else ""

    def __str__(self) -> str:
        return f"{self.words} {self.brackets}".strip()


def cells_of(row: Row) -> Mapping[Column, tuple[CellLine, ...]]:
    """The lines of each cell; `rows_read` reads the same again."""
    return {
        Column.STATUS: tuple(_status(row)),
        Column.STEPS: tuple(CellLine(f"{at}. {step.what}") for at, step in enumerate(row.steps, 1)),
        Column.ACTIONS: tuple(_actions(row)),
        Column.CRITERIA: tuple(_criteria(row)),
    }


def _status(row: Row) -> Iterator[CellLine]:
    yield CellLine(row.name)
    if row.purpose:
        yield CellLine(row.purpose)
    if row.limit is not None:
        yield CellLine("", f"{LIMIT}: {duration(row.limit)}")
    yield from (CellLine("", _limit_of_some(one)) for one in row.limits)


def _limit_of_some(one: StageLimit) -> str:
    """As in a playbook's file: `limit: 3d, from: 100000, source: Referral`."""
    parts = [f"{LIMIT}: {duration(one.limit)}"]
    parts += [] if one.amount_from is None else [f"{FROM}: {number(one.amount_from)}"]
    parts += [f"{SOURCE}: {_word(one.source)}"] if one.source else []
    return ", ".join(parts)


def _word(said: str) -> str:
    """In quotes what begins otherwise than a word: spreadsheets make other quotes of those that stand there."""
    return in_flow(said) if said[0].isalnum() else quoted(said)


def _actions(row: Row) -> Iterator[CellLine]:
    for place, step in enumerate(row.steps, 1):
        if step.actions or step.tools:
            yield CellLine(f"{place}.")
            yield from (CellLine(f"{ACTION} {action}") for action in step.actions)
            yield from (CellLine(f"{TOOL} {tool}") for tool in step.tools)


def _criteria(row: Row) -> Iterator[CellLine]:
    for gate, criteria in ((Gate.ENTER, row.enter), (Gate.EXIT, row.exit)):
        yield from (CellLine(marked_title(gate, one), notation(one)) for one in criteria)
