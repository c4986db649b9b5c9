"""Working calendars: made, changed and removed by administrators. The limits of deals follow at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from voronka.commands import values
from voronka.commands.calendar_rows import NAME_LENGTH, hours_written, renew_calendars
from voronka.commands.due_days import recount_due_days
from voronka.commands.limits import recompute_limits
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.working_time import Hours
from voronka.models import CalendarDay, Deal, Task, Team, WorkCalendar, Workspace
from voronka.queries.calendars import Calendars, calendars
from voronka.queries.national_holidays import has_holidays, subdivisions

# The fields of a week, Monday first.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAME_LENGTH = 80
MOST_DAYS = 400
_MOST_SPANS = 6
_SPAN = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?$")
_DAY_ENDS = (24, 0)


def add_calendar(
    *, by: Actor, at: datetime, fields: Mapping[str, str], teams: Sequence[str] = (), request_id: str = ""
) -> WorkCalendar:
    """A calendar, for the `teams` (ids) to work by.

    Fields: name, time_zone, country and subdivision (ISO 3166, may be empty), holidays_off and default (any text: yes),
    and the days mon to sun as hours like "9:00-13:00, 14:00-18:00", empty: off. With `default` the workspace works by it.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    with writing():
        clean = _clean(fields, teams, None)
        row = WorkCalendar.objects.create(**_columns(clean))
        _put_in_force(row, clean)
        log_setup(What.CALENDAR, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id)
        return row


def change_calendar(
    *,
    by: Actor,
    at: datetime,
    calendar: int,
    fields: Mapping[str, str],
    teams: Sequence[str] = (),
    request_id: str = "",
) -> WorkCalendar:
    """Change a calendar, as in `add_calendar`. Teams that are not named any more work as the team above them.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(calendar)
        before = _told(row)
        clean = _clean(fields, teams, row)
        WorkCalendar.objects.filter(pk=row.pk).update(**_columns(clean))
        _put_in_force(row, clean)
        row.refresh_from_db()
        if before != _told(row):
            log_setup(
                What.CALENDAR, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id
            )
        return row


def remove_calendar(*, by: Actor, at: datetime, calendar: int, request_id: str = "") -> None:
    """Remove a calendar. Its teams work as the team above them.

    Raises:
        NotAllowed, NotFound
        Invalid: `calendar` IN_USE when it is the workspace's.
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(calendar)
        if Workspace.objects.filter(calendar=row).exists():
            raise Invalid({"calendar": Problem.IN_USE})
        before, told = calendars(), _told(row)
        Team.objects.filter(calendar=row).update(calendar=None)
        WorkCalendar.objects.filter(pk=row.pk).delete()
        _follow(before)
        log_setup(What.CALENDAR, calendar, by=by, at=at, before=told, after=None, request_id=request_id)


def set_day(
    *, by: Actor, at: datetime, calendar: int, date: str, name: str, hours: str, request_id: str = ""
) -> CalendarDay:
    """A day of the calendar's own, off when `hours` are empty; what was set for that day before is replaced.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(calendar)
        clean = values.checked(
            {
                "date": lambda: _date(date),
                "name": lambda: values.line(name, DAY_NAME_LENGTH),
                "hours": lambda: hours_written(read_hours(hours)),
            }
        )
        others = CalendarDay.objects.filter(calendar=row).exclude(date=clean["date"])
        if others.count() >= MOST_DAYS:
            raise Invalid({"date": Problem.TOO_LARGE})
        before = calendars()
        said = {"name": clean["name"], "hours": clean["hours"]}
        day, _ = CalendarDay.objects.update_or_create(calendar=row, date=clean["date"], defaults=said)
        _follow(before, row.pk)
        after = {"calendar": row.pk, "date": clean["date"].isoformat(), **said}
        log_setup(What.CALENDAR_DAY, day.pk, by=by, at=at, before=None, after=after, request_id=request_id)
        return day


def remove_day(*, by: Actor, at: datetime, day: int, request_id: str = "") -> None:
    """Let a day be as its week and the holidays say.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        row = CalendarDay.objects.filter(pk=day).first()
        if row is None:
            raise NotFound
        before, told = calendars(), {"calendar": row.calendar_id, "date": row.date.isoformat()}
        CalendarDay.objects.filter(pk=day).delete()
        _follow(before, row.calendar_id)
        log_setup(What.CALENDAR_DAY, day, by=by, at=at, before=told, after=None, request_id=request_id)


def unsaved_calendar(calendar: int, fields: Mapping[str, str]) -> WorkCalendar:
    """The calendar as `change_calendar` would leave it, written nowhere.

    Raises:
        NotFound, Invalid
    """
    row = WorkCalendar.objects.filter(pk=calendar).first()
    if row is None:
        raise NotFound
    return WorkCalendar(pk=row.pk, **_columns(_clean(fields, (), row)))


def read_week(fields: Mapping[str, str]) -> dict[str, Hours]:
    """The hours of each weekday by its field.

    Raises:
        Invalid: by the fields; `mon` REQUIRED when no day has hours.
    """
    readers = {day: partial(read_hours, fields.get(day, "")) for day in WEEKDAYS}
    week: dict[str, Hours] = values.checked(readers)
    if not any(week.values()):
        raise Invalid({"mon": Problem.REQUIRED})
    return week


def read_hours(text: str) -> Hours:
    """Hours of a day as people type them: 9-18, 9:00–13:00, 14:00–18:00; empty: none."""
    spans = [_span(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
    edges = [edge for opens, closes in spans for edge in (_minutes(opens), _minutes(closes) or 24 * 60)]
    if len(spans) > _MOST_SPANS or edges != sorted(set(edges)):
        raise Bad(Problem.NOT_A_TIME)
    return tuple(spans)


def _span(text: str) -> tuple[time, time]:
    found = _SPAN.match(text)
    if found is None:
        raise Bad(Problem.NOT_A_TIME)
    opens, closes = (int(found[1]), int(found[2] or 0)), (int(found[3]), int(found[4] or 0))
    try:
        return time(*opens), time(0) if closes == _DAY_ENDS else time(*closes)
    except ValueError:
        raise Bad(Problem.NOT_A_TIME) from None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _date(text: str) -> Any:
    found = values.day(text)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _clean(fields: Mapping[str, str], teams: Iterable[str], own: WorkCalendar | None) -> dict[str, Any]:
    problems: dict[str, Problem] = {}
    clean: dict[str, Any] = {"holidays_off": bool(fields.get("holidays_off"))}
    clean["default"] = bool(fields.get("default"))
    readers = {
        "name": lambda: _name(fields.get("name", ""), own),
        "time_zone": lambda: _zone(fields.get("time_zone", "")),
        "country": lambda: _country(fields.get("country", "")),
        "subdivision": lambda: _part(fields.get("subdivision", ""), fields.get("country", "")),
        "teams": lambda: _teams(teams),
    }
    for read in (lambda: values.checked(readers), lambda: {"week": [*read_week(fields).values()]}):
        try:
            clean |= read()
        except Invalid as invalid:
            problems |= invalid.problems
    if problems:
        raise Invalid(problems)
    return clean


def _columns(clean: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("name", "time_zone", "country", "subdivision", "holidays_off")
    return {name: clean[name] for name in kept} | {"week": [hours_written(day) for day in clean["week"]]}


def _put_in_force(row: WorkCalendar, clean: Mapping[str, Any]) -> None:
    before = calendars()
    Team.objects.filter(calendar=row).exclude(pk__in=clean["teams"]).update(calendar=None)
    Team.objects.filter(pk__in=clean["teams"]).update(calendar=row)
    if clean["default"]:
        Workspace.objects.update(calendar=row)
    _follow(before, row.pk)


def _follow(before: Calendars, changed: int | None = None) -> None:
    """Count anew the limits and due days of the teams that work by the `changed` calendar, or by another than `before`."""
    renew_calendars()
    now = calendars()
    teams = [
        team
        for team in Team.objects.values_list("id", flat=True)
        if now.id_of(team) == changed or now.id_of(team) != before.id_of(team)
    ]
    recompute_limits(Deal.objects.filter(team__in=teams))
    recount_due_days(Task.objects.filter(deal__team__in=teams))


def _load(calendar: int) -> WorkCalendar:
    row = WorkCalendar.objects.select_for_update().filter(pk=calendar).first()
    if row is None:
        raise NotFound
    return row


def _name(text: str, own: WorkCalendar | None) -> str:
    name = values.line(text, NAME_LENGTH, required=True)
    same = WorkCalendar.objects.filter(name__iexact=name).exclude(pk=0 if own is None else own.pk)
    if same.exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return name


def _zone(text: str) -> str:
    zone = values.time_zone(text)
    if not zone:
        raise Bad(Problem.REQUIRED)
    return zone


def _country(text: str) -> str:
    code = text.strip().upper()
    if code and not has_holidays(code):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return code


def _part(text: str, country: str) -> str:
    """A part of the country; one of another country that was chosen before is let go."""
    code = text.strip()
    return code if code in subdivisions(country.strip().upper()) else ""


def _teams(texts: Iterable[str]) -> list[int]:
    ids = [values.whole_id(text) for text in texts if text.strip()]
    if Team.objects.filter(pk__in=ids).count() != len(set(ids)):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return ids


def _told(row: WorkCalendar) -> dict[str, Any]:
    return {
        "name": row.name,
        "time_zone": row.time_zone,
        "country": row.country,
        "subdivision": row.subdivision,
        "holidays_off": row.holidays_off,
        "week": row.week,
        "teams": sorted(row.teams.values_list("id", flat=True)),
        "default": Workspace.objects.filter(calendar=row).exists(),
    }
