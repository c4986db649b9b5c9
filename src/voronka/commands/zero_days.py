"""Writing down how many problem deals there were when a working day closed."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voronka.commands.transaction import writing
from voronka.domain.permissions import Role
from voronka.domain.working_time import Calendar
from voronka.models import ProblemDay, Team, User
from voronka.queries.calendars import Calendars, calendars
from voronka.queries.problems import Tally, of_everybody, of_teams, rules_at

# Later than this after the close nobody knows how it was then: the day stays without a row.
LATEST = timedelta(hours=6)


def record_zero_days(*, at: datetime) -> int:
    """Write the day that has just closed, of each team and seller it closed for; how many rows.

    Asked again it writes nothing more: what stands is how it was when the day closed.
    """
    known = calendars()
    teams = _closed([(id, id) for id in Team.objects.values_list("id", flat=True)], known, at)
    people = User.objects.filter(is_active=True, team__isnull=False, role=Role.SELLER)
    team_of = {id: team or 0 for id, team in people.values_list("id", "team_id")}
    sellers = _closed(team_of.items(), known, at)
    _leave_out(
        teams, ProblemDay.objects.filter(user=None, day__in={*teams.values()}).values_list("team_id", "day")
    )
    _leave_out(
        sellers,
        ProblemDay.objects.filter(user__in=sellers, day__in={*sellers.values()}).values_list(
            "user_id", "day"
        ),
    )
    if not (teams or sellers):
        return 0
    rules = rules_at(at)
    by_team, by_seller = of_teams(rules, [*teams]), of_everybody(rules, [*sellers])
    rows = [_row(day, by_team.get(team), team=team) for team, day in teams.items()]
    rows += [_row(day, by_seller.get(who), team=team_of[who], user=who) for who, day in sellers.items()]
    with writing():
        ProblemDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _closed(of: Iterable[tuple[int, int | None]], known: Calendars, at: datetime) -> dict[int, date]:
    """Of (who, their team) those whose working day has just closed, with that day."""
    days = {team: last_closed(known.of(team), at) for team in {team for _, team in of}}
    return {who: day for who, team in of if (day := days[team]) is not None}


def _leave_out(wanted: dict[int, date], written: Iterable[tuple[int | None, date]]) -> None:
    for who, day in written:
        if who is not None and wanted.get(who) == day:
            del wanted[who]


def _row(day: date, tally: Tally | None, *, team: int, user: int | None = None) -> ProblemDay:
    found = tally or Tally()
    kinds = {kind.value: number for kind, number in found.kinds.items()}
    return ProblemDay(user_id=user, team_id=team, day=day, deals=found.deals, kinds=kinds)


def last_closed(calendar: Calendar, at: datetime) -> date | None:
    """The working day whose hours ended not long before `at`; None while it is worked or long over."""
    zone = ZoneInfo(calendar.zone)
    today = at.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        hours = calendar.hours(day)
        if hours and _ended(day, hours[-1][1], zone, at):
            return day
    return None


def _ended(day: date, closes: time, zone: ZoneInfo, at: datetime) -> bool:
    """Midnight as the end is the end of the day."""
    last = day if closes > time(0) else day + timedelta(days=1)
    end = datetime.combine(last, closes, tzinfo=zone)
    return end <= at < end + LATEST
