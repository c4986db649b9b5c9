"""Planning, finishing, changing and cancelling tasks, through the real views and database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.domain.task import TaskKind
from voronka.models import Contact, Deal, Event, Task

if TYPE_CHECKING:
    from tests.factories import House
    from tests.web.visitor import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice", at=timezone.now() - timedelta(hours=2))


def only_task(deal: Deal) -> Task:
    return Task.objects.get(deal=deal, state="open")


def second_task(house: House, deal: Deal) -> Task:
    due = timezone.now() + timedelta(days=9)
    return add_task(
        by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, task=NewTask(TaskKind.EMAIL, "Write", due)
    )


def first_proposal(answer: Answer) -> str:
    """The value of the first proposed time."""
    return answer.all("[name=when]")[0].get("value") or ""


def step(answer: Answer, **more: Any) -> dict[str, Any]:
    """An answer to "what is next?": the first proposed time."""
    return {
        "asked": "1",
        "after": "step",
        "kind": "meeting",
        "title": "Show the offer",
        "when": first_proposal(answer),
    } | more


# -- planning -----------------------------------------------------------------------------------------------------


def test_a_task_is_planned_at_a_proposed_time(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    dialog = alice.get("task-new", deal.pk, query={"kind": "email", "title": "Send the offer"})
    assert (dialog.value("kind"), dialog.value("title")) == ("email", "Send the offer")
    when = first_proposal(dialog)
    planned = alice.post("task-new", deal.pk, data={"kind": "email", "title": " Send  it ", "when": when})
    assert planned.status == 204
    task = Task.objects.latest("id")
    assert (task.title, task.kind) == ("Send it", "email")
    assert task.due_at.isoformat() == when.partition(" ")[2]
    deal.refresh_from_db()
    assert planned.change["version"] == deal.version
    assert_all_true()


def test_a_task_is_planned_at_a_time_of_ones_own_by_ones_own_clock(house: House, deal: Deal) -> None:
    alice_row = house.people["Alice"]
    alice_row.time_zone = "Asia/Jakarta"
    alice_row.save()
    given = {"kind": "call", "title": "Call", "when": "own", "when_on": "2199-03-04", "when_at": "09:30"}
    assert Visitor(house, "Alice").post("task-new", deal.pk, data=given).status == 204
    assert Task.objects.latest("id").due_at == datetime(2199, 3, 4, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": " "}, "title", "Fill this in."),
        ({"title": "x" * 161}, "title", "This is too long. Shorten it."),
        ({"when": ""}, "due", "Fill this in."),
        ({"when": "tomorrow"}, "due", "Fill this in."),
        ({"when": "today nonsense"}, "due", "This choice does not exist any more. Choose another."),
        ({"when": "own", "when_on": "", "when_at": "10:00"}, "due", "Fill this in."),
        (
            {"when": "own", "when_on": "2030-01-01", "when_at": "24:61"},
            "due",
            "This is no time. Write it like 16:30.",
        ),
        (
            {"when": "own", "when_on": "x", "when_at": "10:00"},
            "due",
            "This is no date. Write it like 2026-11-24.",
        ),
        (
            {"when": "own", "when_on": "2020-01-01", "when_at": "10:00"},
            "due",
            "This is in the past. Choose a later time.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    house: House, deal: Deal, wrong: dict[str, str], field: str, words: str
) -> None:
    given = {
        "kind": "visit",
        "title": "See the site",
        "when": "own",
        "when_on": "2199-01-01",
        "when_at": "10:00",
    }
    refused = Visitor(house, "Alice").post("task-new", deal.pk, data=given | wrong)
    assert refused.status == 422
    assert refused.one(f"#{field}-error").text_content() == words
    assert refused.value("kind") == "visit"
    assert refused.value("title") == (given | wrong)["title"]
    assert Task.objects.filter(deal=deal).count() == 1


def test_an_unknown_kind_is_refused(house: House, deal: Deal) -> None:
    given = {"kind": "dance", "title": "Dance", "when": "own", "when_on": "2199-01-01", "when_at": "10:00"}
    assert Visitor(house, "Alice").post("task-new", deal.pk, data=given).status == 422


def test_the_clients_clock_stands_beside_the_readers(house: House, deal: Deal) -> None:
    contact = Contact.objects.create(
        name="Bagus", time_zone="Asia/Makassar", city="Denpasar", created_at=timezone.now()
    )
    Deal.objects.filter(pk=deal.pk).update(contact=contact)
    dialog = Visitor(house, "Alice").get("task-new", deal.pk)
    assert all("in Denpasar" in each.text_content() for each in dialog.all(".btn.two small"))
    assert dialog.one("client-clock").get("zone") == "Asia/Makassar"
    for field in dialog.all("[id^=when-]:not([id^=when-day]):not(#when-own)"):
        at = datetime.fromisoformat((field.get("value") or "").partition(" ")[2])
        assert 9 <= (at + timedelta(hours=8)).hour < 18


# -- finishing ----------------------------------------------------------------------------------------------------


def test_a_task_that_is_not_the_last_is_done_at_once_and_undone(house: House, deal: Deal) -> None:
    task = only_task(deal)
    second_task(house, deal)
    alice = Visitor(house, "Alice")
    finished = alice.post("task-done", task.pk)
    assert (finished.status, finished.toast["text"]) == (204, "Done: Qualify: what is next?")
    task.refresh_from_db()
    assert task.state == "done"
    assert alice.follow(finished.toast["undoUrl"]).status == 204
    task.refresh_from_db()
    assert task.state == "open"
    assert_all_true()


def test_the_last_task_asks_what_is_next_and_nothing_is_wrong_yet(house: House, deal: Deal) -> None:
    asked = Visitor(house, "Alice").post("task-done", only_task(deal).pk)
    assert asked.status == 422
    assert not asked.all(".error")
    assert [field.get("value") for field in asked.all("[name=after]")] == ["step", "postponed", "lost"]
    assert asked.value("after") == "step"
    assert asked.value("when").startswith("stage_day ")
    assert only_task(deal).state == "open"


def test_the_next_step_is_given_in_the_same_action(house: House, deal: Deal) -> None:
    alice, task = Visitor(house, "Alice"), only_task(deal)
    asked = alice.post("task-done", task.pk)
    finished = alice.post("task-done", task.pk, data=step(asked, words="They want to see it"))
    assert finished.status == 204
    assert finished.toast["more"] == "Next: Show the offer"
    following = only_task(deal)
    assert (following.title, following.kind) == ("Show the offer", "meeting")
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "They want to see it")
    assert alice.follow(finished.toast["undoUrl"]).status == 204
    assert only_task(deal).pk == task.pk
    assert_all_true()


def test_a_next_step_that_is_not_whole_is_told_and_the_words_are_kept(house: House, deal: Deal) -> None:
    alice, task = Visitor(house, "Alice"), only_task(deal)
    wrong = alice.post("task-done", task.pk, data={"asked": "1", "after": "step", "words": "Heard them out"})
    assert wrong.status == 422
    assert wrong.one("#title-error").text_content() == "Fill this in."
    assert wrong.one("#due-error").text_content() == "Fill this in."
    assert wrong.value("words") == "Heard them out"


def test_the_last_task_and_the_deal_end_together_as_lost(house: House, deal: Deal) -> None:
    alice, task = Visitor(house, "Alice"), only_task(deal)
    wrong = alice.post(
        "task-done", task.pk, data={"asked": "1", "after": "lost", "words": "Bought elsewhere"}
    )
    assert wrong.status == 422
    assert wrong.one("#lost_reason-error").text_content() == "Choose a reason."
    assert wrong.value("after") == "lost"
    given = {"asked": "1", "after": "lost", "words": "Bought elsewhere", "lost_reason": house.lost_reason}
    lost = alice.post("task-done", task.pk, data=given)
    assert (lost.status, lost.toast["text"], lost.change["closed"]) == (204, "Closed as lost", True)
    task.refresh_from_db()
    deal.refresh_from_db()
    assert (task.state, task.outcome, deal.exit_note) == ("done", "Bought elsewhere", "Bought elsewhere")
    kinds = list(Event.objects.filter(deal_id=deal.pk).order_by("id").values_list("kind", flat=True))
    assert kinds == ["deal_created", "task_done", "deal_moved"]
    assert_all_true()
    assert alice.follow(lost.toast["undoUrl"]).status == 204
    assert only_task(deal).pk == task.pk
    assert_all_true()


def test_the_last_task_and_the_deal_end_together_as_postponed(house: House, deal: Deal) -> None:
    alice, task = Visitor(house, "Alice"), only_task(deal)
    given = {"asked": "1", "after": "postponed", "postpone_reason": house.postpone_reason}
    wrong = alice.post("task-done", task.pk, data=given | {"until": "own", "until_own": "2020-01-01"})
    assert wrong.status == 422
    assert wrong.one("#until-error").text_content() == "Choose a day later than today."
    day = (timezone.now() + timedelta(days=40)).date().isoformat()
    assert alice.post("task-done", task.pk, data=given | {"until": day}).status == 204
    deal.refresh_from_db()
    assert not deal.is_open
    assert only_task(deal).title == "Postponed: what is next?"
    assert_all_true()


def test_a_deal_at_its_last_stage_may_be_won_with_the_last_task(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    for stage in ("Propose", "Sign"):
        alice.post("move", deal.pk, data={"to": house.stage(stage)})
    task = only_task(deal)
    asked = alice.post("task-done", task.pk)
    assert [field.get("value") for field in asked.all("[name=after]")] == ["step", "won", "postponed", "lost"]
    won = alice.post("task-done", task.pk, data={"asked": "1", "after": "won", "words": "Signed"})
    assert won.status == 204
    deal.refresh_from_db()
    task.refresh_from_db()
    assert (deal.stage_id, task.state) == (house.stage("Won"), "done")
    assert_all_true()
    assert alice.follow(won.toast["undoUrl"]).status == 204
    assert only_task(deal).pk == task.pk
    assert_all_true()


def test_an_answer_that_is_none_asks_again(house: House, deal: Deal) -> None:
    alice, task = Visitor(house, "Alice"), only_task(deal)
    assert alice.post("task-done", task.pk, data={"asked": "1", "after": "dance"}).status == 422
    assert alice.post("task-done", task.pk, data={"asked": "1", "after": "won"}).status == 422
    deal.refresh_from_db()
    assert deal.is_open


def test_a_finished_task_is_not_there_to_finish_again(house: House, deal: Deal) -> None:
    task = only_task(deal)
    second_task(house, deal)
    alice = Visitor(house, "Alice")
    assert alice.post("task-done", task.pk).status == 204
    assert alice.post("task-done", task.pk).status == 404


# -- changing -----------------------------------------------------------------------------------------------------


def test_a_task_is_changed_and_keeps_its_time_when_nobody_touches_it(house: House, deal: Deal) -> None:
    task, alice = only_task(deal), Visitor(house, "Alice")
    dialog = alice.get("task-edit", task.pk)
    assert dialog.value("when") == "own"
    given = {name: dialog.value(name) for name in ("kind", "when", "when_on", "when_at")}
    changed = alice.post("task-edit", task.pk, data=given | {"title": "Ask for the load"})
    assert changed.status == 204
    was = task.due_at
    task.refresh_from_db()
    assert (task.title, task.due_at) == ("Ask for the load", was)


def test_putting_off_an_overdue_task_asks_why_and_keeps_the_answer(house: House) -> None:
    deal = deal_of(house, "Alice", at=timezone.now() - timedelta(days=5))
    task, alice = only_task(deal), Visitor(house, "Alice")
    dialog = alice.get("task-edit", task.pk)
    assert "Why is it put off?" in dialog.words
    given = {"kind": "call", "title": task.title, "when": first_proposal(dialog)}
    wrong = alice.post("task-edit", task.pk, data=given)
    assert wrong.status == 422
    assert wrong.one("#reason-error").text_content() == "Fill this in."
    assert wrong.value("when") == given["when"]
    assert alice.post("task-edit", task.pk, data=given | {"reason": "They are on holiday"}).status == 204
    assert Event.objects.latest("id").payload["reason"] == "They are on holiday"
    task.refresh_from_db()
    assert task.due_at > timezone.now()


def test_words_of_an_overdue_task_are_changed_without_a_reason(house: House) -> None:
    deal = deal_of(house, "Alice", at=timezone.now() - timedelta(days=5))
    task, alice = only_task(deal), Visitor(house, "Alice")
    dialog = alice.get("task-edit", task.pk)
    given = {name: dialog.value(name) for name in ("kind", "when", "when_on", "when_at")}
    assert alice.post("task-edit", task.pk, data=given | {"title": "Ask again"}).status == 204


# -- cancelling ---------------------------------------------------------------------------------------------------


def test_cancelling_asks_why_and_what_is_next(house: House, deal: Deal) -> None:
    task, alice = only_task(deal), Visitor(house, "Alice")
    dialog = alice.get("task-cancel", task.pk)
    assert dialog.all("[name=after]")
    wrong = alice.post("task-cancel", task.pk, data=step(dialog))
    assert wrong.status == 422
    assert wrong.one("#words-error").text_content() == "Fill this in."
    assert alice.post("task-cancel", task.pk, data=step(dialog, words="Not needed")).status == 204
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("cancelled", "Not needed")
    assert only_task(deal).title == "Show the offer"


def test_cancelling_one_of_several_needs_only_the_reason(house: House, deal: Deal) -> None:
    task, alice = second_task(house, deal), Visitor(house, "Alice")
    dialog = alice.get("task-cancel", task.pk)
    assert not dialog.all("[name=after]")
    assert alice.post("task-cancel", task.pk, data={"asked": "1", "words": "A double"}).status == 204
    task.refresh_from_db()
    assert task.state == "cancelled"


def test_a_cancelled_task_comes_back_and_its_follower_goes(house: House, deal: Deal) -> None:
    task, alice = only_task(deal), Visitor(house, "Alice")
    dialog = alice.get("task-cancel", task.pk)
    cancelled = alice.post("task-cancel", task.pk, data=step(dialog, words="Not needed"))
    undone = alice.follow(cancelled.toast["undoUrl"])
    assert (undone.status, undone.toast["text"]) == (204, "Undone: the task is open again")
    assert only_task(deal) == task
    deal.refresh_from_db()
    assert deal.next_task_id == task.pk
    assert_all_true()
    assert alice.follow(cancelled.toast["undoUrl"]).status == 409


# -- rights -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Bob", "Charlie", "Hugo"])
def test_colleagues_do_not_know_of_the_tasks(house: House, deal: Deal, name: str) -> None:
    task, stranger = only_task(deal), Visitor(house, name)
    assert stranger.get("task-new", deal.pk).status == 404
    assert stranger.get("task-edit", task.pk).status == 404
    assert stranger.get("task-cancel", task.pk).status == 404
    for page in ("task-done", "task-edit", "task-cancel"):
        assert stranger.post(page, task.pk, data={"asked": "1", "words": "x"}).status == 404
    assert only_task(deal).pk == task.pk


def test_a_free_deal_is_taken_before_it_is_worked_on(house: House) -> None:
    free = unowned_deal(house, at=timezone.now())
    assert Visitor(house, "Alice").get("task-new", free.pk).status == 403
    assert Visitor(house, "Hana").get("task-new", free.pk).status == 200


def test_a_dialog_opened_by_its_address_leads_to_the_deal(house: House, deal: Deal) -> None:
    outside = Visitor(house, "Alice").outside("task-edit", only_task(deal).pk)
    assert outside.headers["Location"] == reverse("deal", args=[deal.pk])
