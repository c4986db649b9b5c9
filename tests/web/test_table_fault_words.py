"""What is wrong with a table that comes back: every kind has its words, in every language, and a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from django.utils import translation

from voronka.domain.playbook.faults import UnknownChoice
from voronka.domain.playbook.table.faults import (
    BrokenFile,
    CellError,
    FileTooBig,
    NoBrackets,
    NoName,
    NoRobotYet,
    NoStageLeft,
    NoSuchStep,
    NoTable,
    NotAmongRobots,
    NothingHere,
    NotOurs,
    NoWords,
    RobotDoesNothing,
    RobotGoesNowhere,
    SameName,
    TableFault,
    TableWrong,
    TooManyRows,
    UnknownFile,
)
from voronka.domain.playbook.table.model import Column, TablePlace
from voronka.web.playbook_table_fault_words import table_fault_text, table_place_text

if TYPE_CHECKING:
    from voronka.domain.playbook.faults import Wrong

pytestmark = pytest.mark.once

NOWHERE = TablePlace()
EACH: tuple[TableWrong, ...] = (
    UnknownFile(), BrokenFile(), FileTooBig(5_000_000), NotOurs(), NoTable(), TooManyRows(300), NoName(),
    SameName("Meet", 0), SameName("Meet", 7), NoSuchStep(3), NothingHere(), CellError("#NAME?"), NoStageLeft(),
    NoBrackets(), NoWords(), NoRobotYet(), RobotDoesNothing("Ask"), RobotGoesNowhere("Ask", "Meet"), NotAmongRobots(),
)  # fmt: skip


def told(wrong: TableWrong | Wrong) -> str:
    return table_fault_text(TableFault(NOWHERE, wrong))


@pytest.mark.parametrize("language", ["en", "ru", "uk", "id"])
def test_each_kind_has_a_sentence_of_its_own(language: str) -> None:
    assert {type(wrong) for wrong in EACH} == set(get_args(TableWrong))
    with translation.override(language):
        assert len({told(wrong) for wrong in EACH}) == len(EACH)


def test_what_is_wrong_in_brackets_is_told_as_of_a_file() -> None:
    wrong = UnknownChoice("neet", "need", ("need",))
    assert told(wrong) == "“neet” is not known here. Write “need”."
    assert (
        told(FileTooBig(5_000_000))
        == "The file is too big: at most 5 MB. Leave out pictures and other sheets."
    )
    assert told(NoSuchStep(3)).startswith("There is no step 3 in this row.")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (NOWHERE, ""),
        (TablePlace("Sales", 7, Column.CRITERIA, "E7", 2), "Sheet “Sales”, cell E7, line 2"),
        (TablePlace("Sales", 7, Column.CRITERIA, "E7"), "Sheet “Sales”, cell E7"),
        (TablePlace(row=9, column=Column.ROBOTS), "Line 9 of the file, “Happens by itself”"),
        (TablePlace("Sales", 7), "Sheet “Sales”, row 7"),
        (TablePlace("Sales"), "Sheet “Sales”"),
        (TablePlace(row=9, column=Column.STATUS), "Line 9 of the file, “Status”"),
        (TablePlace(row=9), "Line 9 of the file"),
    ],
)
def test_a_place_is_called_as_a_spreadsheet_or_an_editor_calls_it(place: TablePlace, words: str) -> None:
    assert table_place_text(place) == words
