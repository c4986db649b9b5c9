"""The page of working time: heads read it, administrators change it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.calendar_rows import insert_first_calendar
from voronka.models import CalendarDay, WorkCalendar, Workspace

pytestmark = pytest.mark.django_db

OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00–18:00")
FORM = {"name": "Shifts", "time_zone": "Europe/Kyiv", "country": "US", "holidays_off": "on", **OFFICE}


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def hana(house: House) -> Visitor:
    return Visitor(house, "Hana")


@pytest.fixture
def zoe(house: House) -> Visitor:
    return Visitor(house, "Zoe")


@pytest.fixture
def calendar(house: House) -> WorkCalendar:
    return insert_first_calendar(Workspace.objects.get())


def test_heads_see_hours_and_holidays_and_change_nothing(calendar: WorkCalendar, hana: Visitor) -> None:
    page = hana.get("settings-calendars")
    assert "Mon–Fri" in page.words
    assert "9:00–18:00" in page.words
    assert "Independence Day" in page.words
    assert "Holidays of Ukraine are worked" in page.words
    assert not page.all("#new-calendar")
    assert hana.get("settings-calendar", calendar.pk).status == 403


def test_a_calendar_is_added_changed_and_removed(house: House, calendar: WorkCalendar, zoe: Visitor) -> None:
    north = house.teams["North"].pk
    refused = zoe.post("settings-calendar-new", data=FORM | {"tue": "late", "teams": north})
    assert (refused.status, refused.value("tue"), refused.value("name")) == (422, "late", "Shifts")
    assert "Write hours like" in refused.words
    assert zoe.post("settings-calendar-new", data=FORM | {"teams": north}).status == 204
    made = WorkCalendar.objects.get(name="Shifts")
    dialog = zoe.get("settings-calendar", made.pk)
    assert dialog.value("mon") == "9:00–18:00"
    assert [box.get("value") for box in dialog.all('[name="teams"][checked]')] == [str(north)]
    assert zoe.post("settings-calendar", made.pk, data=FORM | {"sat": "10-14"}).status == 204
    assert "Sat 10:00–14:00" in " ".join(zoe.get("settings-calendars").words.split())
    assert zoe.post("settings-calendar-remove", made.pk).status == 204
    kept = zoe.post("settings-calendar-remove", calendar.pk)
    assert "The workspace works by it" in kept.toast["text"]


def test_what_a_change_does_to_limits_is_said_first(
    house: House, calendar: WorkCalendar, zoe: Visitor
) -> None:
    deal_of(house, "Alice")
    said = zoe.post("settings-calendar-preview", calendar.pk, data=FORM)
    assert "The limit of 1 open deal counts by it" in said.words
    assert not zoe.post("settings-calendar-preview", calendar.pk, data=FORM | {"mon": "?"}).words.strip()


def test_a_day_of_its_own_is_set_and_removed(calendar: WorkCalendar, zoe: Visitor) -> None:
    tomorrow = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
    data = {"date": tomorrow, "name": "Stocktaking", "hours": "9-13"}
    assert zoe.post("settings-calendar-day", calendar.pk, data=data).status == 204
    page = zoe.get("settings-calendars")
    assert "Stocktaking" in page.words
    assert "9:00–13:00" in page.words
    (day,) = CalendarDay.objects.all()
    assert zoe.post("settings-calendar-day-remove", day.pk).status == 204
    assert not CalendarDay.objects.exists()
