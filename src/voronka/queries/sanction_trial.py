"""What a rule of sanctions would have entered lately, before it is switched on. Out of what is known by now.

Steps count that were done late or are late now, as deals are held now; steps that were put off in time, or cancelled, have
left no trace that a rule could have met.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.domain.permissions import Role
from voronka.domain.sanctions import Fact, Rule, Stretch, month_of
from voronka.domain.task import TaskState
from voronka.domain.working_time import Calendar
from voronka.models import Deal, Explanation, Review, Task, User
from voronka.queries.calendars import calendars
from voronka.queries.sanction_rules import teams_of
from voronka.queries.workspace import workspace

LOOKED_BACK = timedelta(days=30)
# Nobody waits for a number that says no more than "too many".
MOST = 5000


@dataclass(frozen=True, slots=True)
class Trial:
    """How many entries, of how many deals and sellers, and what they come to. `is_cut`: there are more than were counted."""

    entries: int
    deals: int
    sellers: int
    total: Decimal
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Was:
    """A stretch of a time that is known: it ended at `until`, None: it goes on."""

    deal: int
    seller: int
    team: int
    since: datetime
    until: datetime | None


def trial(rule: Rule, now: datetime) -> Trial:
    """What the rule would have entered in the last 30 days. A few queries."""
    known, zone = calendars(), ZoneInfo(workspace().time_zone)
    found = list(_known(rule, teams_of(rule), now))
    entered: dict[tuple[int, datetime], tuple[int, datetime]] = {}
    for was in found[:MOST]:
        passed_at = _passed(rule, was, known.of(was.team), now)
        if passed_at is not None:
            entered[was.deal, was.since] = (was.seller, passed_at)
    each = [
        (seller, at.astimezone(zone).date())
        for seller, at in sorted(entered.values(), key=lambda one: one[1])
    ]
    return Trial(
        entries=len(each),
        deals=len({deal for deal, _ in entered}),
        sellers=len({seller for seller, _ in each}),
        total=_total(rule, each),
        is_cut=len(found) > MOST,
    )


def _passed(rule: Rule, was: _Was, calendar: Calendar, now: datetime) -> datetime | None:
    """When the grace was over, where it was within the time looked back at and before the stretch ended."""
    passed_at = Stretch(was.since).passed_at(rule.grace, calendar)
    end = now if was.until is None else was.until
    return passed_at if now - LOOKED_BACK <= passed_at <= end else None


def _total(rule: Rule, each: list[tuple[int, date]]) -> Decimal:
    """With the cap of each month."""
    spent: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for seller, day in each:
        month = seller, month_of(day)[0]
        spent[month] += rule.worth.within(spent[month])
    return sum(spent.values(), Decimal(0))


def _known(rule: Rule, teams: Collection[int], now: datetime) -> Iterator[_Was]:
    """The stretches that may have been broken in the time, of sellers of these teams; more than MOST are not needed."""
    sellers = list(User.objects.filter(role=Role.SELLER, is_active=True).values_list("id", flat=True))
    # A grace of days stretches over weekends and holidays.
    first = now - LOOKED_BACK - rule.grace * 2 - timedelta(days=14)
    deals = Deal.objects.filter(team__in=list(teams), owner__in=sellers)
    match rule.fact:
        case Fact.OVERDUE:
            yield from _steps(deals, sellers, first, now)
        case Fact.OVER_LIMIT:
            yield from _limits(teams, sellers, first)
        case Fact.NOT_EXPLAINED:
            asked = Explanation.objects.filter(
                deal__in=deals, to__in=sellers, due_at__gte=first, due_at__lt=now
            )
            rows = asked.values_list("deal_id", "to_id", "deal__team_id", "due_at", "answered_at")
            yield from _read(rows)
        case Fact.NO_ANSWER:
            quiet = deals.filter(is_open=True)
            heard = quiet.filter(heard_at__gte=first, heard_at__lt=now)
            never = quiet.filter(heard_at=None, created_at__gte=first)
            yield from _open(heard, "heard_at")
            yield from _open(never, "created_at")
        case _:
            assert_never(rule.fact)


def _steps(deals: "QuerySet[Deal]", sellers: list[int], first: datetime, now: datetime) -> Iterator[_Was]:
    """The next steps that are late now, and the tasks that were done later than they were due."""
    yield from _open(
        deals.filter(is_open=True, next_step_at__gte=first, next_step_at__lt=now), "next_step_at"
    )
    done = Task.objects.filter(
        state=TaskState.DONE, assignee__in=sellers, closed_at__gte=now - LOOKED_BACK, due_at__gte=first,
        deal__in=deals,
    )  # fmt: skip
    yield from _read(done.values_list("deal_id", "deal__owner_id", "deal__team_id", "due_at", "closed_at"))


def _limits(teams: Collection[int], sellers: list[int], first: datetime) -> Iterator[_Was]:
    """A limit that passed is known by its review; an explanation since ends what a rule would charge for."""
    explained = Explanation.objects.filter(
        deal=OuterRef("deal"), to=OuterRef("seller"), answered_at__gte=OuterRef("limit_at")
    )
    rows = Review.objects.filter(
        ~Q(Exists(explained)), team__in=list(teams), seller__in=sellers, limit_at__gte=first
    )
    yield from _read(rows.values_list("deal_id", "seller_id", "team_id", "limit_at", "ended_at"))


def _open(rows: "QuerySet[Deal]", column: str) -> Iterator[_Was]:
    for deal, seller, team, since in rows.values_list("pk", "owner_id", "team_id", column)[: MOST + 1]:
        yield _Was(deal, seller or 0, team, since, None)


def _read(rows: "QuerySet[Any, tuple[Any, ...]]") -> Iterator[_Was]:
    for row in rows[: MOST + 1]:
        yield _Was(*row)
