"""My day beside the queue: the figures of the strip, and which deals need a look.

A seller sees their own deals. A head sees their teams' deals, or those of one of their sellers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Sum

from voronka.domain.ids import TeamId, UserId
from voronka.domain.period import Period
from voronka.domain.permissions import Actor, Everything, Holding
from voronka.domain.pipeline import Stage, StageKind, limit_among
from voronka.domain.task import TaskKind
from voronka.models import Deal, Note, StageCount
from voronka.models import Stage as StageRow
from voronka.queries.board_filter import Sort
from voronka.queries.board_sql import (
    BY_LIMIT,
    ORDERS,
    Column,
    Order,
    Where,
    all_of,
    one_of,
    per_column,
    reaches,
    rows,
    seek,
    visible,
)
from voronka.queries.pipelines import all_pipelines, limits_read
from voronka.queries.queue import read_instant
from voronka.queries.visibility import deal_condition, visible_deals
from voronka.queries.whose_day import MOST, Whose

# Lists beside the tasks show this many and count on to MOST.
SIDE_ROWS = 5
TEAM_ROWS = 12
# How far back mentions are shown.
MENTION_DAYS = 7


@dataclass(frozen=True, slots=True)
class Figures:
    """The strip of numbers, but for those of the queue. Money is in the workspace's currency."""

    open_deals: int
    live_deals: int
    won_amount: Decimal
    won_deals: int
    overdue: int
    overdue_since: datetime | None


@dataclass(frozen=True, slots=True)
class SideDeal:
    """A deal beside the tasks. `since` is when it came to its stage, `limit` how long it may stay there."""

    id: int
    title: str
    client: str
    stage: str
    amount: Decimal | None
    currency: str
    owner: int | None
    owner_name: str
    since: datetime
    limit: timedelta | None
    limit_at: datetime | None
    team: int
    step: str
    step_kind: TaskKind
    due_at: datetime | None
    due_on: date | None
    may_take: bool


@dataclass(frozen=True, slots=True)
class SideDeals:
    """The first of them, and how many there are, counted up to `MOST`.

    `pipelines`, where not all are shown: id and name of those that hold some.
    """

    rows: tuple[SideDeal, ...]
    total: int
    pipelines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A note of the last days that names the person."""

    note: int
    deal: int
    deal_title: str
    author: int | None
    author_name: str
    text: str
    at: datetime


def overdue_count(actor: Actor, now: datetime) -> int:
    """How many of the actor's own open tasks are past due, counted on to MOST, which is told as 99+.

    One query on an index; in SQL, for every page asks, and only so far, for each task is looked up with its deal.
    """
    return int(rows(counting_overdue(actor, now))[0][0])


def counting_overdue(actor: Actor, now: datetime) -> Where:
    """The statement of `overdue_count`, for what asks for more in one go."""
    seen = visible(actor.policy.scope, None)
    return Where(
        "SELECT COUNT(*) FROM (SELECT 1 FROM voronka_task WHERE assignee_id = %s AND state = 'open' AND due_at < %s"  # noqa: S608 - our own names and %s only
        f" AND EXISTS (SELECT 1 FROM voronka_deal WHERE voronka_deal.id = voronka_task.deal_id AND {seen.sql})"
        " LIMIT %s) AS told",
        (actor.id, connection.ops.adapt_datetimefield_value(now), *seen.params, MOST),
    )


def figures(whose: Whose, now: datetime, month: Period) -> Figures:
    """The numbers of the strip, as they are now. Four queries."""
    late, since = _late(whose, now)
    deals, amount = _won(whose, month)
    open_deals = _open_deals(whose)
    return Figures(
        open_deals=open_deals,
        live_deals=open_deals - late,
        won_amount=Decimal(amount or 0) / 100,
        won_deals=deals,
        overdue=late,
        overdue_since=None if since is None else read_instant(since),
    )


def _held(whose: Whose) -> Where:
    """The condition on a deal's row that it is one of those counted: the person's, or all that a head sees."""
    return visible(whose.actor.policy.scope, None if whose.is_team else whose.person)


def _late(whose: Whose, now: datetime) -> tuple[int, Any]:
    """How many open deals have an overdue step, and since when the oldest."""
    late = Where("is_open AND next_step_at < %s", (_stored(now),)) & _held(whose)
    if whose.is_team and isinstance(whose.actor.policy.scope, Everything):
        # No index is by the step alone; those of the board are by the stage, too.
        late &= one_of("stage_id", [stage.id for stage in _open_stages()])
    ((count, since),) = rows(
        Where(f"SELECT COUNT(*), MIN(next_step_at) FROM voronka_deal WHERE {late.sql}", late.params)  # noqa: S608 - our own names and %s only
    )
    return count, since


def _won(whose: Whose, month: Period) -> tuple[int, Any]:
    """How many deals were won in the month, and their sum in hundredths."""
    won = one_of("stage_id", list(StageRow.objects.filter(kind=StageKind.WON).values_list("id", flat=True)))
    won &= Where(
        "NOT is_open AND closed_at >= %s AND closed_at < %s", (_stored(month.start), _stored(month.end))
    )
    won &= _held(whose)
    ((count, amount),) = rows(
        Where(f"SELECT COUNT(*), SUM(amount_base) FROM voronka_deal WHERE {won.sql}", won.params)  # noqa: S608 - our own names and %s only
    )
    return count, amount


def _stored(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def over_limit(whose: Whose, now: datetime) -> SideDeals:
    """Open deals that stay at their stage longer than its limit, the longest over it first."""
    over = Where("limit_at <= %s", (_stored(now),))
    found = _side(whose, BY_LIMIT, over, SIDE_ROWS)
    if found.total <= len(found.rows):
        return found
    holding = _pipelines_with(whose, BY_LIMIT, over)
    return replace(found, pipelines=tuple((one.id, one.name) for one in all_pipelines() if one.id in holding))


def team_overdue(whose: Whose, now: datetime) -> SideDeals:
    """Deals of the head's sellers whose next step is overdue, the longest waiting first."""
    if not whose.is_team:
        return SideDeals((), 0)
    late = Where("next_step_at < %s AND (owner_id IS NULL OR owner_id <> %s)", (_stored(now), whose.person))
    return _side(whose, ORDERS[Sort.NEXT_STEP], late, TEAM_ROWS)


def unsorted_deals(whose: Whose) -> SideDeals:
    """What nobody owns yet of the actor's teams, the oldest first. Three queries."""
    held = _nobodys(whose) if whose.is_own else []
    if not held:
        return SideDeals((), 0)
    oldest = rows(all_of([_oldest_free(stage, team) for stage, team, _ in held]))
    ids = [id for id, _ in sorted(oldest, key=lambda row: (row[1], row[0]))[:SIDE_ROWS]]
    free = visible_deals(whose.actor).filter(pk__in=ids, is_open=True, owner=None)
    found = free.order_by("created_at", "id").values_list(*_SIDE_COLUMNS)
    made = tuple(_side_deal(row, whose.actor) for row in found)
    return SideDeals(made, min(MOST, sum(deals for _, _, deals in held)))


def _nobodys(whose: Whose) -> list[tuple[int, int, int]]:
    """The stages and teams of the actor where deals wait for an owner, and how many; by the counters."""
    counts = StageCount.objects.filter(owner_key=0, deals__gt=0)
    if not isinstance(whose.actor.policy.scope, Everything):
        counts = counts.filter(team__in=whose.actor.teams)
    return list(counts.values_list("stage_id", "team_id", "deals"))


def _oldest_free(stage: int, team: int) -> Where:
    """The oldest deals of a stage and team that nobody owns, as (id, created_at): one seek in the board's index."""
    return Where(
        "SELECT id, created_at FROM voronka_deal WHERE is_open AND owner_id IS NULL AND team_id = %s"  # noqa: S608 - our own names and %s only
        f" AND stage_id = %s ORDER BY created_at, id LIMIT {SIDE_ROWS:d}",
        (team, stage),
    )


def mentions(whose: Whose, now: datetime) -> tuple[Mention, ...]:
    """Notes of the last days that name the person, on deals the actor may see, newest first."""
    notes = Note.objects.filter(
        deal_condition(whose.actor, "deal__"),
        mentions=whose.person,
        removed_at=None,
        created_at__gte=now - timedelta(days=MENTION_DAYS),
    ).order_by("-id")
    rows = notes.values_list("id", "deal", "deal__title", "author", "author__name", "text", "created_at")
    return tuple(Mention(*row[:4], row[4] or "", row[5][:240], row[6]) for row in rows[:SIDE_ROWS])


def _open_stages() -> list[Stage]:
    return [stage for pipeline in all_pipelines() for stage in pipeline.columns]


def _open_deals(whose: Whose) -> int:
    counts = StageCount.objects.all()
    if not whose.is_team:
        counts = counts.filter(owner_key=whose.person)
    if whose.actor.team is not None or whose.actor.teams:
        counts = counts.filter(team__in=whose.actor.teams)
    return counts.aggregate(sum=Sum("deals"))["sum"] or 0


def _holding(owner: int | None, team: int | None) -> Holding:
    return Holding(None if owner is None else UserId(owner), None if team is None else TeamId(team))


_SIDE_COLUMNS = (
    "id", "title", "company__name", "contact__name", "stage__name", "amount", "currency", "owner",
    "owner__name", "entered_at", "stage__limit", "stage__limits", "amount_base", "source", "limit_at", "next_task__title", "next_task__kind", "next_step_at", "next_task__due_on", "team",
)  # fmt: skip


def _side(whose: Whose, order: Order, condition: Where, shown: int) -> SideDeals:
    """The first of all stages together, and how many there are up to MOST. Two queries.

    Each stage is a seek of its own in the board's index, where all of them at once would have to be sorted.
    """
    found = _seek_stages(whose, order, condition, MOST)
    first = sorted(found, key=lambda row: (row[1], row[0]))[:shown]
    return SideDeals(_shown([id for id, _ in first], whose.actor), min(MOST, len(found)))


def _pipelines_with(whose: Whose, order: Order, condition: Where) -> set[int]:
    """The pipelines that hold some: one deal of each stage tells. Two queries."""
    found = _seek_stages(whose, order, condition, 1)
    deals = Deal.objects.filter(pk__in=[id for id, _ in found])
    return set(deals.order_by().values_list("pipeline", flat=True).distinct())


def _seek_stages(whose: Whose, order: Order, condition: Where, limit: int) -> list[tuple[int, Any]]:
    """Up to `limit` deals of each open stage, as (id, sort key), in no order."""
    ways = reaches(whose.actor.policy.scope, None if whose.is_team else whose.person)

    def part(column: Column) -> Where | None:
        return seek(ways, column, order, condition, limit)

    asked = per_column(_open_stages(), part) if ways else None
    return [] if asked is None else rows(asked)


def _shown(ids: Sequence[int], actor: Actor) -> tuple[SideDeal, ...]:
    """These deals in this order."""
    known = {
        row[0]: _side_deal(row, actor) for row in Deal.objects.filter(pk__in=ids).values_list(*_SIDE_COLUMNS)
    }
    return tuple(known[id] for id in ids if id in known)


def _side_deal(row: tuple[Any, ...], actor: Actor) -> SideDeal:
    (
        id,
        title,
        company,
        contact,
        stage,
        amount,
        currency,
        owner,
        owner_name,
        since,
        limit,
        limits,
        amount_base,
        source,
        limit_at,
        step,
        kind,
        due,
        due_on,
        team,
    ) = row
    return SideDeal(
        id=id,
        title=title,
        client=company or contact or "",
        stage=stage,
        amount=amount,
        currency=currency,
        owner=owner,
        owner_name=owner_name or "",
        since=since,
        limit=limit_among(limits_read(limits), limit, amount_base, source),
        limit_at=limit_at,
        team=team,
        step=step or "",
        step_kind=TaskKind(kind or TaskKind.OTHER),
        due_at=due,
        due_on=due_on,
        may_take=actor.policy.may_take(_holding(owner, team)),
    )
