"""The head's morning: what happened since the last working day began, and how each seller stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum

from voronka.domain.capacity import Capacity
from voronka.domain.period import Period, midnight, month_of
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.working_time import Calendar
from voronka.domain.zero_days import Streak
from voronka.models import Deal, Stage
from voronka.queries.board_sql import Where, instant, one_of, rows
from voronka.queries.capacity import capacities
from voronka.queries.plan import planned_for
from voronka.queries.problems import Rules, Tally, by_seller
from voronka.queries.visibility import visible_deals
from voronka.queries.whose_day import Seller, sellers_of
from voronka.queries.workspace import workspace
from voronka.queries.zero_days import streaks

# Closed deals of yesterday that are named; the rest is counted.
CLOSED_ROWS = 5


@dataclass(frozen=True, slots=True)
class SellerLine:
    """One seller this morning. Money is in the workspace's currency; `planned` 0: nothing is."""

    seller: Seller
    tally: Tally
    overdue_since: datetime | None
    streak: Streak
    capacity: Capacity
    won: Decimal
    planned: Decimal


@dataclass(frozen=True, slots=True)
class ClosedDeal:
    """A deal that was won or lost. `reason` of a lost one, empty for none."""

    id: int
    title: str
    client: str
    owner: int | None
    owner_name: str
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """What was won, or lost, in a time: the largest of them, how many in all and their sum."""

    rows: tuple[ClosedDeal, ...]
    deals: int
    amount: Decimal


def seller_lines(actor: Actor, rules: Rules) -> list[SellerLine]:
    """The actor's sellers, those with the most problem deals first. About fifteen queries, however many they are."""
    sellers = sellers_of(actor)
    ids = [one.id for one in sellers]
    tallies, since = by_seller(actor, rules, ids), _overdue_since(ids, rules.now)
    rows_of, capacity = streaks(ids), capacities(ids, rules.now)
    zone = ZoneInfo(workspace().time_zone)
    won = _won_by(actor, ids, month_of(rules.now, zone))
    plans = planned_for(ids, rules.now.astimezone(zone).date().replace(day=1))
    lines = [
        SellerLine(
            seller=one,
            tally=tallies.get(one.id, Tally()),
            overdue_since=since.get(one.id),
            streak=rows_of.get(one.id, Streak(0, 0)),
            capacity=capacity[one.id],
            won=won.get(one.id, Decimal(0)),
            planned=plans.get(one.id, Decimal(0)),
        )
        for one in sellers
    ]
    return sorted(lines, key=lambda line: (-line.tally.deals, line.seller.name))


def last_working_day(calendar: Calendar, today: date, zone: ZoneInfo) -> Period:
    """From the beginning of the last working day before today to the end of yesterday, by the clocks of a zone."""
    day = today - timedelta(days=1)
    while not calendar.hours(day) and today - day < timedelta(days=14):
        day -= timedelta(days=1)
    return Period(midnight(day, zone), midnight(today, zone))


def closed_in(actor: Actor, kind: StageKind, time: Period) -> Closed:
    """What went to an exit in a time, the largest first. Two queries on the index of closed deals."""
    deals = _closed(actor, kind, time)
    sums = deals.aggregate(n=Count("id"), amount=Sum("amount_base"))
    if not sums["n"]:
        return Closed((), 0, Decimal(0))
    columns = (
        "id",
        "title",
        "company__name",
        "contact__name",
        "owner",
        "owner__name",
        "amount_base",
        "lost_reason__name",
    )
    found = deals.order_by("-amount_base", "id").values_list(*columns)[:CLOSED_ROWS]
    shown = tuple(
        ClosedDeal(id, title, company or contact or "", owner, name or "", amount, reason or "")
        for id, title, company, contact, owner, name, amount, reason in found
    )
    return Closed(shown, sums["n"], sums["amount"] or Decimal(0))


def _closed(actor: Actor, kind: StageKind, time: Period) -> QuerySet[Deal]:
    exits = list(Stage.objects.filter(kind=kind, pipeline__draft_of=None).values_list("id", flat=True))
    within = {"closed_at__gte": time.start, "closed_at__lt": time.end}
    return visible_deals(actor).filter(stage__in=exits, is_open=False, **within)


def _won_by(actor: Actor, sellers: Sequence[int], month: Period) -> Mapping[int, Decimal]:
    won = _closed(actor, StageKind.WON, month).filter(owner__in=sellers).order_by()
    return {owner or 0: amount for owner, amount in won.values_list("owner").annotate(sum=Sum("amount_base"))}


def _overdue_since(sellers: Sequence[int], now: datetime) -> Mapping[int, datetime]:
    """When the oldest overdue step of each was due; one seek for each."""
    who = one_of("who.id", sellers)
    oldest = "SELECT MIN(next_step_at) FROM voronka_deal WHERE is_open AND owner_id = who.id"
    sql = f"SELECT who.id, CAST(({oldest}) AS TEXT) FROM voronka_user who WHERE {who.sql}"  # noqa: S608 - our own names and %s only
    told = {id: instant(at) for id, at in rows(Where(sql, who.params)) if at is not None}
    return {id: at for id, at in told.items() if at < now}
