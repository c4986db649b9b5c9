"""What the settings show of working calendars: hours, the days off to come, who works by them, and what a change does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voronka.domain.errors import NotFound
from voronka.domain.pipeline import Stage
from voronka.domain.working_time import Calendar, Hours
from voronka.models import CalendarDay, Deal, Team, WorkCalendar, Workspace
from voronka.queries.calendars import calendar_from, calendars, hours_read
from voronka.queries.national_holidays import named_holidays
from voronka.queries.pipelines import all_pipelines

_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of a calendar's own; without hours it is off."""

    id: int
    date: date
    name: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team by its name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar. `teams` name it themselves; `is_default`: the workspace works by it."""

    id: int
    name: str
    time_zone: str
    country: str
    subdivision: str
    holidays_off: bool
    week: tuple[Hours, ...]
    teams: tuple[TeamName, ...]
    is_default: bool
    own: tuple[OwnDay, ...]

    def coming(self, today: date, language: str) -> tuple[tuple[date, str], ...]:
        """The national holidays of the year to come, by their names."""
        years = (today.year, today.year + 1) if self.country else ()
        named = (
            one for year in years for one in named_holidays(self.country, self.subdivision, year, language)
        )
        return tuple(one for one in named if today <= one[0] < today + _AHEAD)


@dataclass(frozen=True, slots=True)
class CalendarEffect:
    """What another calendar would do: open deals that count by it, and how many of them are over their limit."""

    deals: int
    over_before: int
    over_after: int


def calendar_views() -> list[CalendarView]:
    """All calendars, the workspace's first, then by name. Four queries."""
    default = Workspace.objects.values_list("calendar_id", flat=True).first()
    teams: dict[int, list[TeamName]] = {}
    for id, name, named in (
        Team.objects.exclude(calendar=None).order_by("name").values_list("id", "name", "calendar_id")
    ):
        teams.setdefault(named or 0, []).append(TeamName(id, name))
    own: dict[int, list[OwnDay]] = {}
    for row in CalendarDay.objects.order_by("date"):
        day = OwnDay(row.pk, row.date, row.name, hours_read(row.hours))
        own.setdefault(row.calendar_id, []).append(day)
    views = [
        _view(row, teams.get(row.pk, []), own.get(row.pk, []), is_default=row.pk == default)
        for row in WorkCalendar.objects.order_by("name", "id")
    ]
    return sorted(views, key=lambda view: not view.is_default)


def calendar_view(calendar: int) -> CalendarView:
    """One of them.

    Raises:
        NotFound
    """
    found = next((view for view in calendar_views() if view.id == calendar), None)
    if found is None:
        raise NotFound
    return found


def team_names() -> list[TeamName]:
    """All teams by name."""
    return [TeamName(*row) for row in Team.objects.order_by("name").values_list("id", "name")]


def calendar_effect(wanted: WorkCalendar, now: datetime) -> CalendarEffect:
    """What the calendar would do, said so, to the deals that count by it today. A count for each stage and way to count."""
    known = calendars()
    teams = [id for id in Team.objects.values_list("id", flat=True) if known.id_of(id) == wanted.pk]
    deals = Deal.objects.filter(team__in=teams, is_open=True)
    days = {day.date: hours_read(day.hours) for day in CalendarDay.objects.filter(calendar=wanted.pk)}
    then = calendar_from(wanted, days)
    stages = [stage for pipeline in all_pipelines() for stage in pipeline.columns]
    after = sum(_over(teams, stage, then, now) for stage in stages)
    return CalendarEffect(deals.count(), deals.filter(limit_at__lte=now).count(), after)


def _over(teams: Iterable[int], stage: Stage, calendar: Calendar, now: datetime) -> int:
    """How many of the teams' deals at a stage would be over its limit by the calendar."""
    deals = Deal.objects.filter(team__in=list(teams), is_open=True, stage=stage.id)
    if not stage.limits:
        if stage.limit is None:
            return 0
        return deals.filter(entered_at__lte=calendar.latest_start(stage.limit, now)).count()
    lengths = (stage.limit, *(one.limit for one in stage.limits))
    starts: Mapping[timedelta, datetime] = {
        limit: calendar.latest_start(limit, now) for limit in lengths if limit is not None
    }
    rows = deals.values_list("entered_at", "amount_base", "source")
    return sum(
        entered_at <= starts[limit]
        for entered_at, amount, source in rows
        if (limit := stage.limit_for(amount, source)) is not None
    )


def _view(
    row: WorkCalendar, teams: Iterable[TeamName], own: Iterable[OwnDay], *, is_default: bool
) -> CalendarView:
    return CalendarView(
        id=row.pk,
        name=row.name,
        time_zone=row.time_zone,
        country=row.country,
        subdivision=row.subdivision,
        holidays_off=row.holidays_off,
        week=tuple(hours_read(day) for day in row.week),
        teams=tuple(teams),
        is_default=is_default,
        own=tuple(own),
    )
