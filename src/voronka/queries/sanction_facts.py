"""Where a rule of sanctions is broken now: deals whose fact has held for longer than the rule allows (R5).

Each fact is a few seeks along the indexes that problem deals have, for each calendar that the teams work by; what is in
the ledger already, or was let go by a cap, is left out by the same statement.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from voronka.domain.permissions import Role
from voronka.domain.sanctions import Fact, Rule, Stretch
from voronka.domain.working_time import Calendar
from voronka.models import Deal, Explanation, Sanction, SanctionSpared, StageVisit
from voronka.queries.calendars import Calendars, calendars


@dataclass(frozen=True, slots=True)
class Broken:
    """A stretch that is to be entered. `subject`: the step's title, the stage's name, or the question."""

    deal: int
    title: str
    seller: int
    team: int
    stretch: Stretch
    passed_at: datetime
    subject: str


def broken(
    rule: Rule, teams: Collection[int], now: datetime, *, deals: Collection[int] | None = None
) -> Iterator[Broken]:
    """The stretches to be entered by a rule, in these teams and (where named) of these deals only.

    A query or two for each calendar that the teams work by.
    """
    known = calendars()
    for calendar, those in _by_calendar(known, teams):
        yield from _in_calendar(rule, calendar, those, now, deals)


def _by_calendar(known: Calendars, teams: Collection[int]) -> Iterator[tuple[Calendar, list[int]]]:
    each: dict[int | None, list[int]] = defaultdict(list)
    for team in sorted(teams):
        each[known.id_of(team)].append(team)
    for those in each.values():
        yield known.of(those[0]), those


def _in_calendar(
    rule: Rule, calendar: Calendar, teams: list[int], now: datetime, deals: Collection[int] | None
) -> Iterator[Broken]:
    # Who came to it by then has had the whole grace; the calendar counts, and the database compares.
    late = calendar.latest_start(rule.grace, now)
    if rule.starts_at is None or rule.starts_at > late:
        return
    for rows in _of_fact(rule.fact, _held(teams, deals), now):
        found = rows.filter(since__gte=rule.starts_at, since__lte=late)
        found = found.filter(Q(held_at=None) | Q(held_at__lte=late))
        for row in found.filter(~_entered(rule), ~_spared(rule)).values(*_COLUMNS):
            yield _broken(row, rule, calendar)


_COLUMNS = ("id", "title", "owner", "team", "since", "held_at", "subject")


def _held(teams: list[int], deals: Collection[int] | None) -> QuerySet[Deal]:
    """Deals of sellers of these teams, with since when they have held each."""
    others = StageVisit.objects.filter(deal=OuterRef("pk")).exclude(owner=OuterRef("owner"))
    rows = Deal.objects.filter(team__in=teams, owner__role=Role.SELLER, owner__is_active=True)
    rows = rows if deals is None else rows.filter(pk__in=deals)
    return rows.annotate(held_at=Subquery(others.order_by("-id").values("left_at")[:1])).order_by("pk")


def _of_fact(fact: Fact, rows: QuerySet[Deal], now: datetime) -> tuple[QuerySet[Any], ...]:
    """Those that the fact is true of, with `since` when and of what; each a seek of its own."""
    match fact:
        case Fact.OVERDUE:
            late = rows.filter(is_open=True, next_step_at__lt=now)
            return (late.annotate(since=F("next_step_at"), subject=F("next_task__title")),)
        case Fact.OVER_LIMIT:
            over = rows.filter(_unexplained(now), is_open=True, limit_at__lte=now)
            return (over.annotate(since=F("limit_at"), subject=F("stage__name")),)
        case Fact.NOT_EXPLAINED:
            return (_unanswered(rows, now),)
        case Fact.NO_ANSWER:
            quiet = rows.filter(is_open=True).annotate(subject=F("stage__name"))
            never = quiet.filter(heard_at=None).annotate(since=F("created_at"))
            return quiet.filter(heard_at__lt=now).annotate(since=F("heard_at")), never
        case _:
            assert_never(fact)


def _unanswered(rows: QuerySet[Deal], now: datetime) -> QuerySet[Deal]:
    """Asked of somebody who has given the deal away since, a question is moot."""
    waiting = Explanation.objects.filter(answered_at=None, due_at__lt=now)
    own = waiting.filter(deal=OuterRef("pk"), to=OuterRef("owner")).order_by("due_at")
    asked = rows.filter(pk__in=waiting.values("deal"))
    return asked.annotate(
        since=Subquery(own.values("due_at")[:1]), subject=Subquery(own.values("question")[:1])
    )


def _unexplained(now: datetime) -> Q:
    """Nobody is charged for a limit that they have explained since, nor while the term to explain it runs."""
    asked = Explanation.objects.filter(deal=OuterRef("pk"), to=OuterRef("owner"))
    answers = asked.filter(Q(answered_at__gte=OuterRef("limit_at")) | Q(answered_at=None, due_at__gt=now))
    return ~Q(Exists(answers))


def _entered(rule: Rule) -> Q:
    """Whether the deal was charged for it: what began before an entry was made, and holds still, is the same stretch.

    So neither a second late step beneath the first nor a due time that a changed calendar moved is charged again.
    """
    same = Sanction.objects.filter(rule=rule.id, deal=OuterRef("pk"), entered_at__gte=OuterRef("since"))
    return Q(Exists(same))


def _spared(rule: Rule) -> Q:
    """Whether the month's cap let it go."""
    return Q(
        Exists(SanctionSpared.objects.filter(rule=rule.id, deal=OuterRef("pk"), since=OuterRef("since")))
    )


def _broken(row: Mapping[str, Any], rule: Rule, calendar: Calendar) -> Broken:
    stretch = Stretch(row["since"], row["held_at"])
    return Broken(
        deal=row["id"],
        title=row["title"],
        seller=row["owner"],
        team=row["team"],
        stretch=stretch,
        passed_at=stretch.passed_at(rule.grace, calendar),
        subject=row["subject"] or "",
    )
