"""The rows of a draft's table: what is new, gone, moved or says something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from voronka.domain.criteria import ConfirmedByHand, Field, FieldFilled
from voronka.domain.draft_table import Cell, Row, rows
from voronka.domain.ids import CriterionId, PipelineId, StageId
from voronka.domain.pipeline import (
    Advance,
    BuyerStage,
    DefaultStep,
    Gate,
    Pipeline,
    PipelineKind,
    Stage,
    StageKind,
)
from voronka.domain.publishing import Fate, GateChange, changes
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind

NEED = FieldFilled(CriterionId(1), "Need is known", Field.NEED)


def stage(number: int, kind: StageKind = StageKind.WORKING) -> Stage:
    step = DefaultStep(TaskKind.CALL, "Call", timedelta(days=1))
    return Stage(StageId(number), f"Stage {number}", kind, number, "", None, step, (), (NEED,))


UNSORTED, QUALIFY, PROPOSE, SIGN = stage(0, StageKind.UNSORTED), stage(1), stage(2), stage(3)
WON, LOST, POSTPONED = (
    stage(4 + at, kind) for at, kind in enumerate((StageKind.WON, StageKind.LOST, StageKind.POSTPONED))
)
NOW = Pipeline(
    PipelineId(1), "Sales", PipelineKind.SALE, 1, (UNSORTED, QUALIFY, PROPOSE, SIGN, WON, LOST, POSTPONED)
)


def with_working(*working: Stage) -> Pipeline:
    return replace(NOW, stages=(UNSORTED, *working, WON, LOST, POSTPONED))


def told(then: Pipeline) -> list[tuple[str, Fate]]:
    return [(row.stage.name, row.fate) for row in rows(NOW, then) if row.stage.kind is StageKind.WORKING]


def row_of(then: Pipeline, of: Stage) -> Row:
    return next(row for row in rows(NOW, then) if row.stage.id == of.id)


def test_without_a_difference_every_row_is_as_it_was() -> None:
    assert [row.stage for row in rows(NOW, NOW)] == list(NOW.stages)
    assert {(row.fate, row.changed) for row in rows(NOW, NOW)} == {(Fate.KEPT, frozenset())}


@pytest.mark.parametrize(
    ("says", "cell"),
    [
        ({"name": "Qualify"}, Cell.STATUS),
        ({"limit": timedelta(days=2)}, Cell.STATUS),
        ({"purpose": "They tell us the problem"}, Cell.STATUS),
        ({"question": "What hurts?"}, Cell.STATUS),
        ({"buyer": BuyerStage.INTEREST}, Cell.STATUS),
        ({"steps": (SellerStep("Call"),)}, Cell.STEPS),
        ({"default_step": DefaultStep(TaskKind.EMAIL, "Write", timedelta(0))}, Cell.STEPS),
        ({"exit_criteria": ()}, Cell.CRITERIA),
        ({"enter_criteria": (ConfirmedByHand(CriterionId(9), "They fit"),)}, Cell.CRITERIA),
        ({"advance": Advance.BY_ITSELF}, Cell.CRITERIA),
        ({"back_to": ()}, Cell.CRITERIA),
        ({"wake_after": timedelta(days=365)}, Cell.CRITERIA),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_what_a_stage_says_otherwise_is_told_by_its_cell(says: dict[str, Any], cell: Cell) -> None:
    changed = replace(QUALIFY, **says)
    row = row_of(with_working(changed, PROPOSE, SIGN), QUALIFY)
    assert row == Row(changed, Fate.KEPT, QUALIFY, frozenset({cell}))
    assert row_of(with_working(changed, PROPOSE, SIGN), SIGN).changed == frozenset()


def test_criteria_in_another_order_are_a_change() -> None:
    sure = ConfirmedByHand(CriterionId(2), "They are sure")
    before = replace(QUALIFY, exit_criteria=(NEED, sure))
    now = with_working(before, PROPOSE, SIGN)
    (change,) = changes(now, with_working(replace(before, exit_criteria=(sure, NEED)), PROPOSE, SIGN))
    assert change.gates == (GateChange(Gate.EXIT, (), (), (), is_reordered=True),)
    more = ConfirmedByHand(CriterionId(3), "They fit")
    (change,) = changes(now, with_working(replace(before, exit_criteria=(more, NEED)), PROPOSE, SIGN))
    assert change.gates == (GateChange(Gate.EXIT, (more,), (sure,), ()),)


def test_several_cells_of_a_row_may_differ() -> None:
    changed = replace(QUALIFY, name="Qualify", steps=(SellerStep("Call"),), exit_criteria=())
    assert row_of(with_working(changed, PROPOSE, SIGN), QUALIFY).changed == frozenset(Cell)


def test_those_that_changed_places_say_so_at_their_status() -> None:
    then = with_working(PROPOSE, QUALIFY, SIGN)
    assert told(then) == [("Stage 2", Fate.KEPT), ("Stage 1", Fate.KEPT), ("Stage 3", Fate.KEPT)]
    assert row_of(then, QUALIFY).changed == row_of(then, PROPOSE).changed == frozenset({Cell.STATUS})
    assert row_of(then, SIGN).changed == frozenset()


def test_a_new_row_was_nothing_before() -> None:
    made = stage(70)
    assert row_of(with_working(QUALIFY, made, PROPOSE, SIGN), made) == Row(made, Fate.NEW, None)


def test_removed_rows_stay_behind_the_one_that_they_stood_behind() -> None:
    gone = Fate.REMOVED
    assert told(with_working(SIGN)) == [("Stage 1", gone), ("Stage 2", gone), ("Stage 3", Fate.KEPT)]
    assert told(with_working(SIGN, QUALIFY)) == [
        ("Stage 3", Fate.KEPT),
        ("Stage 1", Fate.KEPT),
        ("Stage 2", gone),
    ]
    assert row_of(with_working(SIGN), QUALIFY).was == QUALIFY
