"""What a stage says of the ways to it and from it: entry criteria, moving on by itself, where back to, waking up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.clients import change_company
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.records import note_contract
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import complete_task
from voronka.commands.undo import undo
from voronka.domain.errors import GateRefused
from voronka.domain.events import EventKind
from voronka.domain.gate import NotBackTo
from voronka.domain.pipeline import Advance
from voronka.domain.task import TaskKind
from voronka.models import Company, Deal, Event, Pipeline, Stage, StageCriterion, Task

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
NEED = ("field", "Need is known", {"field": "need"})


def say(house: House, stage: str, **columns: Any) -> None:
    """The stage says this of itself from now on."""
    Stage.objects.filter(pk=house.stage(stage)).update(**columns)
    Pipeline.objects.filter(pk=house.pipeline.pk).update(version=F("version") + 1)


def by_itself(*criteria: tuple[str, str, dict[str, Any]]) -> House:
    house = make_house({"Qualify": list(criteria)})
    say(house, "Qualify", advance=Advance.BY_ITSELF)
    return house


def asks_at_entry(house: House, stage: str, title: str, field: str) -> None:
    StageCriterion.objects.create(
        stage_id=house.stage(stage),
        gate="enter",
        position=0,
        kind="field",
        title=title,
        params={"field": field},
    )
    Pipeline.objects.filter(pk=house.pipeline.pk).update(version=F("version") + 1)


def where(deal: Deal) -> str:
    return Deal.objects.get(pk=deal.pk).stage.name


# -- entry ---------------------------------------------------------------------------------------------------------


def test_what_the_next_stage_asks_at_its_entry_is_asked_before_the_move(house: House) -> None:
    asks_at_entry(house, "Propose", "Budget is known", "budget")
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    with pytest.raises(GateRefused) as refusal:
        move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert [one.title for one in refusal.value.verdict.open_criteria] == ["Budget is known"]
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"budget": "10 000"})
    moved = move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert [one["title"] for one in moved.event.payload["evidence"]] == ["Budget is known"]
    # It is asked at the door, not again behind it.
    move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Sign")))
    assert_all_true()


def test_a_deal_that_begins_at_the_first_stage_owes_what_is_asked_at_its_entry(house: House) -> None:
    asks_at_entry(house, "Qualify", "Source is known", "source")
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    with pytest.raises(GateRefused) as refusal:
        move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert [one.title for one in refusal.value.verdict.open_criteria] == ["Source is known"]


# -- by itself -----------------------------------------------------------------------------------------------------


def test_the_last_fact_moves_the_deal_and_the_move_names_it() -> None:
    house = by_itself(NEED, ("note", "Agreed", {"note": "plain"}))
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"need": "Minus twenty"})
    assert where(deal) == "Qualify"
    add_note(by=alice, at=LATER, deal=deal.pk, text="They agree")
    assert where(deal) == "Propose"
    moved = Event.objects.get(kind=EventKind.DEAL_MOVED)
    assert moved.payload["cause"] == Event.objects.get(kind=EventKind.NOTE_ADDED).pk
    assert [one["title"] for one in moved.payload["evidence"]] == ["Need is known", "Agreed"]
    assert_all_true()


def test_a_fact_of_the_company_moves_every_deal_of_it_whoever_owns_it() -> None:
    house = by_itself(("field", "The site is known", {"field": "company_site"}))
    own, other = deal_of(house, "Alice"), deal_of(house, "Bob")
    company = Company.objects.get(pk=own.company_id or 0)
    assert other.company_id == company.pk
    change_company(by=house.actor("Hana"), at=LATER, company=company.pk, fields={"site": "frost.example"})
    assert (where(own), where(other)) == ("Propose", "Propose")
    assert Deal.objects.get(pk=other.pk).owner_id == house.actor("Bob").id
    assert_all_true()


def test_a_deal_goes_on_through_every_open_gate_that_says_so() -> None:
    house = make_house({"Qualify": [NEED], "Propose": [("field", "Need is still known", {"field": "need"})]})
    for stage in ("Qualify", "Propose"):
        say(house, stage, advance=Advance.BY_ITSELF)
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"need": "Minus twenty"})
    assert where(deal) == "Sign"
    assert_all_true()


def test_a_stage_that_asks_for_nothing_lets_nothing_pass_by_itself() -> None:
    house = by_itself()
    deal = deal_of(house, "Alice")
    add_note(by=house.actor("Alice"), at=LATER, deal=deal.pk, text="Something")
    assert where(deal) == "Qualify"


def test_a_deal_that_was_moved_back_stays_until_the_next_fact() -> None:
    house = by_itself(NEED)
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"need": "Minus twenty"})
    back = Move(to=house.stage("Qualify"), reason="It is another need")
    move_deal(by=alice, at=LATER, deal=deal.pk, move=back)
    assert where(deal) == "Qualify"
    add_note(by=alice, at=LATER, deal=deal.pk, text="Asked again")
    assert where(deal) == "Propose"


def test_undo_of_the_fact_takes_the_move_back_with_it() -> None:
    house = by_itself(("contract", "Signed", {}))
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    note_contract(by=alice, at=LATER, deal=deal.pk, signed_on=LATER.date(), number="7")
    assert where(deal) == "Propose"
    fact = Event.objects.get(kind=EventKind.CONTRACT_NOTED)
    undo(by=alice, at=LATER + timedelta(minutes=1), event=fact.pk)
    assert where(deal) == "Qualify"
    assert_all_true()


def test_undo_of_the_fact_leaves_a_deal_that_went_further_where_it_is() -> None:
    house = by_itself(("task", "Talked", {"task": "call"}))
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    following = NewTask(TaskKind.EMAIL, "Send it", LATER + timedelta(days=1))
    assert deal.next_task_id is not None
    done = complete_task(by=alice, at=LATER, task=deal.next_task_id, next_task=following)
    assert where(deal) == "Propose"
    move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Sign")))
    undo(by=alice, at=LATER + timedelta(minutes=1), event=done.pk)
    assert where(deal) == "Sign"
    assert_all_true()


# -- back, and awake again -----------------------------------------------------------------------------------------


def test_a_deal_goes_back_only_where_the_playbook_lets_it(house: House) -> None:
    say(house, "Sign", back_to=[house.stage("Propose")])
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    for stage in ("Propose", "Sign"):
        move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage(stage)))
    far_back = Move(to=house.stage("Qualify"), reason="Again", exception="They insist")
    with pytest.raises(GateRefused) as refusal:
        move_deal(by=alice, at=LATER, deal=deal.pk, move=far_back)
    (obstacle,) = refusal.value.verdict.obstacles
    assert isinstance(obstacle, NotBackTo)
    assert [stage.name for stage in obstacle.allowed] == ["Propose"]
    move_deal(by=house.actor("Hana"), at=LATER, deal=deal.pk, move=far_back)
    assert where(deal) == "Qualify"
    assert_all_true()


def test_an_exit_says_where_a_deal_comes_back_to(house: House) -> None:
    say(house, "Lost", back_to=[house.stage("Propose")])
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    lost = Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    move_deal(by=alice, at=LATER, deal=deal.pk, move=lost)
    with pytest.raises(GateRefused):
        move_deal(
            by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Qualify"), reason="They called")
        )
    move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose"), reason="They called"))
    assert where(deal) == "Propose"


def test_a_lost_deal_asks_to_be_looked_at_again_when_the_playbook_says_so(house: House) -> None:
    say(
        house,
        "Lost",
        wake_after=timedelta(days=365),
        step_kind="call",
        step_title="A year has passed: ask again",
    )
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    lost = Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    moved = move_deal(by=alice, at=LATER, deal=deal.pk, move=lost)
    (task,) = Task.objects.filter(deal=deal, state="open")
    assert (task.title, task.due_at.date()) == (
        "A year has passed: ask again",
        (LATER + timedelta(days=365)).date(),
    )
    undo(by=alice, at=LATER, event=moved.event.pk)
    assert task.pk not in Task.objects.filter(deal=deal, state="open").values_list("pk", flat=True)
    assert_all_true()
