"""Markdown: out and in again, and as people edit it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.playbook.playbooks import playbooks
from tests.domain.playbook.table.carried import SHIPPED, WORDS, all_say_something, playbook_of, sheets_of
from voronka.domain.playbook.faults import UnknownChoice
from voronka.domain.playbook.table.faults import NoTable, TableFault, TooManyRows, UnreadableTable
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.markdown import write_markdown
from voronka.domain.playbook.table.markdown_read import read_markdown
from voronka.domain.playbook.table.model import Column, Table, TablePlace

if TYPE_CHECKING:
    from pathlib import Path

    from voronka.domain.playbook.model import Playbook


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_playbook_comes_back_from_markdown_as_it_was(file: Path) -> None:
    playbook = playbook_of(file)
    for language in playbook.languages:
        sheets = sheets_of(playbook, language)
        tables = read_markdown(write_markdown(sheets, WORDS))
        assert tables == tuple(sheet.table for sheet in sheets)
        assert tuple(map(with_table, playbook.pipelines, tables)) == playbook.pipelines


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(playbooks())
def test_any_table_comes_back_from_markdown_as_it_was(playbook: Playbook) -> None:
    sheets = sheets_of(playbook, playbook.languages[0])
    if all(all_say_something(sheet.table) for sheet in sheets):
        assert read_markdown(write_markdown(sheets, WORDS)) == tuple(sheet.table for sheet in sheets)


BY_HAND = """\
Some words | of our own

# Sales

Status | Steps | Actions | Criteria
---|---|---|---
Qualify<br>Who they are | Call<br>Meet | 2.<BR>- Bring\\|show &amp; tell | Need is known [field: need]
*Close* | | | → They want it <br/> ☐ Paid `[payment: {share: 50}]` | extra
"""


def test_a_table_by_hand_without_keys_is_read() -> None:
    [table] = read_markdown(BY_HAND)
    assert (table.pipeline, table.language, table.name) == (None, None, "Sales")
    first, second = table.rows
    assert (first.key, first.name, first.purpose) == (None, "Qualify", "Who they are")
    assert [step.actions for step in first.steps] == [(), ("Bring|show & tell",)]
    assert [one.title for one in second.enter] == ["They want it"]
    assert [one.title for one in second.exit] == ["Paid"]


def test_faults_are_told_with_the_files_line() -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_markdown(BY_HAND.replace("field: need", "field: wish"))
    [fault] = caught.value.faults
    assert fault.place == TablePlace(row=7, column=Column.CRITERIA, line=1)
    assert isinstance(fault.wrong, UnknownChoice)


def test_markdown_without_such_a_table_is_refused() -> None:
    for text in ("", "# Sales\n\nwords", "| a | b |\n|---|---|\n| c | d |"):
        with pytest.raises(UnreadableTable) as caught:
            read_markdown(text)
        assert caught.value.faults == (TableFault(TablePlace(), NoTable()),)


def test_a_table_without_end_is_refused() -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_markdown("|a|b|c|d|\n|-|-|-|-|\n" + "|e|f|g|h|\n" * 400)
    assert [type(fault.wrong) for fault in caught.value.faults] == [TooManyRows]


@given(st.text("|-\\`<br>!a[]:{}#\n* ", max_size=120))
def test_junk_is_read_or_refused_and_never_breaks(junk: str) -> None:
    for text in (junk, f"|a|b|c|d|\n|-|-|-|-|\n{junk}"):
        assert tables_or_faults(text)


def tables_or_faults(text: str) -> tuple[Table, ...] | tuple[TableFault, ...]:
    try:
        return read_markdown(text)
    except UnreadableTable as error:
        return error.faults


def test_a_page_does_not_show_what_is_carried() -> None:
    [sheet, *_] = sheets_of(playbook_of(SHIPPED[0]), "en")
    hostile = replace(sheet, table=replace(sheet.table, name="Sales --> <b>"))
    [table] = read_markdown(write_markdown([hostile], WORDS))
    assert table.name == "Sales --> <b>"
    assert "-->" not in write_markdown([hostile], WORDS).split("<!-- voronka:")[1].split("-->")[0]
