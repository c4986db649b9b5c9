"""Every time is by the clock of whoever reads it, beside it the client's where that is another, and a day stays a day."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.calendar_rows import insert_first_calendar
from voronka.commands.clients import ClientWords
from voronka.commands.due_notices import tell_of_due_tasks
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, complete_task
from voronka.domain.task import TaskKind
from voronka.models import Contact, Deal, Notice, Task, User, Workspace
from voronka.queries.calendar_feed import feed_tasks
from voronka.queries.client_places import place_name
from voronka.web.calendar.feed import calendar_file
from voronka.worker.digests import tell_mornings

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

# A Tuesday, 15:30 in Kyiv, where the client is.
CALL = datetime(2030, 1, 8, 13, 30, tzinfo=UTC)
FRIDAY = date(2030, 1, 11)


@dataclass(frozen=True)
class Reader:
    """Who reads, by which clock, and what it shows when it is CALL."""

    zone: str
    clock: str
    # The office's hours end at 18:00 by their own clock; at that instant UTC's shows:
    friday_ends: str


READERS = (Reader("Asia/Jakarta", "20:30", "11:00"), Reader("America/Sao_Paulo", "10:30", "21:00"))
readers = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.zone)


@pytest.fixture
def house() -> House:
    made = make_house()
    insert_first_calendar(Workspace.objects.get())
    return made


@pytest.fixture
def deal(house: House) -> Deal:
    """Of a client in Kyiv: a call at an hour, and something to send on a day."""
    step = NewTask(TaskKind.CALL, "Ask about power", CALL)
    made = deal_of(house, "Alice", at=timezone.now(), next_task=step, client=ClientWords(contact="Oksana"))
    Contact.objects.update(time_zone="Europe/Kyiv", city="Kyiv")
    task = NewTask(TaskKind.EMAIL, "Send the drawing", None, due_on=FRIDAY)
    add_task(by=house.actor("Alice"), at=timezone.now(), deal=made.pk, task=task)
    made.refresh_from_db()
    return made


def read_by(house: House, reader: Reader, language: str = "en") -> Visitor:
    """Alice, who has gone there with her tasks."""
    visitor = Visitor(house, "Alice")
    said = {"name": "Alice", "language": language, "time_zone": reader.zone, "theme": "system"}
    assert visitor.post("profile", data=said).status in {200, 204, 302}
    assert User.objects.get(name="Alice").time_zone == reader.zone
    return visitor


def finish_the_call(house: House) -> None:
    task = Task.objects.get(title="Ask about power")
    complete_task(by=house.actor("Alice"), at=timezone.now(), task=task.pk, outcome="They have three phases")


def spaced(text: str) -> str:
    return " ".join(text.split())


@readers
def test_pages_show_the_readers_clock_with_the_clients_beside_it(
    house: House, deal: Deal, reader: Reader
) -> None:
    alice = read_by(house, reader)
    call, send = Task.objects.filter(deal=deal).order_by("due_at")
    assert f"{send.due_at.astimezone(UTC):%H:%M}" == reader.friday_ends
    for page, args in (
        ("day", ()),
        ("board", (house.pipeline.pk,)),
        ("deal", (deal.pk,)),
        ("deal-list", (house.pipeline.pk,)),
    ):
        text = alice.outside(page, *args).text
        # These are filled by the browser, in the zone that the page names.
        assert f'"timeZone": "{reader.zone}"' in text, page
        shown = " ".join(re.findall(r"<due-time[^>]*at=\"2030-01-08T13:30[^>]*>", text))
        assert shown, page
        assert ('zone="Europe/Kyiv" place="Kyiv"' in shown) is (page in {"day", "deal"}), page
    for page, args in (("day", ()), ("deal", (deal.pk,))):
        (shown,) = re.findall(r"<due-time[^>]*on=\"2030-01-11\"[^>]*>", alice.outside(page, *args).text)
        assert "Kyiv" not in shown
    timeline = spaced(" ".join(alice.get("deal", deal.pk).body.itertext()))
    assert "due 11 Jan 2030" in timeline
    assert "due 11 Jan 2030," not in timeline
    week = alice.get("week", query={"on": "2030-01-08"})
    entry = spaced(week.one(f"#week-task-{call.pk}").text_content())
    assert reader.clock in entry
    assert "15:30 in Kyiv" in entry
    (strip,) = [one for one in week.all(".week-day .all-day") if one.cssselect("li")]
    assert "Send the drawing" in strip.text_content()
    assert strip.getparent().get("aria-labelledby") == "week-2030-01-11"
    edit = alice.get("task-edit", call.pk)
    assert (edit.value("when_on"), edit.value("when_at")) == ("2030-01-08", reader.clock)
    edit = alice.get("task-edit", send.pk)
    assert (edit.value("when"), edit.value("when_on"), edit.value("when_at")) == ("own", "2030-01-11", "")


@readers
def test_what_goes_out_shows_it_too(house: House, deal: Deal, reader: Reader) -> None:
    alice = read_by(house, reader)
    told = feed_tasks(house.actor("Alice"), CALL)
    file = calendar_file(told, name="Alice", zone=ZoneInfo(reader.zone), host="crm.example", link=str)
    events = {str(event["SUMMARY"]): event for event in Calendar.from_ical(file).walk("VEVENT")}
    assert f"{events['Ask about power'].decoded('DTSTART'):%d %H:%M}" == f"08 {reader.clock}"
    assert events["Ask about power"]["DTSTART"].params["TZID"] == reader.zone
    send = events["Send the drawing"]
    assert (send.decoded("DTSTART"), send.decoded("DTEND")) == (FRIDAY, FRIDAY + timedelta(days=1))
    assert send["DTSTART"].params["VALUE"] == "DATE"

    tell_of_due_tasks(CALL - timedelta(minutes=30))
    tell_of_due_tasks(CALL - timedelta(minutes=5))
    assert f"At {reader.clock} (15:30 in Kyiv): Ask about power" in alice.outside("notices").words
    answer: Any = alice.client.get(reverse("deal-list-export", args=[house.pipeline.pk]))
    head, row = csv.reader(io.StringIO(b"".join(answer).decode().removeprefix("\ufeff")))
    shown = dict(zip(head, row, strict=True))
    assert shown[f"Due ({reader.zone})"] == f"2030-01-08 {reader.clock}"

    finish_the_call(house)
    ends = Task.objects.get(title="Send the drawing").due_at
    tell_of_due_tasks(ends - timedelta(minutes=30))
    tell_of_due_tasks(ends - timedelta(minutes=5))
    assert "Still today: Send the drawing" in alice.outside("notices").words


@readers
def test_the_morning_says_both_clocks_and_of_a_day_the_day(house: House, deal: Deal, reader: Reader) -> None:
    read_by(house, reader)
    User.objects.exclude(name="Alice").update(is_active=False)
    by_call, by_day = (datetime(2030, 1, day, 9, tzinfo=ZoneInfo(reader.zone)) for day in (8, 11))
    tell_mornings(by_call)
    assert f"Ask about power ({reader.clock} (15:30 in Kyiv))" in Notice.objects.latest("id").payload["text"]
    finish_the_call(house)
    tell_mornings(by_day)
    assert "Send the drawing (today)" in Notice.objects.latest("id").payload["text"]


def test_a_day_without_an_hour_is_chosen_named_and_kept(house: House, deal: Deal) -> None:
    alice = read_by(house, READERS[0])
    dialog = alice.get("task-new", deal.pk)
    day = dialog.all("[id^=when-day-]")[-1].get("value") or ""
    planned = alice.post("task-new", deal.pk, data={"kind": "email", "title": "Write", "when": day})
    task = Task.objects.latest("id")
    assert (planned.status, str(task.due_on)) == (204, day.partition(" ")[2])
    assert ":" not in str(planned.toast["more"])
    own = {"kind": "email", "title": "Write", "when": "own", "when_on": "2030-01-10", "when_at": ""}
    assert alice.post("task-edit", task.pk, data=own).status == 204
    task.refresh_from_db()
    assert task.due_on == date(2030, 1, 10)
    assert alice.post("task-edit", task.pk, data=own | {"when_at": "09:15"}).status == 204
    task.refresh_from_db()
    assert f"{task.due_on} {task.due_at.astimezone(UTC):%d %H:%M}" == "None 10 02:15"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"when": "tomorrow_day nonsense"}, "This is no date. Write it like 2026-11-24."),
        ({"when": "tomorrow_day "}, "Fill this in."),
        ({"when": "today_day 2020-01-01"}, "This is in the past. Choose a later time."),
        ({"when": "own", "when_on": "2020-01-01"}, "This is in the past. Choose a later time."),
    ],
)
def test_a_day_that_can_not_be_is_told_at_the_field(
    house: House, deal: Deal, wrong: dict[str, str], words: str
) -> None:
    given = {"kind": "call", "title": "Call", "when": "", "when_on": "", "when_at": ""} | wrong
    refused = Visitor(house, "Alice").post("task-new", deal.pk, data=given)
    assert (refused.status, refused.one("#due-error").text_content()) == (422, words)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        ("16:30", "Tue 8 Jan, 16:30 (11:30 in Kyiv)"),
        ("10:30", "Tue 8 Jan, 10:30. The client sleeps then: 05:30 in Kyiv"),
    ],
)
def test_who_chooses_an_hour_hears_what_it_is_there(house: House, deal: Deal, hour: str, said: str) -> None:
    alice = read_by(house, READERS[0])
    given = {"kind": "call", "title": "Call", "when": "own", "when_on": "2030-01-08", "when_at": hour}
    assert alice.post("task-new", deal.pk, data=given).toast["more"] == said


@pytest.mark.parametrize(
    ("on", "hour", "at"),
    [
        # The clocks of Kyiv jump from 03:00 to 04:00 on 31 March 2030, and show 03:30 twice on 27 October.
        ("2030-03-31", "03:30", datetime(2030, 3, 31, 1, tzinfo=UTC)),
        ("2030-10-27", "03:30", datetime(2030, 10, 27, 0, 30, tzinfo=UTC)),
        ("2030-10-27", "04:30", datetime(2030, 10, 27, 2, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_the_clocks_leave_out_or_show_twice_is_one_instant(
    house: House, deal: Deal, on: str, hour: str, at: datetime
) -> None:
    alice = read_by(house, Reader("Europe/Kyiv", "15:30", ""))
    given = {"kind": "call", "title": "Call", "when": "own", "when_on": on, "when_at": hour}
    assert alice.post("task-new", deal.pk, data=given).status == 204
    assert Task.objects.latest("id").due_at == at


# -- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "city", "language", "shown"),
    [
        ("Asia/Jakarta", "", "ru", "Джакарта"),
        ("Europe/Kyiv", "", "uk", "Київ"),
        ("Europe/Kyiv", "Kyiv", "ru", "Киев"),
        ("Asia/Jakarta", "Indonesia", "uk", "Індонезія"),
        # What somebody typed is what they want to read.
        ("Asia/Jakarta", "Sidoarjo", "ru", "Sidoarjo"),
        ("Europe/Kyiv", "Львів", "en", "Львів"),
        # What a number tells is said to each in their own words.
        ("Asia/Yekaterinburg", "Sverdlovsk Oblast", "uk", "Свердловська область"),
        ("Europe/Moscow", "Saint Petersburg", "id", "Sankt-Peterburg"),
        ("America/Argentina/Buenos_Aires", "", "en", "Buenos Aires"),
        ("UTC", "", "ru", "UTC"),
        ("Nowhere/New_Atlantis", "", "id", "New Atlantis"),
        ("", "", "en", ""),
    ],
)
def test_a_place_is_said_in_the_readers_language(zone: str, city: str, language: str, shown: str) -> None:
    with translation.override(language):
        assert place_name(zone, city) == shown


@pytest.mark.parametrize(
    ("phone", "language", "city"),
    [
        ("+380 44 555 0142", "ru", "Kyiv"),
        ("+62 812 5555 0142", "ru", "Indonesia"),
        ("+7 812 555 0142", "ru", "Saint Petersburg"),
        ("+7 902 264 12 34", "id", "Sverdlovsk Oblast"),
    ],
)
def test_a_number_gives_a_city_that_every_reader_can_read(
    house: House, phone: str, language: str, city: str
) -> None:
    Workspace.objects.update(language=language)
    deal_of(house, "Alice", at=timezone.now(), client=ClientWords(contact="Somebody", phone=phone))
    assert Contact.objects.get().city == city
