"""A person's tasks as an iCalendar file (RFC 5545), the same bytes for the same tasks.

Times are told by the person's own clock with its VTIMEZONE, so that a calendar shows "10:00 in Kyiv" also after the
clocks have changed. The stamps come from the tasks and not from the moment of asking: what has not changed has the
same ETag, and a calendar that asks every few minutes is answered in a line.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event, vText

from voronka.domain.agenda import lasts, takes_the_hour
from voronka.web.labels import TASK_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from voronka.queries.calendar_feed import FeedTask

# How often a calendar should ask, for those that listen to it.
_REFRESH = timedelta(minutes=15)


def calendar_file(
    tasks: Sequence[FeedTask], *, name: str, zone: ZoneInfo, host: str, link: Callable[[int], str]
) -> bytes:
    """The file. `host` makes the ids of events ours, `link` leads from a deal to its page."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Voronka//My day//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", _("Voronka: %(name)s") % {"name": name})
    calendar.add("X-WR-TIMEZONE", zone.key)
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", _REFRESH)
    for task in tasks:
        calendar.add_component(_event(task, zone, host, link(task.deal)))
    if tasks:
        _add_zone(calendar, tasks)
    written: bytes = calendar.to_ical()
    return written


def _add_zone(calendar: Calendar, tasks: Sequence[FeedTask]) -> None:
    """The rules of the clock for the years that the tasks lie in; a year more at each end, for those who scroll."""
    first, last = (at.date() for at in (tasks[0].due_at, tasks[-1].due_at))
    year = timedelta(days=366)
    calendar.add_missing_timezones(first_date=(first - year).replace(month=1, day=1), last_date=last + year)


def _event(task: FeedTask, zone: ZoneInfo, host: str, address: str) -> Event:
    event = Event()
    changed_at = task.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("UID", f"task-{task.id}@{host}")
    event.add("SUMMARY", _summary(task))
    _add_time(event, task, zone)
    event.add("DTSTAMP", changed_at)
    event.add("CREATED", task.created_at.astimezone(UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", changed_at)
    # It only has to grow with each change: the seconds from the making to the last change do.
    event.add("SEQUENCE", int((task.changed_at - task.created_at).total_seconds()))
    event.add("DESCRIPTION", "\n".join([*_about(task), address]))
    event.add("URL", address)
    event.add("CATEGORIES", [vText(str(TASK_KINDS[task.kind]))])
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if _takes_time(task) else "TRANSPARENT")
    return event


def _add_time(event: Event, task: FeedTask, zone: ZoneInfo) -> None:
    """What has no hour is an event of the whole day: a date, which no calendar moves into its own zone."""
    if task.due_on is not None:
        event.add("DTSTART", task.due_on)
        event.add("DTEND", task.due_on + timedelta(days=1))
        return
    begins: datetime = task.due_at.astimezone(zone).replace(microsecond=0)
    event.add("DTSTART", begins)
    event.add("DURATION", lasts(task.kind))


def _takes_time(task: FeedTask) -> bool:
    """Whether the person is busy meanwhile: with others, at an hour, and still to be done."""
    return takes_the_hour(task.kind) and task.due_on is None and not task.is_done


def _summary(task: FeedTask) -> str:
    if task.is_done:
        return pgettext("a finished task in a calendar", "✓ %(task)s") % {"task": task.title}
    return task.title


def _about(task: FeedTask) -> list[str]:
    """Deal, client and stage, each a line; a client that the deal is called after stands there once."""
    client = task.client if task.client != task.deal_title else ""
    return [line for line in (task.deal_title, client, task.stage) if line]
