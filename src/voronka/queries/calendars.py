"""Working calendars as domain values: which team works by which, cached by the workspace's key of them."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import connection

from voronka.domain.working_time import ROUND_THE_CLOCK, Calendar, Hours
from voronka.models import CalendarDay, Team, WorkCalendar, Workspace
from voronka.queries.national_holidays import days_off

# One is in force; another while a change is on its way through the nodes.
_CACHE: OrderedDict[str, "Calendars"] = OrderedDict()
_CACHE_SIZE = 4


@dataclass(frozen=True, slots=True)
class Calendars:
    """All of them: `each` by id, `of_team` the id of each team's nearest up the tree, `default` the workspace's."""

    each: Mapping[int, Calendar]
    of_team: Mapping[int, int]
    default: int | None

    def id_of(self, team: int | None) -> int | None:
        """Which calendar a team works by; None: around the clock."""
        return self.default if team is None else self.of_team.get(team, self.default)

    def of(self, team: int | None) -> Calendar:
        """The calendar a team works by, the workspace's where it says nothing, ROUND_THE_CLOCK where nobody does."""
        id = self.id_of(team)
        return ROUND_THE_CLOCK if id is None else self.each[id]


def calendar_of(team: int | None) -> Calendar:
    """The calendar a team works by: the nearest up the tree, else the workspace's. One tiny query."""
    return calendars().of(team)


def calendars() -> Calendars:
    """All of them. One tiny query, four more when they are new to the process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT calendars_key FROM voronka_workspace WHERE id = 1")
        row = cursor.fetchone()
    return calendars_by("" if row is None else row[0])


def calendars_by(key: str) -> Calendars:
    """As `calendars`, where the workspace's key is read already."""
    if not key:
        return _load()
    if key not in _CACHE:
        _CACHE[key] = _load()
        while len(_CACHE) > _CACHE_SIZE:
            _CACHE.popitem(last=False)
    return _CACHE[key]


def calendar_from(row: WorkCalendar, own: Mapping[date, Hours]) -> Calendar:
    """A calendar of a row and the days of its own."""
    country = row.country if row.holidays_off else ""
    return Calendar(
        row.time_zone, tuple(hours_read(day) for day in row.week), _Days(own, country, row.subdivision)
    )


def hours_read(day: list[list[str]]) -> Hours:
    """A day's hours as a row keeps them."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that differ: its own first, then the holidays of a country, which are off."""

    own: Mapping[date, Hours]
    country: str
    subdivision: str

    def get(self, day: date, /) -> Hours | None:
        """The hours of a day that differs, none of them when it is off; None: it is as its week says."""
        if day in self.own:
            return self.own[day]
        is_off = self.country and day in days_off(self.country, self.subdivision, day.year)
        return () if is_off else None


@dataclass(slots=True)
class _Tree:
    """Teams with the calendars they name and the teams above them."""

    names: Mapping[int, int | None]
    above: Mapping[int, int | None]
    found: dict[int, int | None] = field(default_factory=dict)

    def nearest(self, team: int) -> int | None:
        if team not in self.found:
            named, parent = self.names[team], self.above[team]
            self.found[team] = named if named is not None or parent is None else self.nearest(parent)
        return self.found[team]


def _load() -> Calendars:
    own: dict[int, dict[date, Hours]] = {}
    for row in CalendarDay.objects.all():
        own.setdefault(row.calendar_id, {})[row.date] = hours_read(row.hours)
    each = {row.pk: calendar_from(row, own.get(row.pk, {})) for row in WorkCalendar.objects.all()}
    teams: list[tuple[Any, ...]] = list(Team.objects.values_list("id", "calendar_id", "parent_id"))
    tree = _Tree({id: named for id, named, _ in teams}, {id: parent for id, _, parent in teams})
    nearest = {id: found for id, _, _ in teams if (found := tree.nearest(id)) is not None}
    default = Workspace.objects.values_list("calendar_id", flat=True).first()
    return Calendars(each, nearest, default)
