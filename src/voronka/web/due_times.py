"""Choosing when something is due: at an hour within the client's working hours, on a day, or at a time of one's own.

The proposals are drawn by components/_due.html. Times are shown by the clock of the person reading, with the client's
beside it where that differs; what is chosen comes back as the very instant that was shown. A day is a local date, and
stays one: no hour is made up for it (domain/due_day.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.commands import values
from voronka.commands.values import Bad
from voronka.domain.due_day import is_in_days
from voronka.domain.errors import Problem
from voronka.domain.presets import Clocks, Preset, PresetName, preset_days, presets
from voronka.domain.waking import is_awake_hour
from voronka.domain.working_time import OFFICE_WEEK, Calendar, first_instant
from voronka.queries.calendars import calendars_by
from voronka.queries.client_times import at_client, client_zone
from voronka.web.formatting import date_in_week, time_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.queries.deal_brief import ClientClock
    from voronka.web.request import AppRequest

OWN = "own"
# What tells the value of a day from that of an instant: "tomorrow_day 2026-11-25", "tomorrow 2026-11-25T08:00:00+00:00".
_DAY = "_day"
NAMES = ("when", "when_on", "when_at")


@dataclass(frozen=True, slots=True)
class DueOption:
    """One proposal. `value` is sent back; `at_client` is the client's clock at that moment in words, empty where it is the same."""

    value: str
    label: str
    at_client: str


@dataclass(frozen=True, slots=True)
class Due:
    """What was chosen: an instant, or a day without an hour."""

    at: datetime | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DueChoice:
    """The whole choice as it is drawn: proposals with an hour, days without, what is chosen, and the date and time of one's own."""

    options: tuple[DueOption, ...]
    days: tuple[DueOption, ...]
    chosen: str
    on: str
    at: str
    clock: ClientClock


def reader_zone() -> ZoneInfo:
    """The zone of the person reading, which the middleware has set."""
    return ZoneInfo(get_current_timezone_name())


def seller_hours(request: AppRequest) -> Calendar:
    """When the person asking works: by the calendar of their team, or by office hours where there is none."""
    known = calendars_by(request.workspace.calendars_key)
    if known.id_of(request.actor.team) is None:
        return Calendar(reader_zone().key, OFFICE_WEEK)
    return known.of(request.actor.team)


def due_choice(
    now: datetime,
    clock: ClientClock,
    typed: Mapping[str, str],
    work: Calendar,
    *,
    default: timedelta | None = None,
) -> DueChoice:
    """What to draw. `work` is when the seller works, `typed` is what was sent before, empty the first time; `default` is the stage's own wait."""
    reader = reader_zone()
    client = client_zone(clock.zone)
    clocks = Clocks(reader, client, work)
    in_days = default is not None and is_in_days(default)
    found = presets(now, clocks, None if in_days else default)
    options = tuple(_option(preset, now, clock) for preset in found)
    days = tuple(
        DueOption(f"{name.value}{_DAY} {on.isoformat()}", day_label(on, now, reader), "")
        for name, on in preset_days(now, clocks, default if in_days else None)
    )
    chosen = _chosen((*options, *days), typed.get("when", ""))
    return DueChoice(options, days, chosen, typed.get("when_on", ""), typed.get("when_at", ""), clock)


def own_choice(
    kept: Due, now: datetime, clock: ClientClock, typed: Mapping[str, str], work: Calendar
) -> DueChoice:
    """The choice for a task that has its time or day already: that stands in the fields of one's own."""
    shown = {"when": OWN, "when_on": "", "when_at": ""}
    if kept.on is not None:
        shown["when_on"] = kept.on.isoformat()
    elif kept.at is not None:
        local = kept.at.astimezone(reader_zone())
        shown |= {"when_on": local.date().isoformat(), "when_at": f"{local:%H:%M}"}
    if typed.get("when"):
        shown = {name: typed.get(name, "") for name in NAMES}
    return due_choice(now, clock, shown, work)


def read_due(typed: Mapping[str, str], now: datetime, *, kept: Due | None = None) -> Due:
    """What is chosen. `kept` is what the task has already, which may stay although it is past.

    Raises:
        Bad: nothing is chosen, it can't be read, or it is past.
    """
    when = typed.get("when", "")
    name, _, text = when.partition(" ")
    if when == OWN:
        due = _own(typed)
    elif name.endswith(_DAY):
        due = Due(on=_date(text))
    else:
        due = Due(_instant(text))
    if kept is not None and _is_kept(due, kept):
        return kept
    if _is_past(due, now):
        raise Bad(Problem.IN_THE_PAST)
    return due


def _is_kept(due: Due, kept: Due) -> bool:
    if kept.on is not None or kept.at is None:
        return due.on == kept.on and due.at is None
    return due.at == kept.at.replace(second=0, microsecond=0)


def _is_past(due: Due, now: datetime) -> bool:
    """Of the day that it is now the command knows whether its hours are over: whose hours these are is the task's matter."""
    if due.at is not None:
        return due.at < now
    return due.on is not None and due.on < local_today(now)


def due_label(at: datetime, now: datetime, zone: ZoneInfo, *, on: date | None = None) -> str:
    """`Today 16:00`, `Tomorrow 10:00`, `Fri 27 Nov, 10:00` by the clock of `zone`; of a day without an hour the day."""
    if on is not None:
        return day_label(on, now, zone)
    local = at.astimezone(zone)
    shown = time_of(at, zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days == 0:
        return pgettext("a proposed time", "Today %(time)s") % {"time": shown}
    if days == 1:
        return pgettext("a proposed time", "Tomorrow %(time)s") % {"time": shown}
    parts = {"date": date_in_week(local.date()), "time": shown}
    return pgettext("a proposed time", "%(date)s, %(time)s") % parts


def due_told(due: Due, now: datetime, clock: ClientClock) -> str:
    """What was chosen, to whoever chose it: with the client's clock where that differs, and whether it is night there."""
    zone = reader_zone()
    if due.at is None:
        return "" if due.on is None else day_label(due.on, now, zone)
    when, theirs = due_label(due.at, now, zone), at_client(due.at, clock.zone, clock.place, zone)
    client = client_zone(clock.zone)
    if theirs and client is not None and not is_awake_hour(due.at, client):
        return _("%(when)s. The client sleeps then: %(theirs)s") % {"when": when, "theirs": theirs}
    return _("%(when)s (%(theirs)s)") % {"when": when, "theirs": theirs} if theirs else when


def day_label(on: date, now: datetime, zone: ZoneInfo) -> str:
    """`Today`, `Tomorrow`, `Fri 27 Nov`."""
    days = (on - now.astimezone(zone).date()).days
    if days == 0:
        return pgettext("a proposed day", "Today")
    if days == 1:
        return pgettext("a proposed day", "Tomorrow")
    return date_in_week(on)


def _option(preset: Preset, now: datetime, clock: ClientClock) -> DueOption:
    at, reader = preset.at.astimezone(UTC), reader_zone()
    return DueOption(
        value=f"{preset.name.value} {at.isoformat()}",
        label=due_label(at, now, reader),
        at_client=at_client(at, clock.zone, clock.place, reader),
    )


def _chosen(options: tuple[DueOption, ...], sent: str) -> str:
    """What was chosen before, by its name if the instant has moved since; the stage's own wait at first."""
    if sent == OWN:
        return OWN
    name = sent.partition(" ")[0]
    same = (option.value for option in options if option.value.partition(" ")[0] == name)
    first = (PresetName.STAGE.value, f"{PresetName.STAGE.value}{_DAY}")
    default = next((option.value for option in options if option.value.partition(" ")[0] in first), "")
    return next(same, default)


def _own(typed: Mapping[str, str]) -> Due:
    """A day of one's own, with the hour if one is given. An hour that the clocks jump over is when they have jumped."""
    on, hour = _date(typed.get("when_on", "")), typed.get("when_at", "")
    if not hour.strip():
        return Due(on=on)
    return Due(first_instant(datetime.combine(on, _clock_time(hour)), reader_zone()))


def _date(text: str) -> date:
    on = values.day(text)
    if on is None:
        raise Bad(Problem.REQUIRED)
    return on


def _clock_time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Bad(Problem.NOT_A_TIME) from None


def _instant(text: str) -> datetime:
    if not text:
        raise Bad(Problem.REQUIRED)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None
    if at.tzinfo is None or not 1970 < at.year < 2200:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return at.astimezone(UTC)


def local_today(now: datetime) -> date:
    """The day it is for the person reading."""
    return now.astimezone(reader_zone()).date()
