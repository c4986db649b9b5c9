"""A person's week on a grid of hours: meetings, calls and tasks at their time, days off shaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from voronka.commands import values
from voronka.commands.values import Bad
from voronka.domain.errors import NotFound
from voronka.domain.week import HOURS, Week, is_worked, shown_hours, week_of
from voronka.domain.working_time import ROUND_THE_CLOCK
from voronka.queries.client_times import at_client
from voronka.queries.week import WeekTask, week_tasks, working_calendar
from voronka.queries.whose_day import Whose, sellers_of, whose_day
from voronka.web.due_times import reader_zone
from voronka.web.formatting import time_of
from voronka.web.labels import TASK_ICONS, TASK_KINDS
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpResponse

    from voronka.domain.working_time import Calendar
    from voronka.web.request import AppRequest

_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Entry:
    """A task as it stands in its hour, or without one on its day. `at_client`: what the client's clock shows then, in words, empty where it is the same."""

    task: WeekTask
    begins: str
    ends: str
    at_client: str


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour of a day."""

    hour: int
    is_shown: bool
    is_worked: bool
    is_now: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A column."""

    on: date
    is_today: bool
    is_off: bool
    # What is due on the day without an hour.
    all_day: tuple[Entry, ...]
    slots: tuple[Slot, ...]

    @property
    def count(self) -> int:
        """How many tasks it holds."""
        return len(self.all_day) + sum(len(slot.entries) for slot in self.slots)


@require_safe
def week(request: AppRequest) -> HttpResponse:
    """The week that `?on=` lies in, or this one; `?seller=` for who leads."""
    whose = _whose(request)
    shown = week_of(_asked_day(request), get_current_timezone())
    tasks = week_tasks(whose, shown, request.now)
    days = _days(shown, tasks, working_calendar(whose), request.now)
    context = {
        "whose": whose,
        "sellers": sellers_of(request.actor),
        "week": shown,
        "days": days,
        "hours": days[0].slots,
        "has_days": any(day.all_day for day in days),
        "total": len(tasks),
        "before": _address(whose, shown.before),
        "after": _address(whose, shown.after),
        "this_week": _address(whose, None),
        "anew": _address(whose, shown.monday),
        "task_icons": TASK_ICONS,
        "task_kinds": TASK_KINDS,
    }
    return render(request, "week/page.html", context)


def _whose(request: AppRequest) -> Whose:
    text = request.GET.get("seller", "")
    seller = whole_number(text)
    if text and seller is None:
        raise NotFound
    return whose_day(request.actor, seller)


def _asked_day(request: AppRequest) -> date:
    try:
        asked = values.day(request.GET.get("on", ""))
    except Bad:
        raise NotFound from None
    if asked is None:
        return request.now.astimezone(reader_zone()).date()
    if asked.year not in _YEARS:
        raise NotFound
    return asked


def _address(whose: Whose, on: date | None) -> str:
    seller = {} if whose.is_own else {"seller": str(whose.person)}
    query = urlencode(({} if on is None else {"on": on.isoformat()}) | seller)
    return f"{reverse('week')}?{query}" if query else reverse("week")


def _days(week: Week, tasks: tuple[WeekTask, ...], calendar: Calendar, now: datetime) -> list[Day]:
    local = [(task, task.begins_at.astimezone(week.zone)) for task in tasks if task.due_on is None]
    hours = shown_hours(at.hour for _, at in local)
    here = now.astimezone(week.zone)
    # Who works around the clock, for nobody has set any hours, has no days off either.
    is_known = calendar is not ROUND_THE_CLOCK
    return [
        Day(
            on=on,
            is_today=on == here.date(),
            is_off=is_known and not any(is_worked(calendar, on, hour, week.zone) for hour in HOURS),
            all_day=tuple(Entry(task, "", "", "") for task in tasks if task.due_on == on),
            slots=tuple(
                Slot(
                    hour=hour,
                    is_shown=hour in hours,
                    is_worked=is_worked(calendar, on, hour, week.zone),
                    is_now=(on, hour) == (here.date(), here.hour),
                    entries=tuple(_entry(task) for task, at in local if (at.date(), at.hour) == (on, hour)),
                )
                for hour in HOURS
            ),
        )
        for on in week.days
    ]


def _entry(task: WeekTask) -> Entry:
    reader = reader_zone()
    return Entry(
        task=task,
        begins=time_of(task.begins_at, reader),
        ends=time_of(task.ends_at, reader),
        at_client=at_client(task.begins_at, task.zone, task.place, reader),
    )
