"""The timeline reads the log: newest first, in pages, by kind, with the names it speaks of, for who may see the deal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOON, House, deal_of, make_house
from voronka.commands.assignments import assign_deal
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note, change_note, remove_note
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import cancel_task, complete_task
from voronka.commands.undo import undo
from voronka.domain.errors import NotFound
from voronka.domain.events import EventKind
from voronka.domain.task import TaskKind
from voronka.models import Event, Stage, Task
from voronka.queries.deal_row import see_deal
from voronka.queries.timeline import PAGE, Entry, Show, timeline
from voronka.queries.told.moves import Moved
from voronka.queries.told.work import Changed, NoteTold

if TYPE_CHECKING:
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice")


def later(minutes: int = 1) -> datetime:
    return NOON + timedelta(minutes=minutes)


def note(
    house: House, deal: Deal, text: str = "They compare.", *, by: str = "Alice", at: datetime | None = None
) -> int:
    return add_note(by=house.actor(by), at=at or later(), deal=deal.pk, text=text).pk


def move(
    house: House, deal: Deal, to: str, *, by: str = "Alice", at: datetime | None = None, **more: Any
) -> Event:
    going = Move(to=house.stage(to), **more)
    return move_deal(by=house.actor(by), at=at or later(), deal=deal.pk, move=going).event


def entries(
    house: House, deal: Deal, who: str = "Alice", at: datetime | None = None, **asked: Any
) -> tuple[Entry, ...]:
    return timeline(see_deal(house.actor(who), deal.pk), at=at or later(60), **asked).entries


def kinds(found: tuple[Entry, ...]) -> list[EventKind]:
    return [entry.kind for entry in found]


def test_the_newest_event_comes_first(house: House, deal: Deal) -> None:
    note(house, deal)
    move(house, deal, "Propose")
    # Past the first stage the client is a Customer.
    assert kinds(entries(house, deal)) == [
        EventKind.RELATION_REACHED,
        EventKind.DEAL_MOVED,
        EventKind.NOTE_ADDED,
        EventKind.DEAL_CREATED,
    ]


@pytest.mark.parametrize("who", ["Bob", "Charlie", "Hugo"])
def test_nobody_reads_the_timeline_of_a_deal_that_is_not_theirs_to_see(
    house: House, deal: Deal, who: str
) -> None:
    with pytest.raises(NotFound):
        timeline(see_deal(house.actor(who), deal.pk), at=NOON)


def test_events_of_other_deals_stay_out(house: House, deal: Deal) -> None:
    note(house, deal_of(house, "Alice", title="Another"))
    assert kinds(entries(house, deal)) == [EventKind.DEAL_CREATED]


def test_pages_follow_each_other_without_gap_or_repetition(house: House, deal: Deal) -> None:
    for number in range(2 * PAGE):
        note(house, deal, f"Note {number}")
    seen = see_deal(house.actor("Alice"), deal.pk)
    found: list[int] = []
    before = None
    while True:
        page = timeline(seen, at=later(60), before=before)
        found += [entry.id for entry in page.entries]
        before = page.older
        if before is None:
            break
    assert len(found) == 2 * PAGE + 1
    assert found == sorted(set(found), reverse=True)


def test_a_page_read_again_goes_as_deep_as_what_was_loaded(house: House, deal: Deal) -> None:
    first = note(house, deal, "The first")
    for number in range(PAGE + 5):
        note(house, deal, f"Note {number}")
    oldest = Event.objects.get(kind=EventKind.NOTE_ADDED, payload__note=first).pk
    page = timeline(see_deal(house.actor("Alice"), deal.pk), at=later(60), through=oldest)
    assert page.entries[-1].id == oldest
    assert page.older == oldest


def test_an_exact_page_offers_nothing_older(house: House, deal: Deal) -> None:
    for number in range(PAGE - 1):
        note(house, deal, f"Note {number}")
    page = timeline(see_deal(house.actor("Alice"), deal.pk), at=later(60))
    assert len(page.entries) == PAGE
    assert page.older is None


@pytest.mark.parametrize(
    ("show", "wanted"),
    [
        (Show.NOTES, [EventKind.NOTE_ADDED]),
        (Show.TASKS, [EventKind.TASK_DONE]),
        (Show.FILES, []),
        (Show.MOVES, [EventKind.RELATION_REACHED, EventKind.DEAL_MOVED, EventKind.DEAL_CREATED]),
    ],
)
def test_a_filter_shows_its_kinds_only(house: House, deal: Deal, show: Show, wanted: list[EventKind]) -> None:
    note(house, deal)
    move(house, deal, "Propose")
    following = NewTask(TaskKind.CALL, "Call again", later(90))
    task = Task.objects.get(deal=deal, state="open").pk
    complete_task(by=house.actor("Alice"), at=later(2), task=task, next_task=following)
    assert kinds(entries(house, deal, show=show)) == wanted


def test_a_note_is_told_as_it_stands_now(house: House, deal: Deal) -> None:
    id = note(house, deal, "They think, @Hana")
    change_note(by=house.actor("Alice"), at=later(2), note=id, text="They take it")
    told = entries(house, deal)[1].told
    assert isinstance(told, NoteTold)
    assert (told.text, told.is_changed, told.mentions) == ("They take it", True, ())


def test_the_mentions_of_a_note_are_named(house: House, deal: Deal) -> None:
    note(house, deal, "Ask @hana and @Bob")
    told = entries(house, deal)[0].told
    assert isinstance(told, NoteTold)
    assert told.mentions == ("Hana",), "Bob may not see the deal, so he is not meant"


def test_a_removed_note_is_marked(house: House, deal: Deal) -> None:
    remove_note(by=house.actor("Alice"), at=later(2), note=note(house, deal))
    removed, added = (entry.told for entry in entries(house, deal)[:2])
    assert isinstance(removed, NoteTold)
    assert isinstance(added, NoteTold)
    assert added.is_removed


def test_a_changed_client_is_told_by_name(house: House, deal: Deal) -> None:
    company = deal.company
    assert company is not None
    change_deal(by=house.actor("Alice"), at=later(), deal=deal.pk, fields={"company": "", "need": "Ice"})
    told = entries(house, deal)[0].told
    assert isinstance(told, Changed)
    assert {(f.column, f.before, f.after) for f in told.fields} == {
        ("company_id", company.name, ""),
        ("need", "", "Ice"),
    }


def test_a_loss_keeps_reason_and_competitor_when_the_deal_is_open_again(house: House, deal: Deal) -> None:
    move(house, deal, "Lost", lost_reason=house.lost_reason, competitor="Frigoline")
    move(house, deal, "Qualify", at=later(2), reason="They came back")
    told = entries(house, deal)[1].told
    assert isinstance(told, Moved)
    assert (told.lost_reason, told.competitor, told.tasks_ended) == ("Too expensive", "Frigoline", 1)


def test_a_postponement_keeps_its_reason_and_day(house: House, deal: Deal) -> None:
    until = (NOON + timedelta(days=30)).date()
    move(house, deal, "Postponed", postpone_reason=house.postpone_reason, postponed_until=until)
    told = entries(house, deal)[0].told
    assert isinstance(told, Moved)
    assert (told.postpone_reason, told.until) == ("Can’t pay now", until)


# -- undo -----------------------------------------------------------------------------------------------------------


def undoable(house: House, deal: Deal, who: str = "Alice", at: datetime | None = None) -> list[EventKind]:
    return [entry.kind for entry in entries(house, deal, who, at) if entry.may_undo]


def test_only_the_last_move_offers_undo(house: House, deal: Deal) -> None:
    move(house, deal, "Propose")
    last = move(house, deal, "Sign", at=later(2))
    found = [entry.id for entry in entries(house, deal) if entry.may_undo]
    assert found == [last.pk]


def test_what_is_offered_can_be_undone_and_is_then_struck_through(house: House, deal: Deal) -> None:
    done = move(house, deal, "Propose")
    undo(by=house.actor("Alice"), at=later(2), event=done.pk)
    told = entries(house, deal)
    assert told[0].kind is EventKind.RELATION_TAKEN_BACK
    undone = told[1]
    (moved,) = (entry for entry in told if entry.kind is EventKind.DEAL_MOVED)
    assert undone.kind is EventKind.UNDONE
    assert moved.undone is not None
    assert moved.undone.by is not None
    assert moved.undone.by.name == "Alice"
    assert undoable(house, deal) == []


def test_an_earlier_move_offers_undo_again_when_the_later_one_was_undone(house: House, deal: Deal) -> None:
    first = move(house, deal, "Propose")
    second = move(house, deal, "Sign", at=later(2))
    undo(by=house.actor("Alice"), at=later(3), event=second.pk)
    assert [entry.id for entry in entries(house, deal) if entry.may_undo] == [first.pk]


def test_a_seller_is_not_offered_to_undo_what_the_head_did(house: House, deal: Deal) -> None:
    move(house, deal, "Propose", by="Hana")
    assert undoable(house, deal, "Alice") == []
    assert undoable(house, deal, "Hana") == [EventKind.DEAL_MOVED]


def test_undo_is_offered_for_thirty_days(house: House, deal: Deal) -> None:
    done = move(house, deal, "Propose")
    assert undoable(house, deal, at=done.at + timedelta(days=30)) == [EventKind.DEAL_MOVED]
    assert undoable(house, deal, at=done.at + timedelta(days=30, seconds=1)) == []


def test_a_move_out_of_a_retired_stage_offers_no_undo(house: House, deal: Deal) -> None:
    move(house, deal, "Propose")
    Stage.objects.filter(pk=house.stage("Qualify")).update(retired_at=later())
    house.pipeline.version += 1
    house.pipeline.save(update_fields=["version"])
    assert undoable(house, deal) == []


def test_an_assignment_from_somebody_who_left_offers_no_undo(house: House, deal: Deal) -> None:
    assign_deal(by=house.actor("Hana"), at=later(), deal=deal.pk, owner=house.people["Bob"].pk)
    assert undoable(house, deal, "Hana") == [EventKind.DEAL_ASSIGNED]
    alice = house.people["Alice"]
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert undoable(house, deal, "Hana") == []


def test_a_done_task_offers_undo_while_it_is_done(house: House, deal: Deal) -> None:
    task = Task.objects.get(deal=deal, state="open").pk
    following = NewTask(TaskKind.CALL, "Call again", later(90))
    done = complete_task(by=house.actor("Alice"), at=later(), task=task, next_task=following)
    assert undoable(house, deal) == [EventKind.TASK_DONE]
    undo(by=house.actor("Alice"), at=later(2), event=done.pk)
    assert undoable(house, deal) == []


def test_a_cancelled_task_offers_undo_until_it_is_open_again(house: House, deal: Deal) -> None:
    task = Task.objects.get(deal=deal, state="open").pk
    following = NewTask(TaskKind.CALL, "Call again", later(90))
    gone = cancel_task(by=house.actor("Alice"), at=later(), task=task, reason="A double", next_task=following)
    assert undoable(house, deal) == [EventKind.TASK_CANCELLED]
    undo(by=house.actor("Alice"), at=later(2), event=gone.pk)
    assert undoable(house, deal) == []
    complete_task(by=house.actor("Alice"), at=later(3), task=task, next_task=following)
    assert undoable(house, deal) == [EventKind.TASK_DONE]


# -- cost -----------------------------------------------------------------------------------------------------------


def queries_of(house: House, deal: Deal) -> int:
    seen = see_deal(house.actor("Alice"), deal.pk)
    with CaptureQueriesContext(connection) as captured:
        timeline(seen, at=later(60))
    return len(captured)


def test_the_cost_does_not_grow_with_the_events(house: House, deal: Deal) -> None:
    def live(minute: int) -> None:
        note(house, deal, f"Ask @Hana, {minute}", at=later(minute))
        change_deal(by=house.actor("Alice"), at=later(minute), deal=deal.pk, fields={"need": f"Ice {minute}"})
        move(house, deal, "Propose", at=later(minute))
        move(house, deal, "Qualify", at=later(minute), reason="Back")
        task = Task.objects.filter(deal=deal, state="open").order_by("id")[0].pk
        following = NewTask(TaskKind.CALL, "Call again", later(900 + minute))
        complete_task(by=house.actor("Alice"), at=later(minute), task=task, next_task=following)

    live(1)
    once = queries_of(house, deal)
    for minute in range(2, 6):
        live(minute)
    assert queries_of(house, deal) == once <= 10
