"""Moving deals: the gate on the way, conflicts, exits, exceptions and undo."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories import NOON, House, deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal, take_deal
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move, TaskEnd
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import cancel_task, complete_task
from voronka.commands.undo import undo
from voronka.domain.errors import (
    GateRefused,
    NextStepMissing,
    NotAllowed,
    NotFound,
    StaleVersion,
    UndoProblem,
    UndoRefused,
)
from voronka.domain.events import EventKind
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Deal, Event, Task

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def gated(db: None) -> House:
    """A workspace whose Qualify asks for the need."""
    return make_house({"Qualify": [("field", "Need is known", {"field": "need"})]})


def test_a_deal_passes_the_gate_once_the_criterion_is_met(gated: House) -> None:
    alice, deal = gated.actor("Alice"), deal_of(gated, "Alice")
    move = Move(to=gated.stage("Propose"))
    with pytest.raises(GateRefused) as refusal:
        move_deal(by=alice, at=LATER, deal=deal.pk, move=move)
    assert [criterion.title for criterion in refusal.value.verdict.open_criteria] == ["Need is known"]
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"need": "Minus twenty"})
    moved = move_deal(by=alice, at=LATER, deal=deal.pk, move=move)
    assert moved.deal.stage_id == gated.stage("Propose")
    assert moved.event.payload["evidence"][0]["evidence"]["label"] == "Minus twenty"
    assert_all_true()


def test_a_seller_s_exception_counts_for_nothing_and_a_head_s_is_kept(gated: House) -> None:
    deal = deal_of(gated, "Alice")
    move = Move(to=gated.stage("Propose"), exception="They pay twice")
    with pytest.raises(GateRefused):
        move_deal(by=gated.actor("Alice"), at=LATER, deal=deal.pk, move=move)
    moved = move_deal(by=gated.actor("Hana"), at=LATER, deal=deal.pk, move=move)
    assert moved.event.payload["exception"] == "They pay twice"
    assert moved.event.payload["waived"] == ["Need is known"]


def test_other_sellers_and_other_heads_find_no_deal(house: House) -> None:
    deal = deal_of(house, "Alice")
    for stranger in ("Bob", "Charlie", "Hugo"):
        with pytest.raises(NotFound):
            move_deal(by=house.actor(stranger), at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))


def test_the_second_of_two_people_learns_who_moved_it_where(house: House) -> None:
    deal = deal_of(house, "Alice")
    move_deal(by=house.actor("Hana"), at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    with pytest.raises(StaleVersion) as refusal:
        move_deal(
            by=house.actor("Alice"),
            at=LATER,
            deal=deal.pk,
            move=Move(to=house.stage("Propose")),
            version=deal.version,
        )
    assert (refusal.value.by, refusal.value.stage, refusal.value.at) == ("Hana", "Propose", LATER)


def test_a_note_meanwhile_does_not_stop_a_move(house: House) -> None:
    deal = deal_of(house, "Alice")
    add_note(by=house.actor("Hana"), at=LATER, deal=deal.pk, text="Good one")
    move = Move(to=house.stage("Propose"))
    moved = move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=move, version=deal.version)
    assert moved.stage.name == "Propose"


def test_two_changes_of_different_fields_both_win_and_of_one_field_the_second_is_told(house: House) -> None:
    deal = deal_of(house, "Alice")
    change_deal(
        by=house.actor("Hana"), at=LATER, deal=deal.pk, fields={"source": "Fair"}, version=deal.version
    )
    alice = house.actor("Alice")
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"need": "Cold"}, version=deal.version)
    with pytest.raises(StaleVersion):
        change_deal(by=alice, at=LATER, deal=deal.pk, fields={"source": "Call"}, version=deal.version)
    row = Deal.objects.get(pk=deal.pk)
    assert (row.source, row.need) == ("Fair", "Cold")


def test_a_lost_deal_keeps_reason_and_competitor_and_its_tasks_end(house: House) -> None:
    deal = deal_of(house, "Alice")
    move = Move(
        to=house.stage("Lost"), lost_reason=house.lost_reason, competitor="Frigoline", reason="12 % above"
    )
    moved = move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=move)
    row = Deal.objects.get(pk=deal.pk)
    assert (row.is_open, row.closed_at, row.competitor, row.exit_note) == (
        False,
        LATER,
        "Frigoline",
        "12 % above",
    )
    assert list(Task.objects.filter(deal=row).values_list("state", flat=True)) == ["cancelled"]
    undo(by=house.actor("Alice"), at=LATER, event=moved.event.pk)
    row.refresh_from_db()
    assert (row.is_open, row.lost_reason, row.competitor, row.exit_note) == (True, None, "", "")
    assert_all_true()


def test_a_postponed_deal_asks_to_be_taken_up_on_its_day(house: House) -> None:
    deal = deal_of(house, "Alice")
    until = date(2026, 12, 24)
    move = Move(to=house.stage("Postponed"), postpone_reason=house.postpone_reason, postponed_until=until)
    move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=move)
    row = Deal.objects.get(pk=deal.pk)
    assert row.postponed_until == until
    # Ten in the morning in Kyiv.
    assert row.next_step_at is not None
    assert row.next_step_at.isoformat() == "2026-12-24T08:00:00+00:00"
    assert_all_true()


def test_a_day_that_is_not_after_today_is_no_day_to_return(house: House) -> None:
    deal = deal_of(house, "Alice")
    move = Move(
        to=house.stage("Postponed"), postpone_reason=house.postpone_reason, postponed_until=LATER.date()
    )
    with pytest.raises(GateRefused):
        move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=move)


def test_an_unowned_deal_moved_out_of_unsorted_becomes_the_mover_s(house: House) -> None:
    deal = unowned_deal(house)
    move_deal(by=house.actor("Bob"), at=LATER, deal=deal.pk, move=Move(to=house.stage("Qualify")))
    assert Deal.objects.get(pk=deal.pk).owner == house.people["Bob"]
    with pytest.raises(NotFound):
        move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert_all_true()


def test_a_deal_taken_by_a_move_comes_with_its_tasks_and_goes_back_without(house: House) -> None:
    deal, bob = unowned_deal(house), house.actor("Bob")
    moved = move_deal(by=bob, at=LATER, deal=deal.pk, move=Move(to=house.stage("Qualify")))
    tasks = Task.objects.filter(deal=deal, state=TaskState.OPEN)
    assert {task.assignee for task in tasks} == {house.people["Bob"]}
    assert_all_true()
    undo(by=bob, at=LATER, event=moved.event.pk)
    assert {task.assignee for task in tasks.all()} == {None}
    assert_all_true()


def test_of_two_who_take_one_wins(house: House) -> None:
    deal = unowned_deal(house)
    take_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk)
    with pytest.raises(NotFound):
        take_deal(by=house.actor("Bob"), at=LATER, deal=deal.pk)
    with pytest.raises(StaleVersion) as refusal:
        take_deal(by=house.actor("Hana"), at=LATER, deal=deal.pk)
    assert refusal.value.by == "Alice"


def test_an_unowned_deal_must_be_taken_before_it_is_worked_on(house: House) -> None:
    deal = unowned_deal(house)
    with pytest.raises(NotAllowed):
        add_note(by=house.actor("Bob"), at=LATER, deal=deal.pk, text="Mine?")


def test_a_reassigned_deal_leaves_the_seller_s_sight_with_its_tasks(house: House) -> None:
    deal = deal_of(house, "Alice")
    assign_deal(by=house.actor("Hana"), at=LATER, deal=deal.pk, owner=house.people["Bob"].pk)
    with pytest.raises(NotFound):
        change_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, fields={"need": "x"})
    assert Task.objects.get(deal=deal).assignee == house.people["Bob"]
    assert_all_true()


def test_a_seller_gives_no_deal_away(house: House) -> None:
    deal = deal_of(house, "Alice")
    with pytest.raises(NotAllowed):
        assign_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, owner=house.people["Bob"].pk)


def test_the_last_task_is_not_closed_without_the_next(house: House) -> None:
    deal = deal_of(house, "Alice")
    assert deal.next_task_id is not None
    with pytest.raises(NextStepMissing):
        complete_task(by=house.actor("Alice"), at=LATER, task=deal.next_task_id)
    assert Task.objects.get(pk=deal.next_task_id).state == "open"
    following = NewTask(TaskKind.MEETING, "Site visit", LATER + timedelta(days=1))
    done = complete_task(by=house.actor("Alice"), at=LATER, task=deal.next_task_id, next_task=following)
    assert Deal.objects.get(pk=deal.pk).next_step_at == following.due_at
    undo(by=house.actor("Alice"), at=LATER, event=done.pk)
    assert Deal.objects.get(pk=deal.pk).next_task_id == deal.next_task_id
    assert_all_true()


def test_a_cancelled_task_can_be_put_back_and_stays_the_next_step(house: House) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    assert deal.next_task_id is not None
    following = NewTask(TaskKind.MEETING, "Site visit", LATER + timedelta(days=1))
    gone = cancel_task(by=alice, at=LATER, task=deal.next_task_id, reason="A double", next_task=following)
    undo(by=alice, at=LATER + timedelta(minutes=1), event=gone.pk)
    task = Task.objects.get(pk=deal.next_task_id)
    assert (task.state, task.outcome, task.closed_at) == ("open", "", None)
    assert Deal.objects.get(pk=deal.pk).next_task_id == task.pk
    assert list(Task.objects.filter(deal=deal, state="open")) == [task]
    assert_all_true()


def test_only_the_end_of_a_task_that_stands_is_undone(house: House) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    task = deal.next_task_id
    assert task is not None
    ends = TaskEnd(task, TaskState.CANCELLED, "They signed")
    moved = move_deal(by=alice, at=LATER, deal=deal.pk, move=lost(house, ends))
    first = Event.objects.get(kind=EventKind.TASK_CANCELLED)
    undo(by=alice, at=LATER + timedelta(minutes=1), event=moved.event.pk)
    following = NewTask(TaskKind.CALL, "Call", LATER + timedelta(days=1))
    again = LATER + timedelta(minutes=2)
    second = cancel_task(by=alice, at=again, task=task, reason="Once more", next_task=following)
    with pytest.raises(UndoRefused) as refusal:
        undo(by=alice, at=LATER + timedelta(minutes=3), event=first.pk)
    assert refusal.value.problem is UndoProblem.CHANGED_SINCE
    undo(by=alice, at=LATER + timedelta(minutes=3), event=second.pk)
    assert_all_true()


def lost(house: House, ends: TaskEnd) -> Move:
    return Move(to=house.stage("Lost"), lost_reason=house.lost_reason, ends=ends)


def test_undo_is_for_thirty_days_for_one_s_own_and_only_once(house: House) -> None:
    deal = deal_of(house, "Alice")
    moved = move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    with pytest.raises(UndoRefused) as refusal:
        undo(by=house.actor("Alice"), at=LATER + timedelta(days=31), event=moved.event.pk)
    assert refusal.value.problem is UndoProblem.TOO_LATE
    undo(by=house.actor("Hana"), at=LATER, event=moved.event.pk)
    with pytest.raises(UndoRefused) as refusal:
        undo(by=house.actor("Alice"), at=LATER, event=moved.event.pk)
    assert refusal.value.problem is UndoProblem.CHANGED_SINCE
    assert_all_true()


def test_what_a_later_move_stands_on_is_not_undone(house: House) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    first = move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    second = move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Sign")))
    with pytest.raises(UndoRefused):
        undo(by=alice, at=LATER, event=first.event.pk)
    undo(by=alice, at=LATER, event=second.event.pk)
    undo(by=alice, at=LATER, event=first.event.pk)
    row = Deal.objects.get(pk=deal.pk)
    assert (row.stage_id, row.entered_at) == (house.stage("Qualify"), deal.created_at)
    assert_all_true()


def test_a_refused_command_leaves_no_trace(gated: House) -> None:
    deal = deal_of(gated, "Alice")
    events = Event.objects.count()
    with pytest.raises(GateRefused):
        move_deal(by=gated.actor("Alice"), at=LATER, deal=deal.pk, move=Move(to=gated.stage("Propose")))
    assert (Event.objects.count(), Deal.objects.get(pk=deal.pk).version) == (events, deal.version)
