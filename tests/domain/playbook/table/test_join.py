"""A pipeline's table, and a table taken into the pipeline again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.domain.playbook.playbooks import playbooks
from tests.domain.playbook.table.carried import SHIPPED
from voronka.domain.criteria import ConfirmedByHand, Field, FieldFilled
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.model import PlaybookLimit
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.table.faults import NoStageLeft, NothingHere, SameName, UnreadableTable
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.model import Row, Table
from voronka.domain.playbook.table.show import table_of
from voronka.domain.seller_steps import SellerStep

if TYPE_CHECKING:
    from pathlib import Path

    from voronka.domain.playbook.model import Playbook, PlaybookPipeline

NEED = FieldFilled(CriterionId(0), "The need is known", Field.NEED)


@pytest.fixture(scope="module")
def six() -> PlaybookPipeline:
    [pipeline] = read_playbook(
        next(one for one in SHIPPED if one.stem == "six-stages").read_bytes()
    ).pipelines
    return pipeline


def changed(table: Table, at: int, **what: Any) -> Table:
    rows = list(table.rows)
    rows[at] = replace(rows[at], **what)
    return replace(table, rows=tuple(rows))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_playbooks_table_changes_nothing(file: Path) -> None:
    playbook = read_playbook(file.read_bytes())
    for pipeline in playbook.pipelines:
        for language in playbook.languages:
            table = table_of(pipeline, language)
            assert with_table(pipeline, table) == pipeline
            nameless = replace(table, rows=tuple(replace(row, key=None) for row in table.rows))
            assert with_table(pipeline, nameless) == pipeline


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(playbooks())
def test_no_table_changes_its_own_pipeline(playbook: Playbook) -> None:
    for pipeline in playbook.pipelines:
        for language in playbook.languages:
            assert with_table(pipeline, table_of(pipeline, language)) == pipeline


def test_sources_that_one_language_calls_the_same_stay_two(six: PlaybookPipeline) -> None:
    limits = tuple(
        PlaybookLimit(timedelta(days=days), None, {"en": "Partner", "ru": russian})
        for days, russian in ((1, "Дилер"), (2, "Агент"))
    )
    stage = replace(six.stages[0], limits=limits)
    pipeline = replace(six, stages=(stage, *six.stages[1:]))
    assert with_table(pipeline, table_of(pipeline, "en")) == pipeline


def test_every_stage_is_a_row_between_unsorted_and_the_exits(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    kinds = [row.kind for row in table.rows]
    assert kinds[0] is StageKind.UNSORTED
    assert kinds[-3:] == [StageKind.WON, StageKind.LOST, StageKind.POSTPONED]
    assert [row.key for row in table.rows[1:-3]] == [stage.key for stage in six.stages]


def test_a_new_name_changes_one_language_and_nothing_else(six: PlaybookPipeline) -> None:
    table = changed(table_of(six, "ru"), 1, name="Интерес", limit=timedelta(days=5))
    was, now = six.stages[0], with_table(six, table).stages[0]
    assert now == replace(was, name={**was.name, "ru": "Интерес"}, limit=timedelta(days=5))


def test_a_changed_step_keeps_its_texts_in_other_languages(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    first, *rest = table.rows[1].steps
    said = SellerStep("Say hello", first.actions, first.tools)
    now = with_table(six, changed(table, 1, steps=(said, *rest))).stages[0]
    assert now.steps[0].what == {**six.stages[0].steps[0].what, "en": "Say hello"}
    assert now.steps[0].actions == six.stages[0].steps[0].actions
    assert now.steps[1:] == six.stages[0].steps[1:]


def test_what_is_new_says_the_same_in_every_language(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    now = with_table(six, changed(table, 1, exit=(*table.rows[1].exit, NEED))).stages[0]
    assert now.exit[:-1] == six.stages[0].exit
    assert set(now.exit[-1].title) == set(six.name)
    assert set(now.exit[-1].title.values()) == {"The need is known"}


def test_the_rows_order_is_the_stages_and_no_way_back_leads_forward(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    unsorted, first, second, *rest = table.rows
    now = with_table(six, replace(table, rows=(unsorted, second, first, *rest)))
    assert [stage.key for stage in now.stages[:2]] == [second.key, first.key]
    for place, stage in enumerate(now.stages):
        assert set(stage.back_to or ()) <= {one.key for one in now.stages[:place]}


def test_a_stage_without_a_row_is_gone_and_nothing_goes_back_to_it(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    gone = table.rows[2].key
    now = with_table(six, replace(table, rows=table.rows[:2] + table.rows[3:]))
    assert gone not in {stage.key for stage in now.stages}
    assert all(gone not in (stage.back_to or ()) for stage in now.stages)


def test_exits_that_were_taken_out_stay(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    assert with_table(six, replace(table, rows=table.rows[1:-3])) == six


def test_a_row_by_hand_is_a_new_stage_with_a_first_step(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    row = Row(None, "Trial at the client", steps=(SellerStep("Bring the device"),), exit=(NEED,))
    now = with_table(six, replace(table, rows=(*table.rows[:2], row, *table.rows[2:]))).stages[1]
    assert now.key == "trial-at-the-client"
    assert now.purpose == now.name == dict.fromkeys(six.name, "Trial at the client")
    assert now.next_step.title["en"] == "Bring the device"
    assert now.back_to is None


@pytest.mark.parametrize(
    ("key", "name", "made"),
    [
        (None, "Пробный запуск", "new"),
        (None, "Stage 7", "new-stage-7"),
        ("stage-7", "Trial", "trial"),
        ("won", "Trial", "trial"),
        (None, "Lost?", "new-lost"),
        ("trial-2", "Trial", "trial-2"),
        (None, "Closing", "closing-2"),
    ],
)
def test_a_new_stages_key_is_its_own(six: PlaybookPipeline, key: str | None, name: str, made: str) -> None:
    table = table_of(six, "en")
    now = with_table(six, replace(table, rows=(*table.rows[:-3], Row(key, f"{name} "), *table.rows[-3:])))
    assert now.stages[-1].key == made


def test_a_copied_row_is_a_new_stage_and_the_original_keeps_its_key(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    copy = replace(table.rows[1], name="Another one")
    now = with_table(six, replace(table, rows=(table.rows[0], copy, *table.rows[1:])))
    assert now.stages[1] == six.stages[0]
    assert now.stages[0].key == "another-one"


def test_a_purpose_that_is_only_the_name_again_follows_the_name(six: PlaybookPipeline) -> None:
    bare = replace(six.stages[0], purpose=six.stages[0].name)
    pipeline = replace(six, stages=(bare, *six.stages[1:]))
    table = table_of(pipeline, "en")
    assert table.rows[1].purpose == ""
    assert with_table(pipeline, table) == pipeline
    assert with_table(pipeline, changed(table, 1, name="Chance")).stages[0].purpose["en"] == "Chance"


def refused(pipeline: PlaybookPipeline, table: Table) -> list[object]:
    with pytest.raises(UnreadableTable) as caught:
        with_table(pipeline, table)
    return [fault.wrong for fault in caught.value.faults]


def test_what_can_not_be_kept_is_refused(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    assert refused(six, changed(table, -1, exit=(NEED,))) == [NothingHere()]
    assert refused(six, replace(table, rows=(table.rows[0], *table.rows[-3:]))) == [NoStageLeft()]
    assert refused(six, changed(table, 1, name="CLOSING")) == [SameName("CLOSING", 0)]


def test_the_first_column_and_the_exits_have_a_purpose_and_steps(six: PlaybookPipeline) -> None:
    table = table_of(six, "en")
    first = with_table(six, changed(table, 0, purpose="Sort it", steps=(SellerStep("Read it"),))).unsorted
    assert (first.purpose or {})["ru"] == "Sort it"
    assert [step.what["en"] for step in first.steps] == ["Read it"]
    lost = with_table(six, changed(table, -2, purpose="Not now, or not us")).lost
    assert (lost.purpose or {})["en"] == "Not now, or not us"
    assert with_table(replace(six, lost=lost), table).lost.purpose is None


def test_reasons_that_are_told_at_an_exit_are_no_criteria(six: PlaybookPipeline) -> None:
    told = ConfirmedByHand(CriterionId(0), "Too expensive")
    assert with_table(six, changed(table_of(six, "en"), -2, exit=(told,))) == six
