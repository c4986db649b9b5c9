"""The week: each task in its hour by the reader's clock, days off, the client's clock, and whose week one may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.web.visitor import Answer, Visitor
from voronka.commands.clients import ClientWords
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import complete_task
from voronka.domain.task import TaskKind
from voronka.models import Contact, User

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.models import Deal

pytestmark = pytest.mark.django_db

TUESDAY = date(2030, 1, 8)


@pytest.fixture
def house() -> House:
    return make_house()


def deal_at(house: House, title: str, hour: int, owner: str = "Alice", **new: Any) -> Deal:
    """A deal whose next step is a meeting at an hour of UTC on that Tuesday."""
    due = datetime(2030, 1, 8, hour, 30, tzinfo=UTC)
    step = NewTask(TaskKind.MEETING, f"See {title}", due)
    return deal_of(house, owner, at=timezone.now(), title=title, next_task=step, **new)


def week(name: str, house: House, **query: Any) -> Answer:
    return Visitor(house, name).get("week", query={"on": TUESDAY.isoformat(), **query})


def column(answer: Answer, on: date) -> list[str]:
    day = answer.one(f"section[aria-labelledby='week-{on.isoformat()}']")
    return [" ".join(one.text_content().split()) for one in day.cssselect(".week-task .title")]


def test_a_task_stands_on_its_day_with_its_hours(house: House) -> None:
    deal = deal_at(house, "the plant", 10)
    answer = week("Alice", house)
    assert column(answer, TUESDAY) == ["Meeting: See the plant"]
    entry = answer.one(f"#week-task-{deal.next_task_id}")
    assert "10:30–11:30" in entry.text_content()
    assert not column(answer, TUESDAY + timedelta(days=1))


def test_the_days_are_those_of_the_readers_clock_and_the_client_has_their_own(house: House) -> None:
    deal = deal_at(house, "the plant", 20, client=ClientWords(contact="Ika Wulandari"))
    Contact.objects.update(time_zone="Europe/Kyiv", city="Lviv")
    User.objects.filter(name="Alice").update(time_zone="Asia/Jakarta")
    answer = week("Alice", house)
    assert column(answer, TUESDAY + timedelta(days=1)) == ["Meeting: See the plant"]
    entry = answer.one(f"#week-task-{deal.next_task_id}").text_content()
    assert "03:30" in entry
    assert "22:30 in Lviv" in entry


def test_what_is_done_stays_in_its_hour(house: House) -> None:
    deal = deal_at(house, "the plant", 10)
    following = NewTask(TaskKind.CALL, "Thank them", datetime(2030, 1, 9, 9, tzinfo=UTC))
    complete_task(
        by=house.actor("Alice"), at=datetime(2030, 1, 8, 12, tzinfo=UTC), task=deal.next_task_id or 0,
        next_task=following,
    )  # fmt: skip
    answer = week("Alice", house)
    assert "is-done" in (answer.one(f"#week-task-{deal.next_task_id}").get("class") or "")
    assert column(answer, TUESDAY + timedelta(days=1)) == ["Call: Thank them"]


@pytest.mark.parametrize(
    ("name", "seller", "status"), [("Hana", "Bob", 200), ("Alice", "Bob", 404), ("Hana", "Charlie", 404)]
)
def test_whose_week_one_may_see(house: House, name: str, seller: str, status: int) -> None:
    assert week(name, house, seller=house.people[seller].pk).status == status


def test_a_colleagues_tasks_are_not_there(house: House) -> None:
    deal_at(house, "a secret", 10, owner="Bob")
    assert "a secret" not in week("Alice", house).text


@pytest.mark.parametrize("on", ["never", "2026-13-01", "1700-01-01", "9999-12-31", "2026-11-24T10:00"])
def test_a_day_that_is_none_is_not_found(house: House, on: str) -> None:
    assert Visitor(house, "Alice").get("week", query={"on": on}).status == 404


def test_a_full_week_asks_no_more_than_an_empty_one(house: House) -> None:
    alice = Visitor(house, "Alice")
    alice.get("week", query={"on": TUESDAY.isoformat()})
    counts = []
    for more in (0, 9):
        for number in range(more):
            deal_at(house, f"deal {number}", 8 + number)
        with CaptureQueriesContext(connection) as asked:
            alice.get("week", query={"on": TUESDAY.isoformat()})
        counts.append(len(asked))
    assert counts[0] == counts[1]
