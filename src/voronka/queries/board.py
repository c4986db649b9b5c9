"""The board: columns of open deals as an actor sees them, with counts, sums, paging and filters.

A page costs one query for all cards, one for the counters; the funnel comes from a cache (see conversion.py).
"""
# ruff: noqa: S608 - the statements are made of our own names and %s only

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from voronka.domain.ids import StageId, UserId
from voronka.domain.permissions import Actor, Everything, OfOwner, OfTeams, Scope
from voronka.domain.pipeline import Pipeline, Stage
from voronka.models import User
from voronka.queries.board_filter import NOBODY, Asked, DealFilter
from voronka.queries.board_sql import (
    ALWAYS,
    ORDERS,
    Column,
    Order,
    Where,
    all_of,
    counted,
    one_of,
    order_for,
    passes,
    per_column,
    reaches,
    rows,
    seek,
    visible,
)
from voronka.queries.paging import Cursor

# A screen and a half of a usual monitor, the next come while it is scrolled; each card more is another five look-ups
# for each of eight columns.
FIRST_CARDS = 12
MORE_CARDS = 40
# A change of more deals at once than this is told as a whole new board.
MOST_CHANGED = 60


class CardRow(NamedTuple):
    """What a card shows, just as the database gave it, so that equal rows are equal cards.

    Instants are the database's own text (see board_sql.instant): most cards are drawn already, and theirs need
    not be read. `amount` and `amount_base` are in hundredths.
    """

    id: int
    stage: int
    version: int
    title: str
    amount: int | None
    currency: str
    due_at: str
    entered_at: str
    owner: int | None
    owner_name: str | None
    task_kind: str
    task_title: str
    contact_name: str | None
    contact_city: str | None
    contact_zone: str | None
    company_name: str | None
    company_city: str | None
    company_zone: str | None
    phone: str | None
    team: int
    amount_base: int
    source: str
    limit_at: str | None
    due_on: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open deals there are, and their sum in the workspace's currency."""

    deals: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards of a column in their order. `after`: where the next ones begin, None when these are the last."""

    shown: tuple[CardRow, ...] = ()
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and the card that follows it in its column, None when it is the column's last."""

    row: CardRow
    before: int | None


# The phone is looked up only where the card has no company to show.
_CARD = """d.id, d.stage_id, d.version, d.title, d.amount, d.currency,
 CAST(d.next_step_at AS TEXT), CAST(d.entered_at AS TEXT), d.owner_id, o.name, t.kind, t.title, c.name, c.city, c.time_zone, f.name, f.city, f.time_zone,
 CASE WHEN d.company_id IS NULL THEN
 (SELECT p.e164 FROM voronka_phone p WHERE p.contact_id = d.contact_id ORDER BY p.id LIMIT 1) END,
 d.team_id, d.amount_base, d.source, CAST(d.limit_at AS TEXT), CAST(t.due_on AS TEXT)"""
_JOINS = """JOIN voronka_deal d ON d.id = found.id
 JOIN voronka_task t ON t.id = d.next_task_id
 LEFT JOIN voronka_user o ON o.id = d.owner_id
 LEFT JOIN voronka_contact c ON c.id = d.contact_id
 LEFT JOIN voronka_company f ON f.id = d.company_id"""
# The same joins for PostgreSQL, in an order it need not look for: OFFSET 0 keeps each a look-up of its own, or it
# spends half as long on choosing among all orders as on reading.
_LOOK_UPS = """JOIN voronka_deal d ON d.id = found.id
 JOIN LATERAL (SELECT kind, title, due_on FROM voronka_task WHERE id = d.next_task_id OFFSET 0) t ON TRUE
 LEFT JOIN LATERAL (SELECT name FROM voronka_user WHERE id = d.owner_id OFFSET 0) o ON TRUE
 LEFT JOIN LATERAL (SELECT name, city, time_zone FROM voronka_contact WHERE id = d.contact_id OFFSET 0) c ON TRUE
 LEFT JOIN LATERAL (SELECT name, city, time_zone FROM voronka_company WHERE id = d.company_id OFFSET 0) f ON TRUE"""


def cards(actor: Actor, stages: Sequence[Stage], asked: Asked, now: datetime) -> dict[StageId, Cards]:
    """The first cards of each stage. One query."""
    order = ORDERS[asked.sort]
    columns: dict[int, list[Any]] = {stage.id: [] for stage in stages}
    for row in _card_rows(_seek(actor, stages, asked, now, FIRST_CARDS + 1), order):
        columns[row[2]].append(row)
    return {stage.id: _page(columns[stage.id], order, FIRST_CARDS) for stage in stages}


def more_cards(actor: Actor, stage: Stage, asked: Asked, now: datetime, after: Cursor) -> Cards:
    """The cards of a column behind the cursor. One query."""
    order = ORDERS[asked.sort]
    found = _card_rows(_seek(actor, [stage], asked, now, MORE_CARDS + 1, order.after(after)), order)
    return _page(found, order, MORE_CARDS)


def placed_cards(
    actor: Actor, pipeline: Pipeline, asked: Asked, now: datetime, deals: Sequence[int]
) -> list[Placed]:
    """Those of the deals that the board shows now, each with its place in its column. Two queries."""
    order = ORDERS[asked.sort]
    found = _card_rows(_by_id(actor, pipeline, asked, now, deals[:MOST_CHANGED]), order)
    found.sort(key=_key(order), reverse=order.falling)
    following = _following(actor, pipeline, asked, now, found)
    return [Placed(CardRow._make(row[1:]), following.get(row[1])) for row in found]


def tallies(actor: Actor, stages: Sequence[Stage], asked: DealFilter, now: datetime) -> dict[StageId, Tally]:
    """Count and sum of each stage: of the counters when nothing is filtered out, else of the deals themselves."""
    plain = DealFilter(owner=asked.owner) == asked
    query = _counters(actor.policy.scope, stages, asked.owner) if plain else _sums(actor, stages, asked, now)
    found: dict[StageId, Tally] = {}
    for stage, deals, amount in rows(query) if query is not None else ():
        found[StageId(stage)] = Tally(int(deals), Decimal(amount).scaleb(-2))
    return {stage.id: found.get(stage.id, Tally()) for stage in stages}


def counts(actor: Actor, stages: Sequence[Stage], asked: DealFilter, now: datetime) -> dict[StageId, int]:
    """How many deals of each stage pass a filter; by an index alone for what the views ask."""
    found: defaultdict[int, int] = defaultdict(int)
    query = _aggregates(actor, stages, asked, now, "COUNT(*) AS deals")
    for stage, deals in rows(query) if query is not None else ():
        found[stage] += deals
    return {stage.id: found[stage.id] for stage in stages}


@dataclass(frozen=True, slots=True)
class OwnerTally:
    """A colleague with open deals in a pipeline; the owner NOBODY stands for deals without one."""

    owner: int
    name: str
    deals: int


def owners(actor: Actor, pipeline: Pipeline) -> list[OwnerTally]:
    """Whose open deals the actor sees in a pipeline, by name; nobody's first. One query."""
    seen = one_of("stage_id", [stage.id for stage in pipeline.columns])
    seen &= _counters_of(actor.policy.scope, None)
    found = rows(
        Where(
            "SELECT held.owner_key, u.name, held.deals FROM (SELECT owner_key, SUM(deals) AS deals"
            f" FROM voronka_stagecount WHERE {seen.sql} GROUP BY owner_key) AS held"
            " LEFT JOIN voronka_user u ON u.id = held.owner_key WHERE held.deals > 0",
            seen.params,
        )
    )
    told = [OwnerTally(owner, name or "", int(deals)) for owner, name, deals in found]
    return sorted(told, key=lambda one: (one.owner != NOBODY, one.name.casefold(), one.owner))


def owner_name(actor: Actor, owner: int) -> str | None:
    """The name of a colleague whom the actor leads, None for anybody else. One query."""
    users = User.objects.filter(pk=owner)
    if not isinstance(actor.policy.scope, Everything):
        users = users.filter(team__in=actor.teams)
    return users.values_list("name", flat=True).first()


# -- cards --------------------------------------------------------------------------------------------------------


def _seek(
    actor: Actor, stages: Sequence[Stage], asked: Asked, now: datetime, limit: int, after: Where = ALWAYS
) -> Where | None:
    """The first `limit` deals of each stage as (id, sort_key), None when there can be none."""
    order, ways = ORDERS[asked.sort], reaches(actor.policy.scope, asked.filter.owner)

    def first(column: Column) -> Where | None:
        return seek(ways, column, order, passes(asked.filter, now) & after, limit)

    return per_column(stages, first)


def _by_id(
    actor: Actor, pipeline: Pipeline, asked: Asked, now: datetime, deals: Sequence[int]
) -> Where | None:
    order = ORDERS[asked.sort]
    seen = Where("is_open") & one_of("id", deals) & visible(actor.policy.scope, asked.filter.owner)

    def those(column: Column) -> Where:
        where = seen & column.at & passes(asked.filter, now)
        return Where(f"SELECT id, {order.key} AS sort_key FROM voronka_deal WHERE {where.sql}", where.params)

    return per_column(pipeline.columns, those)


def _following(
    actor: Actor, pipeline: Pipeline, asked: Asked, now: datetime, found: Sequence[Any]
) -> Mapping[int, int]:
    """Deal -> the deal that comes after it in its column."""
    order, parts = ORDERS[asked.sort], []
    for row in found:
        (key, id), stage_id = _key(order)(row), row[2]
        after = order.after(Cursor(order.key_of(key), id))
        stages = [stage for stage in pipeline.columns if stage.id == stage_id]
        following = _seek(actor, stages, asked, now, 1, after)
        if following is not None:
            sql = f"SELECT {id:d} AS deal, following.id AS following FROM ({following.sql}) AS following"
            parts.append(Where(sql, following.params))
    return dict(rows(all_of(parts))) if parts else {}


def _card_rows(found: Where | None, order: Order) -> list[Any]:
    """Rows of (sort key, *CardRow), in no order; see `_key`. Instants as text sort as they do as instants."""
    if found is None:
        return []
    key = "CAST(found.sort_key AS TEXT)" if order.kind is datetime else "found.sort_key"
    if order.shown is not None:
        # An instant is made text once; that is a tenth of a board on PostgreSQL.
        key = "NULL"
    if connection.vendor == "postgresql":
        return rows(Where(f"SELECT {key}, {_CARD} FROM ({found.sql}) AS found {_LOOK_UPS}", found.params))
    # As one value: between two rows of SQLite Python lets its other threads run, which then have to take turns
    # at every card.
    every = f"SELECT json_group_array(json_array({key}, {_CARD})) FROM ({found.sql}) AS found {_JOINS}"
    [(told,)] = rows(Where(every, found.params))
    read: list[Any] = json.loads(told)
    return read


def _key(order: Order) -> Callable[[Any], tuple[Any, Any]]:
    """What a row of `_card_rows` is sorted by: its key, where the card does not show it at its own place, and the id."""
    return itemgetter(0 if order.shown is None else 1 + order.shown, 1)


def _page(found: list[Any], order: Order, most: int) -> Cards:
    """The first of the rows as cards; one row more than `most` says that there are more."""
    found.sort(key=_key(order), reverse=order.falling)
    shown = found[:most]
    last = shown[-1] if len(found) > most else None
    after = None if last is None else Cursor(order.key_of(_key(order)(last)[0]), last[1])
    return Cards(tuple(CardRow._make(row[1:]) for row in shown), after)


# -- counting -----------------------------------------------------------------------------------------------------


def _counters(scope: Scope, stages: Sequence[Stage], owner: int | None) -> Where | None:
    if owner not in {None, NOBODY} and isinstance(scope, OfOwner) and scope.user != owner:
        return None
    where = one_of("stage_id", [stage.id for stage in stages]) & _counters_of(scope, owner)
    return Where(
        f"SELECT stage_id, SUM(deals), SUM(amount) FROM voronka_stagecount WHERE {where.sql} GROUP BY stage_id",
        where.params,
    )


def _counters_of(scope: Scope, owner: int | None) -> Where:
    narrowed = Where("") if owner is None else Where("owner_key = %s", (owner,))
    match scope:
        case Everything():
            return narrowed
        case OfTeams(teams):
            return narrowed & one_of("team_id", sorted(teams))
        case OfOwner(user, team):
            return narrowed & _own_counters(user, team)


def _own_counters(user: UserId, team: int | None) -> Where:
    return Where("(owner_key = %s OR (owner_key = %s AND team_id = %s))", (user, NOBODY, team or -1))


def _sums(actor: Actor, stages: Sequence[Stage], asked: DealFilter, now: datetime) -> Where | None:
    every = _aggregates(
        actor, stages, asked, now, "COUNT(*) AS deals, COALESCE(SUM(amount_base), 0) AS amount"
    )
    if every is None:
        return None
    sql = f"SELECT stage_id, SUM(deals), SUM(amount) FROM ({every.sql}) AS every_one GROUP BY stage_id"
    return Where(sql, every.params)


def _aggregates(
    actor: Actor, stages: Sequence[Stage], asked: DealFilter, now: datetime, figures: str
) -> Where | None:
    """Figures of the deals that pass a filter; a row for each stage and way of seeing it."""
    ways = reaches(actor.policy.scope, asked.owner)

    def of_column(column: Column) -> Where | None:
        return counted(ways, column, order_for(asked), passes(asked, now), figures)

    return per_column(stages, of_column)
