"""Which moves pass a gate, and by what: written with the move, gone with its undo, the same when read from the log."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.factories import NOON, House, deal_of, make_house
from tests.published import remove_stage
from tests.truths import assert_all_true, assert_passages_are_what_the_log_tells
from voronka.commands.deals import change_deal
from voronka.commands.evidence import confirm_criterion
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.undo import undo
from voronka.domain.events import MoveHow
from voronka.domain.passages import is_passage
from voronka.models import Deal, GatePassage, PassedWithoutFact, StageCriterion

pytestmark = pytest.mark.django_db
CRITERIA = {
    "Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})],
    "Propose": [("by_hand", "They like it", {})],
}


@pytest.fixture
def house(db: None) -> House:
    return make_house(CRITERIA)


def go(house: House, deal: Deal, to: str, by: str = "Alice", *, hours: int = 1, **said: Any) -> int:
    at = NOON + timedelta(hours=hours)
    moved = move_deal(by=house.actor(by), at=at, deal=deal.pk, move=Move(house.stage(to), **said))
    return moved.event.pk


def judge(house: House, deal: Deal, title: str, by: str = "Alice") -> None:
    criterion = StageCriterion.objects.get(title=title).pk
    confirm_criterion(by=house.actor(by), at=NOON, deal=deal.pk, criterion=criterion, reason=f"{by} says so")


def rows() -> list[tuple[Any, ...]]:
    """Of each pass: the stage, who moved, how much was asked, judged and waived, and the exception."""
    columns = ("stage__name", "by__name", "asked", "by_word", "waived", "exception")
    return list(GatePassage.objects.order_by("id").values_list(*columns))


def test_a_pass_tells_facts_and_words_apart(house: House) -> None:
    deal = deal_of(house, "Alice")
    change_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, fields={"need": "Cold"})
    judge(house, deal, "They fit us", by="Hana")
    go(house, deal, "Propose")
    assert rows() == [("Qualify", "Alice", 2, 1, 0, "")]
    word = PassedWithoutFact.objects.get()
    assert (word.title, word.is_waived, word.said) == ("They fit us", False, "Hana says so")
    assert word.by == house.people["Hana"]
    assert_all_true()


def test_an_exception_is_kept_with_its_reason_and_what_it_waived(house: House) -> None:
    deal = deal_of(house, "Alice")
    judge(house, deal, "They fit us")
    go(house, deal, "Sign", "Hana", exception=" They insist ")
    assert rows() == [("Qualify", "Hana", 2, 1, 1, "They insist")]
    assert set(PassedWithoutFact.objects.values_list("title", "is_waived")) == {
        ("They fit us", False),
        ("Need is known", True),
    }
    assert_all_true()


def test_only_the_way_on_passes_a_gate(house: House) -> None:
    deal = deal_of(house, "Alice", stage="Unsorted")
    go(house, deal, "Qualify")
    go(house, deal, "Propose", "Hana", exception="They insist")
    go(house, deal, "Qualify", reason="Not so fast")
    go(house, deal, "Lost", lost_reason=house.lost_reason)
    go(house, deal, "Qualify", reason="They are back")
    assert [row[0] for row in rows()] == ["Unsorted", "Qualify"]
    go(house, deal, "Propose", "Hana", exception="Again")
    assert [row[0] for row in rows()] == ["Unsorted", "Qualify", "Qualify"]
    go(house, deal, "Won", "Hana", exception="At once")
    assert rows()[-1][0] == "Propose"
    assert_all_true()


def test_an_undone_move_passed_nothing(house: House) -> None:
    deal = deal_of(house, "Alice")
    event = go(house, deal, "Propose", "Hana", exception="They insist")
    undo(by=house.actor("Hana"), at=NOON + timedelta(hours=2), event=event)
    assert not rows()
    assert not PassedWithoutFact.objects.exists()
    assert_all_true()


def test_a_deal_that_the_playbook_moves_passes_nothing(house: House) -> None:
    deal_of(house, "Alice")
    remove_stage(
        by=house.actor("Hana"), at=NOON, stage=house.stage("Qualify"), into=house.stage("Propose"), reason="One less",
    )  # fmt: skip
    assert Deal.objects.get().stage_id == house.stage("Propose")
    assert not rows()
    assert_all_true()


def test_nothing_but_forward_and_won_is_a_pass() -> None:
    assert [how for how in MoveHow if is_passage(how)] == [MoveHow.FORWARD, MoveHow.WON]
    assert not any(is_passage(how, published=True) for how in MoveHow)


def test_the_log_of_before_gives_the_same_rows(house: House) -> None:
    """What the migrations make of the log is what the commands had written."""
    deal = deal_of(house, "Alice")
    judge(house, deal, "They fit us", by="Hana")
    judge(house, deal, "They fit us")
    taken_back = go(house, deal, "Propose", "Hana", exception="They insist")
    undo(by=house.actor("Hana"), at=NOON + timedelta(hours=2), event=taken_back)
    go(house, deal, "Propose", "Hana", exception="They insist")
    judge(house, deal, "They like it")
    go(house, deal, "Sign")
    GatePassage.objects.all().delete()
    importlib.import_module("voronka.migrations.0021_gate_passages").count_what_was_passed(apps, None)
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("voronka.migrations.0023_passage_figures").FILLING)
    assert len(rows()) == 2
    assert_passages_are_what_the_log_tells()
    assert set(PassedWithoutFact.objects.exclude(said="").values_list("said", "by__name")) == {
        ("Alice says so", "Alice")
    }
