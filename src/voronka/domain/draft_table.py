"""The playbook's table as a draft would make it, beside the version in force: which rows and cells are not as they were.

Both pipelines name the same stages by the same ids, as for domain/publishing.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.ids import StageId
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.publishing import Fate, Said, StageChange, changes


class Cell(StrEnum):
    """The parts of a row that are edited each for itself. The steps take two columns: actions and tools are theirs."""

    STATUS = "status"
    STEPS = "steps"
    CRITERIA = "criteria"


_SAID_IN = {
    Said.PURPOSE: Cell.STATUS,
    Said.QUESTION: Cell.STATUS,
    Said.BUYER: Cell.STATUS,
    Said.PLACE: Cell.STATUS,
    Said.STEPS: Cell.STEPS,
    Said.DEFAULT_STEP: Cell.STEPS,
    Said.ADVANCE: Cell.CRITERIA,
    Said.BACK_TO: Cell.CRITERIA,
    Said.WAKE_AFTER: Cell.CRITERIA,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `stage` is as it will be, for a removed one as it is; `was` as it is in force, None for a new one.

    `changed` are the cells that say or ask something else than in force; of new and removed rows none.
    """

    stage: Stage
    fate: Fate
    was: Stage | None
    changed: frozenset[Cell] = frozenset()


def rows(now: Pipeline, then: Pipeline) -> tuple[Row, ...]:
    """The rows in the order of `then`; a removed one behind the one that it stood behind."""
    return tuple(_rows(now, then))


def _rows(now: Pipeline, then: Pipeline) -> Iterator[Row]:
    told = {change.stage.id: change for change in changes(now, then)}
    removed = _removed_behind(now, then)
    for stage in then.stages:
        change = told.get(stage.id)
        if change is None:
            yield Row(stage, Fate.KEPT, stage)
        else:
            yield Row(stage, change.fate, now.stage(stage.id), _cells(change))
        yield from (Row(gone, Fate.REMOVED, gone) for gone in removed.get(stage.id, ()))


def _removed_behind(now: Pipeline, then: Pipeline) -> dict[StageId, list[Stage]]:
    """The removed stages by the last one before them that stays; Unsorted, the first, always does."""
    behind: dict[StageId, list[Stage]] = {}
    last = now.stages[0].id
    for stage in now.stages:
        if then.stage(stage.id) is None:
            behind.setdefault(last, []).append(stage)
        else:
            last = stage.id
    return behind


def _cells(change: StageChange) -> frozenset[Cell]:
    cells = {_SAID_IN[said] for said in change.said}
    if change.name_before is not None or change.limit is not None:
        cells.add(Cell.STATUS)
    if change.gates:
        cells.add(Cell.CRITERIA)
    return frozenset(cells)
