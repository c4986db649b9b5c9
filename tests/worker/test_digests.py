"""The digests: told once a day, when the person's own working day begins and ends, and only if there is something."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import deal_of, make_house
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import change_task, complete_task
from voronka.domain.notices import NoticeKind
from voronka.domain.task import TaskKind
from voronka.models import Deal, Notice, User
from voronka.worker.digests import tell_evenings, tell_mornings

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

# A Tuesday. Office hours, as nobody has set others: 9 to 18 by everybody's own clock.
DAY = date(2026, 11, 24)


def at(hour: float, on: date = DAY) -> datetime:
    return datetime.combine(on, time(), UTC) + timedelta(hours=hour)


@pytest.fixture
def house() -> House:
    house = make_house()
    User.objects.exclude(name__in=["Alice", "Hana"]).update(is_active=False)
    return house


def deal_due(house: House, title: str, due_at: datetime) -> Deal:
    step = NewTask(TaskKind.CALL, f"Call about {title}", due_at)
    return deal_of(house, "Alice", at=at(-20), title=title, next_task=step)


def told(name: str = "Alice") -> list[str]:
    return [row.payload["text"] for row in Notice.objects.filter(to__name=name).order_by("id")]


def test_the_morning_tells_what_waits_with_the_first_items(house: House) -> None:
    deal_due(house, "Fridges", at(-10))
    deal_due(house, "Tanks", at(14))
    assert tell_mornings(at(9)) == "2"
    (text,) = told()
    assert "1 task is overdue." in text
    assert "1 task is due today." in text
    assert text.index("Call about Fridges") < text.index("Call about Tanks (14:00)")
    assert Notice.objects.get(to__name="Alice").payload["subject"] == "Today: 2 things to do"
    assert "In your teams 1 next step is overdue." in told("Hana")[0]


def test_it_is_told_once_and_at_its_time_only(house: House) -> None:
    deal_due(house, "Fridges", at(14))
    assert tell_mornings(at(8.9)) == ""
    assert tell_mornings(at(9.1)) == "1"
    assert tell_mornings(at(9.2)) == ""
    assert tell_mornings(at(12)) == ""
    assert len(told()) == 1


def test_the_day_begins_by_the_persons_own_clock(house: House) -> None:
    User.objects.filter(name="Alice").update(time_zone="Asia/Jakarta")
    deal_due(house, "Fridges", at(8))
    assert tell_mornings(at(2)) == "1"
    assert "Call about Fridges (15:00)" in told()[0]


def test_nobody_is_told_on_a_day_off_or_of_nothing(house: House) -> None:
    deal_due(house, "Fridges", at(-40))
    saturday = DAY + timedelta(days=4)
    assert tell_mornings(at(9, saturday)) == ""
    Deal.objects.all()
    assert tell_evenings(at(18, saturday)) == ""


def test_who_has_nothing_to_do_is_left_alone(house: House) -> None:
    deal_due(house, "Fridges", at(200))
    assert tell_mornings(at(9)) == ""
    assert tell_evenings(at(18)) == ""


def test_the_evening_tells_what_became_of_the_day(house: House) -> None:
    alice = house.actor("Alice")
    done, late, moved = (deal_due(house, title, at(8)) for title in ("Fridges", "Tanks", "Doors"))
    following = NewTask(TaskKind.MEETING, "See them", at(34))
    complete_task(by=alice, at=at(10), task=done.next_task_id or 0, next_task=following)
    change_task(
        by=alice, at=at(10), task=late.next_task_id or 0, kind=TaskKind.CALL, title="Call about Tanks",
        due_at=at(58), reason="They are away",
    )  # fmt: skip
    move_deal(by=alice, at=at(11), deal=moved.pk, move=Move(to=house.stage("Propose")))
    assert tell_evenings(at(18)) == "1"
    (text,) = told()
    assert Notice.objects.get(to__name="Alice").payload["subject"] == "Today: 1 task done"
    assert "1 task is left undone." in text
    assert "1 task was put off." in text
    assert "1 deal was moved." in text
    assert "See them (Wed 25 Nov, 10:00)" in text
    assert NoticeKind.DIGEST_EVENING in Notice.objects.get(to__name="Alice").key


def test_it_speaks_the_readers_language_and_escapes_what_people_wrote(house: House) -> None:
    User.objects.filter(name="Alice").update(language="ru")
    deal_due(house, "<b>Fridges</b>", at(14))
    tell_mornings(at(9))
    payload = Notice.objects.get(to__name="Alice").payload
    assert payload["subject"].startswith("Сегодня")
    assert "<b>Fridges" not in payload["html"]
    assert "&lt;b&gt;Fridges" in payload["html"]
