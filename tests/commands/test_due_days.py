"""Tasks that are due on a day without an hour: whoever changes what the day's end follows from, it follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories import House, deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from voronka.commands.accounts import deactivate_user
from voronka.commands.assignments import assign_deal, take_deal
from voronka.commands.calendar_rows import insert_first_calendar
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.profile import change_profile
from voronka.commands.setup.calendars import add_calendar, remove_calendar, set_day
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, change_task, complete_task
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, Problem
from voronka.domain.task import TaskKind
from voronka.management.invariants.due_days import other_ends
from voronka.models import Deal, Stage, Task, User, Workspace

pytestmark = pytest.mark.django_db

# A Friday, ten in the morning in Kyiv; everybody reads by UTC, where the office closes at 18:00 all the same.
FRIDAY = datetime(2026, 11, 6, 8, tzinfo=UTC)
DAY = timedelta(days=1)
MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00–18:00")


@pytest.fixture
def house() -> House:
    made = make_house()
    insert_first_calendar(Workspace.objects.get())
    return made


def planned(house: House, deal: Deal, on: date = TUESDAY, **more: Any) -> Task:
    task = NewTask(TaskKind.CALL, "Some time that day", None, due_on=on, **more)
    return add_task(by=house.actor("Alice"), at=FRIDAY, deal=deal.pk, task=task)


def until(task: Task) -> str:
    task.refresh_from_db()
    assert list(other_ends()) == []
    assert_all_true()
    return f"{task.due_at.astimezone(UTC):%a %d %H:%M}"


def settle(house: House, who: str, zone: str) -> None:
    change_profile(
        by=house.actor(who), name=who, language="en", time_zone=zone, theme="system", shortcuts=True
    )


def test_a_task_of_a_day_is_due_when_its_work_ends(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    assert until(planned(house, deal)) == "Tue 10 18:00"
    assert until(planned(house, deal, date(2026, 11, 14))) == "Sat 14 23:59"


def test_the_stages_own_step_is_due_on_a_day_where_it_waits_in_days(house: House) -> None:
    Stage.objects.filter(name="Qualify").update(step_after=2 * DAY)
    step = deal_of(house, "Alice", at=FRIDAY).next_task
    assert step is not None
    assert step.due_on == TUESDAY
    assert until(step) == "Tue 10 18:00"


def test_and_by_the_clock_where_it_waits_in_hours(house: House) -> None:
    Stage.objects.filter(name="Qualify").update(step_after=timedelta(hours=2))
    step = deal_of(house, "Alice", at=FRIDAY).next_task
    assert step is not None
    assert step.due_on is None
    assert until(step) == "Fri 06 10:00"


@pytest.mark.parametrize(
    ("zone", "ends"), [("Asia/Jakarta", "Tue 10 11:00"), ("America/Sao_Paulo", "Tue 10 21:00")]
)
def test_the_day_is_the_assignees_wherever_they_go(house: House, zone: str, ends: str) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    task = planned(house, deal)
    settle(house, "Alice", zone)
    assert until(task) == ends
    assert task.due_on == TUESDAY


def test_the_next_step_follows_when_another_is_due_first(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    Task.objects.filter(deal=deal).update(due_on=None, due_at=datetime(2026, 11, 30, tzinfo=UTC))
    task = planned(house, deal)
    at_noon = NewTask(TaskKind.CALL, "At noon", datetime(2026, 11, 10, 12, tzinfo=UTC))
    add_task(by=house.actor("Alice"), at=FRIDAY, deal=deal.pk, task=at_noon)
    deal.refresh_from_db()
    assert (deal.next_task_id == task.pk, deal.version) == (False, 3)
    settle(house, "Alice", "Asia/Jakarta")
    deal.refresh_from_db()
    assert (deal.next_task_id, deal.version) == (task.pk, 3)
    assert until(task) == "Tue 10 11:00"


def test_it_goes_with_the_deal_to_another_owner_and_back(house: House) -> None:
    settle(house, "Bob", "Asia/Jakarta")
    deal = deal_of(house, "Alice", at=FRIDAY)
    task = planned(house, deal)
    given = assign_deal(by=house.actor("Hana"), at=FRIDAY, deal=deal.pk, owner=house.people["Bob"].pk)
    assert until(task) == "Tue 10 11:00"
    undo(by=house.actor("Hana"), at=FRIDAY, event=given.pk)
    assert until(task) == "Tue 10 18:00"


def test_of_nobody_it_is_by_the_companys_clock(house: House) -> None:
    deal = unowned_deal(house, at=FRIDAY, next_task=NewTask(TaskKind.CALL, "Call back", None, due_on=TUESDAY))
    task = Task.objects.get(deal=deal)
    assert until(task) == "Tue 10 16:00"
    take_deal(by=house.actor("Alice"), at=FRIDAY, deal=deal.pk)
    assert until(task) == "Tue 10 18:00"


def test_it_follows_the_calendar(house: House) -> None:
    task = planned(house, deal_of(house, "Alice", at=FRIDAY))
    fields = {"name": "Early", "time_zone": "Europe/Kyiv", **OFFICE, "tue": "7-15"}
    zoe: dict[str, Any] = {"by": house.actor("Zoe"), "at": FRIDAY}
    early = add_calendar(**zoe, fields=fields, teams=[str(house.teams["North"].pk)])
    assert until(task) == "Tue 10 15:00"
    set_day(**zoe, calendar=early.pk, date="2026-11-10", name="Stocktaking", hours="")
    assert until(task) == "Tue 10 23:59"
    remove_calendar(**zoe, calendar=early.pk)
    assert until(task) == "Tue 10 18:00"


def test_what_was_closed_meanwhile_follows_when_it_is_opened_again(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    task = planned(house, deal, MONDAY)
    done = complete_task(by=house.actor("Alice"), at=FRIDAY, task=task.pk)
    settle(house, "Alice", "Asia/Jakarta")
    assert until(task) == "Mon 09 18:00"
    undo(by=house.actor("Alice"), at=FRIDAY, event=done.pk)
    assert until(task) == "Mon 09 11:00"


def test_a_lost_deals_tasks_follow_when_the_move_is_taken_back(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    task = planned(house, deal, MONDAY)
    lost = Move(to=house.stage("Lost"), reason="No budget", lost_reason=house.lost_reason)
    moved = move_deal(by=house.actor("Alice"), at=FRIDAY, deal=deal.pk, move=lost)
    settle(house, "Alice", "Asia/Jakarta")
    undo(by=house.actor("Alice"), at=FRIDAY, event=moved.event.pk)
    assert until(task) == "Mon 09 11:00"


def test_a_day_whose_work_is_over_is_refused_and_the_one_it_had_may_stay(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    task = planned(house, deal, FRIDAY.date())
    night = FRIDAY + timedelta(hours=12)
    said: dict[str, Any] = {
        "by": house.actor("Alice"),
        "at": night,
        "task": task.pk,
        "kind": TaskKind.EMAIL,
        "due_at": None,
    }
    kept = change_task(**said, title="Write instead", due_on=FRIDAY.date())
    assert (kept.payload["due_on"], kept.payload["was"]["due_on"]) == ("2026-11-06", "2026-11-06")
    late = NewTask(TaskKind.CALL, "Today, still", None, due_on=FRIDAY.date())
    with pytest.raises(Invalid) as refused:
        add_task(by=house.actor("Alice"), at=night, deal=deal.pk, task=late)
    assert refused.value.problems == {"when": Problem.DAY_OVER}


def test_putting_off_an_overdue_day_asks_why_and_giving_it_away_does_not(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    task = planned(house, deal, FRIDAY.date(), assignee=house.people["Bob"].pk)
    settle(house, "Alice", "America/Sao_Paulo")
    later = FRIDAY + 3 * DAY
    said: dict[str, Any] = {
        "by": house.actor("Hana"),
        "at": later,
        "task": task.pk,
        "kind": TaskKind.CALL,
        "title": "Call",
    }
    with pytest.raises(Invalid) as refused:
        change_task(**said, due_at=None, due_on=TUESDAY)
    assert refused.value.problems == {"reason": Problem.REQUIRED}
    deactivate_user(by=house.actor("Zoe"), at=later, user=house.people["Bob"].pk, receiver=None)
    assert until(task) == "Fri 06 21:00"
    assert task.assignee_id == house.people["Alice"].pk


def test_an_hour_can_be_given_to_a_day_and_taken_from_it(house: House) -> None:
    task = planned(house, deal_of(house, "Alice", at=FRIDAY))
    said: dict[str, Any] = {
        "by": house.actor("Alice"),
        "at": FRIDAY,
        "task": task.pk,
        "kind": TaskKind.CALL,
        "title": "Call",
    }
    change_task(**said, due_at=datetime(2026, 11, 10, 9, 30, tzinfo=UTC))
    assert until(task) == "Tue 10 09:30"
    assert task.due_on is None
    change_task(**said, due_at=None, due_on=TUESDAY)
    assert until(task) == "Tue 10 18:00"
    assert User.objects.get(name="Alice").time_zone == "UTC"
