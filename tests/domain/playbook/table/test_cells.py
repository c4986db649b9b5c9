"""A row's four cells: written, read again, and read as people leave them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from tests.domain.playbook.playbooks import playbooks, rules
from tests.domain.playbook.table.carried import says_something
from voronka.domain.criteria import (
    CallHeld,
    ConfirmedByHand,
    Field,
    FieldFilled,
    MeetingHeld,
    MeetingOutcome,
    Party,
    SomeOf,
    TaskDone,
)
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import Gate
from voronka.domain.playbook.faults import (
    BadDuration,
    NoCriterion,
    NotYaml,
    SyntaxProblem,
    TextTooLong,
    UnknownChoice,
)
from voronka.domain.playbook.table.cells import cells_of
from voronka.domain.playbook.table.criteria import criterion_read, marked_title, notation
from voronka.domain.playbook.table.faults import NoName, NoSuchStep, TableFault
from voronka.domain.playbook.table.lines import Line
from voronka.domain.playbook.table.model import FOUR, Column, Row, TablePlace, cleaned
from voronka.domain.playbook.table.rows import Written, rows_read
from voronka.domain.playbook.table.show import Shown, table_of
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.domain.criteria import Criterion
    from voronka.domain.playbook.model import Playbook, Rule

NO_ID = CriterionId(0)


def written(cells: Mapping[Column, tuple[str, ...]], key: str | None = None) -> Written:
    return Written(
        key,
        {
            column: tuple(
                Line(text, TablePlace(column=column, line=number)) for number, text in enumerate(lines, 1)
            )
            for column, lines in cells.items()
        },
        TablePlace(),
    )


def read(
    status: str = "Qualify", steps: str = "", actions: str = "", criteria: str = ""
) -> tuple[Row, list[TableFault]]:
    texts = zip(FOUR, (status, steps, actions, criteria), strict=True)
    faults: list[TableFault] = []
    cells = {column: tuple(line for line in text.split("\n") if line) for column, text in texts}
    [row] = rows_read([written(cells)], faults)
    return row, faults


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(playbooks())
def test_any_row_is_read_as_it_was_written(playbook: Playbook) -> None:
    for row in table_of(playbook.pipelines[0], playbook.languages[0]).rows:
        if says_something(row):
            faults: list[TableFault] = []
            [found] = rows_read([written(as_text(row), row.key)], faults)
            assert (found, faults) == (row, [])


def as_text(row: Row) -> dict[Column, tuple[str, ...]]:
    return {column: tuple(map(str, lines)) for column, lines in cells_of(row).items()}


@given(rules(("en",)))
def test_any_criterion_is_read_as_it_was_written(rule: Rule) -> None:
    criterion = Shown("en").criterion(rule)
    if criterion.title and all(part.title for part in getattr(criterion, "of", ())):
        for gate in Gate:
            line = f"{marked_title(gate, criterion)} [{notation(criterion)}]"
            assert criterion_read(line) == (gate, criterion, ())


@pytest.mark.parametrize(
    ("line", "criterion"),
    [
        ("☐ The need is known [field: need]", FieldFilled(NO_ID, "The need is known", Field.NEED)),
        ("The need is known [ field: need ].", FieldFilled(NO_ID, "The need is known", Field.NEED)),
        ("- [x] The need is known [field: need]", FieldFilled(NO_ID, "[x] The need is known", Field.NEED)),
        ("☐ They are ready (really)", ConfirmedByHand(NO_ID, "They are ready (really)")),
        ("☐ They are [quite] ready", ConfirmedByHand(NO_ID, "They are [quite] ready")),
        ("• We met [task: meeting, in_stage: true] here", TaskDone(NO_ID, "We met here", TaskKind.MEETING, in_stage=True)),
        (
            "☐ We met [meeting: {outcomes: [contract, needs]}]",
            MeetingHeld(NO_ID, "We met", (MeetingOutcome.CONTRACT, MeetingOutcome.NEEDS), in_stage=False),
        ),
        (
            "☐ One of them [some: {least: 1, of: [{field: need, title: “The “need””}, {field: budget, title: ‘Money’}]}]",
            SomeOf(
                NO_ID, "One of them", 1,
                (FieldFilled(NO_ID, "The “need”", Field.NEED), FieldFilled(NO_ID, "‘Money’", Field.BUDGET)),
            ),
        ),
    ],
)  # fmt: skip
def test_a_criterion_is_understood_as_people_type_it(line: str, criterion: Criterion) -> None:
    assert criterion_read(line) == (Gate.EXIT, criterion, ())


@pytest.mark.parametrize("mark", ["→", "> ", "->", "→ ☐ "])
def test_an_arrow_tells_what_is_asked_before_a_deal_comes(mark: str) -> None:
    asked = CallHeld(NO_ID, "They called", Party.ANYONE, 60, in_stage=False)
    assert criterion_read(f"{mark}They called [call: {{seconds: 60}}]") == (Gate.ENTER, asked, ())


def test_what_is_wrong_in_brackets_is_told_as_in_the_file() -> None:
    [unknown] = criterion_read("☐ Need [field: neet]")[2]
    assert isinstance(unknown, UnknownChoice)
    assert unknown.nearest == "need"
    [nothing] = criterion_read("☐ Need [feild: need]")[2]
    assert isinstance(nothing, NoCriterion)
    assert nothing.nearest == "field"
    assert criterion_read("☐ Talk [call: {seconds: 60]")[2] == (NotYaml(SyntaxProblem.UNCLOSED),)


def test_steps_and_actions_find_each_other_by_number() -> None:
    row, faults = read(
        steps="1. Call\n3. Meet", actions="- Look them up\n3.\n- Bring samples\n+ Checklist\n1. Ask"
    )
    assert not faults
    assert row.steps == (
        SellerStep("Call", ("Look them up", "Ask")),
        SellerStep("Meet", ("Bring samples",), ("Checklist",)),
    )


def test_steps_without_numbers_count_by_their_place() -> None:
    row, faults = read(steps="Call\nMeet", actions="2.\n– Bring samples")
    assert not faults
    assert row.steps == (SellerStep("Call"), SellerStep("Meet", ("Bring samples",)))


def test_an_action_under_a_step_that_is_not_there_is_told_with_its_line() -> None:
    _row, faults = read(steps="1. Call", actions="1.\n- Look\n2.\n- Bring")
    assert faults == [TableFault(TablePlace(column=Column.ACTIONS, line=3), NoSuchStep(2))]


def test_a_status_has_a_name_a_purpose_and_a_limit() -> None:
    row, faults = read("Qualify\nWho they are\nand whether we fit\n[limit: 3d]")
    assert not faults
    assert (row.name, row.purpose, row.limit) == (
        "Qualify",
        "Who they are and whether we fit",
        timedelta(days=3),
    )
    assert [fault.wrong for fault in read("Qualify\n[limit: 3 days]")[1]] == [BadDuration("3 days")]
    assert [fault.wrong for fault in read("Q" * 41)[1]] == [TextTooLong(41, 40)]


def test_a_row_without_a_status_goes_on_with_the_one_above() -> None:
    above = written({Column.STATUS: ("Qualify",), Column.STEPS: ("1. Call",)}, "qualify")
    under = written({Column.STEPS: ("2. Meet",), Column.CRITERIA: ("☐ Need [field: need]",)})
    empty = written({})
    faults: list[TableFault] = []
    [row] = rows_read([above, under, empty], faults)
    assert not faults
    assert row.steps == (SellerStep("Call"), SellerStep("Meet"))
    assert row.exit == (FieldFilled(NO_ID, "Need", Field.NEED),)


def test_a_first_row_without_a_status_is_refused() -> None:
    faults: list[TableFault] = []
    rows_read([written({Column.STEPS: ("1. Call",)})], faults)
    assert [fault.wrong for fault in faults] == [NoName()]


def test_cleaned_texts_hold_nothing_that_nobody_sees() -> None:
    assert cleaned(" a\x00b\n\tc\u2028d\ud800 \ufffe") == "a b c d"
