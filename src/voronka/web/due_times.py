"""Choosing when something is due: proposals in the client's working hours, or a date and time of one's own.

The proposals are drawn by components/_due.html. Times are shown by the clock of the person reading, with the client's
beside it where that differs; what is chosen comes back as the very instant that was shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import pgettext

from voronka.commands import values
from voronka.commands.values import Bad
from voronka.domain.errors import Problem
from voronka.domain.presets import Clocks, Preset, PresetName, presets
from voronka.domain.working_time import OFFICE_WEEK, Calendar
from voronka.queries.calendars import calendars_by
from voronka.web.formatting import date_in_week, time_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.queries.deal_brief import ClientClock
    from voronka.web.request import AppRequest

OWN = "own"
NAMES = ("when", "when_on", "when_at")


@dataclass(frozen=True, slots=True)
class DueOption:
    """One proposal. `value` is sent back; `at_client` is the client's clock at that moment, empty where it is the same."""

    value: str
    label: str
    at_client: str


@dataclass(frozen=True, slots=True)
class DueChoice:
    """The whole choice as it is drawn: proposals, what is chosen, and the date and time of one's own."""

    options: tuple[DueOption, ...]
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
    client = _zone(clock.zone)
    found = presets(now, Clocks(reader, client, work), default)
    options = tuple(_option(preset, now, reader, client) for preset in found)
    chosen = _chosen(options, typed.get("when", ""))
    return DueChoice(options, chosen, typed.get("when_on", ""), typed.get("when_at", ""), clock)


def own_choice(
    due_at: datetime, now: datetime, clock: ClientClock, typed: Mapping[str, str], work: Calendar
) -> DueChoice:
    """The choice for a task that has its time already: that time stands in the fields of one's own."""
    local = due_at.astimezone(reader_zone())
    shown = {"when": OWN, "when_on": local.date().isoformat(), "when_at": f"{local:%H:%M}"}
    return due_choice(now, clock, shown | {name: typed[name] for name in NAMES if typed.get(name)}, work)


def read_due(typed: Mapping[str, str], now: datetime, *, kept: datetime | None = None) -> datetime:
    """The chosen instant. `kept` is what the task has already, which may stay although it is past.

    Raises:
        Bad: nothing is chosen, it can't be read, or it is past.
    """
    when = typed.get("when", "")
    due = _own(typed) if when == OWN else _instant(when.partition(" ")[2])
    if kept is not None and due == kept.replace(second=0, microsecond=0):
        return kept
    if due < now:
        raise Bad(Problem.IN_THE_PAST)
    return due


def due_label(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`Today 16:00`, `Tomorrow 10:00`, `Fri 27 Nov, 10:00` by the clock of `zone`."""
    local = at.astimezone(zone)
    shown = time_of(at, zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days == 0:
        return pgettext("a proposed time", "Today %(time)s") % {"time": shown}
    if days == 1:
        return pgettext("a proposed time", "Tomorrow %(time)s") % {"time": shown}
    parts = {"date": date_in_week(local.date()), "time": shown}
    return pgettext("a proposed time", "%(date)s, %(time)s") % parts


def _option(preset: Preset, now: datetime, reader: ZoneInfo, client: ZoneInfo | None) -> DueOption:
    at = preset.at.astimezone(UTC)
    differs = client is not None and at.astimezone(client).utcoffset() != at.astimezone(reader).utcoffset()
    return DueOption(
        value=f"{preset.name.value} {at.isoformat()}",
        label=due_label(at, now, reader),
        at_client=time_of(at, client) if client is not None and differs else "",
    )


def _chosen(options: tuple[DueOption, ...], sent: str) -> str:
    """What was chosen before, by its name if the instant has moved since; the stage's own wait at first."""
    if sent == OWN:
        return OWN
    name = sent.partition(" ")[0]
    same = (option.value for option in options if option.value.partition(" ")[0] == name)
    first = PresetName.STAGE.value
    default = next((option.value for option in options if option.value.startswith(first)), "")
    return next(same, default)


def _own(typed: Mapping[str, str]) -> datetime:
    on = values.day(typed.get("when_on", ""))
    if on is None:
        raise Bad(Problem.REQUIRED)
    return datetime.combine(on, _clock_time(typed.get("when_at", "")), reader_zone()).astimezone(UTC)


def _clock_time(text: str) -> time:
    if not text.strip():
        raise Bad(Problem.REQUIRED)
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


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def local_today(now: datetime) -> date:
    """The day it is for the person reading."""
    return now.astimezone(reader_zone()).date()
