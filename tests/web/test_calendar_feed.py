"""The calendar behind a secret address, read back as a calendar reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.assignments import assign_deal
from voronka.commands.calendar_feeds import renew_feed
from voronka.commands.sessions import MOST_PER_ADDRESS
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, change_task, complete_task
from voronka.domain.task import TaskKind
from voronka.models import CalendarFeed, Task, User

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.models import Deal

pytestmark = pytest.mark.django_db

# Kyiv is two hours ahead of UTC in January, three in July.
KYIV = "Europe/Kyiv"


@pytest.fixture
def house() -> House:
    return make_house()


def deal_with(house: House, title: str, due_at: datetime, kind: TaskKind = TaskKind.MEETING) -> Deal:
    step = NewTask(kind, title, due_at)
    return deal_of(house, "Alice", at=due_at - timedelta(days=1), title="Ice plant", next_task=step)


def secret_of(house: House, name: str = "Alice") -> str:
    return renew_feed(by=house.actor(name), at=timezone.now())


def asked(secret: str, **headers: str) -> Any:
    return Client(headers=headers).get(reverse("calendar-feed", args=[secret]))


def calendar_of(secret: str) -> Any:
    response = asked(secret)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def events_of(secret: str) -> dict[str, Any]:
    return {str(event["SUMMARY"]): event for event in calendar_of(secret).walk("VEVENT")}


def in_days(days: float) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0, second=0)


def test_a_meeting_is_an_event_of_its_length_with_a_way_back(house: House) -> None:
    due = in_days(2)
    deal = deal_with(house, "Show the plant", due)
    event = events_of(secret_of(house))["Show the plant"]
    assert event.decoded("DTSTART") == due
    assert event.decoded("DURATION") == timedelta(hours=1)
    assert str(event["URL"]) == f"http://testserver{reverse('deal', args=[deal.pk])}"
    assert "Ice plant" in event["DESCRIPTION"]
    assert str(event["UID"]) == f"task-{deal.next_task_id}@testserver"
    assert event["TRANSP"] == "OPAQUE"


@pytest.mark.parametrize(
    ("at", "hour"), [(datetime(2027, 1, 15, 8, tzinfo=UTC), 10), (datetime(2027, 7, 15, 8, tzinfo=UTC), 11)]
)
def test_the_clock_of_the_person_is_told_with_its_rules(
    house: House, at: datetime, hour: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at - timedelta(days=1))
    User.objects.filter(name="Alice").update(time_zone=KYIV)
    deal_with(house, "Show the plant", at)
    calendar = calendar_of(secret_of(house))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == KYIV
    assert event["DTSTART"].dt.hour == hour
    (rules,) = calendar.walk("VTIMEZONE")
    assert str(rules["TZID"]) == KYIV
    offset = rules.to_tz().utcoffset(at.astimezone(ZoneInfo(KYIV)).replace(tzinfo=None))
    assert offset == timedelta(hours=hour - 8)


def test_a_change_keeps_the_event_and_raises_its_number(house: House) -> None:
    deal = deal_with(house, "Show the plant", in_days(2))
    secret = secret_of(house)
    before = events_of(secret)["Show the plant"]
    change_task(
        by=house.actor("Alice"), at=in_days(2), task=deal.next_task_id or 0,
        kind=TaskKind.MEETING, title="Show the new plant", due_at=in_days(3),
    )  # fmt: skip
    after = events_of(secret)["Show the new plant"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")


def test_what_was_done_of_late_stays_and_takes_no_hour(house: House) -> None:
    deal = deal_with(house, "Show the plant", in_days(-1))
    following = NewTask(TaskKind.CALL, "Ask how it was", in_days(1))
    complete_task(
        by=house.actor("Alice"), at=timezone.now(), task=deal.next_task_id or 0, next_task=following
    )
    events = events_of(secret_of(house))
    assert set(events) == {"✓ Show the plant", "Ask how it was"}
    assert events["✓ Show the plant"]["TRANSP"] == "TRANSPARENT"


def test_nothing_new_is_answered_in_a_line(house: House) -> None:
    deal = deal_with(house, "Show the plant", in_days(2))
    secret = secret_of(house)
    first = asked(secret)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = asked(secret, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    add_task(
        by=house.actor("Alice"), at=timezone.now(), deal=deal.pk,
        task=NewTask(TaskKind.CALL, "Confirm it", in_days(1)),
    )  # fmt: skip
    assert asked(secret, if_none_match=first.headers["ETag"]).status_code == 200


def test_it_shows_what_the_person_may_see_and_nothing_more(house: House) -> None:
    deal = deal_with(house, "Show the plant", in_days(2))
    assert events_of(secret_of(house, "Bob")) == {}
    secret = secret_of(house)
    assign_deal(by=house.actor("Hana"), at=timezone.now(), deal=deal.pk, owner=house.people["Bob"].pk)
    # The task of a deal that went to a colleague is no longer Alice's to know.
    assert Task.objects.filter(deal=deal.pk).exists()
    assert events_of(secret) == {}


def test_a_new_address_shuts_the_old_one_and_switching_off_both(house: House) -> None:
    alice = Visitor(house, "Alice")
    first = alice.post("calendar-address").one("#feed-url").get("value") or ""
    second = alice.post("calendar-address").one("#feed-url").get("value") or ""
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert not alice.get("profile").all("#feed-url")
    assert second.rpartition("/")[2].removesuffix(".ics") not in str(CalendarFeed.objects.values())
    alice.post("calendar-stop")
    assert Client().get(second).status_code == 404


def test_who_has_left_has_no_calendar(house: House) -> None:
    secret = secret_of(house)
    User.objects.filter(name="Alice").update(is_active=False)
    assert asked(secret).status_code == 404


def test_guessing_is_shut_after_a_while_and_reading_is_no_guess(house: House) -> None:
    secret = secret_of(house)
    for _ in range(MOST_PER_ADDRESS + 1):
        assert asked(secret).status_code == 200
    for _ in range(MOST_PER_ADDRESS):
        assert asked("guessed").status_code == 404
    closed = asked("guessed")
    assert closed.status_code == 429
    assert int(closed.headers["Retry-After"]) > 0
    # The log-in is another door.
    assert Client().post(reverse("login"), {"email": "x@example.org", "password": "x"}).status_code == 422


def test_it_speaks_the_language_of_its_owner(house: House) -> None:
    User.objects.filter(name="Alice").update(language="ru")
    deal_with(house, "Show the plant", in_days(2))
    (event,) = calendar_of(secret_of(house)).walk("VEVENT")
    assert event["CATEGORIES"].to_ical().decode() == "Встреча"
