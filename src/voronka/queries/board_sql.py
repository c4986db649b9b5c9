"""The SQL of the board: one seek in a partial index per column and way of seeing it, never a scan or an OFFSET.

Written by hand because the ORM can't say it. SQLite gets a UNION ALL of one ordered, limited seek per column,
each held to its index (`INDEXED BY` refuses rather than scans). PostgreSQL gets one LATERAL seek, joined to the
columns: it plans that once, where eight seeks cost it more planning than reading.

Parts are `Where`: SQL with %s, and its parameters. No value from outside ever becomes part of the text.
"""
# ruff: noqa: S608 - the statements are made of our own names and %s only

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never

from django.db import connection

from voronka.domain.ids import TeamId
from voronka.domain.permissions import Everything, OfOwner, OfTeams, Scope
from voronka.domain.pipeline import Stage
from voronka.domain.search_access import DocumentKind, document_id, documents_of
from voronka.domain.search_text import SHORTEST, phone_digits, readings
from voronka.queries.board_filter import NOBODY, DealFilter, Sort
from voronka.queries.paging import Cursor
from voronka.queries.statements import fetch


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a deal's row, or a whole query."""

    sql: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        if not (self.sql and other.sql):
            return self if self.sql else other
        return Where(f"{self.sql} AND {other.sql}", self.params + other.params)


ALWAYS = Where("")
NEVER = Where("1 = 0")


# -- orders -------------------------------------------------------------------------------------------------------


def instant(text: str) -> datetime:
    """An instant that a query gave as text. SQLite keeps UTC without saying so, PostgreSQL says +00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Order:
    """A sort as columns: the key, whether the largest comes first, and its name in the indexes.

    `shown`: the place of the key among a card's columns, where the card shows it as it is.
    """

    key: str
    falling: bool
    index: str
    kind: type[datetime] | type[int]
    shown: int | None = None

    def by(self, key: str) -> str:
        """The ORDER BY list; the id breaks ties, so that no page ever repeats or skips a card."""
        way = "DESC" if self.falling else "ASC"
        return f"{key} {way}, id {way}"

    def key_of(self, raw: Any) -> datetime | int:
        """A key as a raw query gave it."""
        return instant(raw) if self.kind is datetime else int(raw)

    def after(self, cursor: Cursor) -> Where:
        """The rows behind the cursor."""
        sign = "<" if self.falling else ">"
        return Where(f"({self.key}, id) {sign} (%s, %s)", (_stored(cursor.key), cursor.id))


ORDERS = {
    Sort.NEXT_STEP: Order("next_step_at", falling=False, index="next", kind=datetime, shown=6),
    Sort.CREATED: Order("created_at", falling=True, index="created", kind=datetime),
    Sort.ENTERED: Order("entered_at", falling=False, index="entered", kind=datetime, shown=7),
    Sort.AMOUNT: Order("amount_base", falling=True, index="amount", kind=int),
}
BY_LIMIT = Order("limit_at", falling=False, index="limit", kind=datetime)


def order_for(asked: DealFilter) -> Order:
    """The order whose index leads straight to what a filter asks for."""
    if asked.overdue:
        return ORDERS[Sort.NEXT_STEP]
    if asked.over_limit:
        return BY_LIMIT
    if asked.stage_days is not None:
        return ORDERS[Sort.ENTERED]
    return ORDERS[Sort.AMOUNT]


# -- columns ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A stage within a query."""

    id: str
    at: Where


# On PostgreSQL a query is written once, for any column: `col` is the row of VALUES that it is joined to.
_ANY_COLUMN = Column("col.stage_id", Where("stage_id = col.stage_id"))


def column_of(stage: Stage) -> Column:
    """One stage."""
    return Column(f"{stage.id:d}", Where("stage_id = %s", (stage.id,)))


def per_column(stages: Sequence[Stage], part: Callable[[Column], Where | None]) -> Where | None:
    """The rows of `part` for every stage; None when there can be none."""
    if not stages:
        return None
    if connection.vendor == "postgresql":
        made = part(_ANY_COLUMN)
        return None if made is None else _lateral(stages, made)
    parts = [made for stage in stages if (made := part(column_of(stage))) is not None]
    return all_of(parts) if parts else None


def _lateral(stages: Sequence[Stage], part: Where) -> Where:
    values = ", ".join(["(%s::integer)"] * len(stages))
    return Where(
        f"SELECT part.* FROM (VALUES {values}) AS col(stage_id) CROSS JOIN LATERAL ({part.sql}) AS part",
        tuple(stage.id for stage in stages) + part.params,
    )


# -- what is seen -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reach:
    """One way in which deals of a stage are seen, and the index that leads there: board_<order>_<through>.

    With `teams`, only theirs; the index then begins with the team, and is sought in once for each.
    """

    through: str = ""
    where: Where = ALWAYS
    teams: tuple[TeamId, ...] = ()


def reaches(scope: Scope, owner: int | None) -> list[Reach]:
    """The ways in which `scope` sees open deals; no deal is seen in two of them. None: it sees nothing.

    `owner` narrows to one owner, or NOBODY.
    """
    match scope:
        case Everything():
            return [Reach() if owner is None else Reach("owner", _owned_by(owner))]
        case OfTeams(teams):
            return _of_teams(tuple(sorted(teams)), owner)
        case OfOwner(user, team):
            own = [Reach("owner", _owned_by(user))] if owner in {None, user} else []
            free = [Reach("free", _owned_by(NOBODY), (team,))] if team is not None and not owner else []
            return own + free
        case other:
            assert_never(other)


def _of_teams(teams: tuple[TeamId, ...], owner: int | None) -> list[Reach]:
    if not teams:
        return []
    if owner is None:
        return [Reach("team", teams=teams)]
    if owner == NOBODY:
        return [Reach("free", _owned_by(NOBODY), teams)]
    return [Reach("owner", _owned_by(owner) & one_of("team_id", teams))]


def _owned_by(owner: int) -> Where:
    return Where("owner_id IS NULL") if owner == NOBODY else Where("owner_id = %s", (owner,))


def visible(scope: Scope, owner: int | None) -> Where:
    """The same as one condition on a row, for deals that are asked for by id."""
    ways = [f"({_whole(way).sql or '1 = 1'})" for way in reaches(scope, owner)]
    params = tuple(param for way in reaches(scope, owner) for param in _whole(way).params)
    return Where(f"({' OR '.join(ways)})", params) if ways else NEVER


def _whole(reach: Reach) -> Where:
    return reach.where & one_of("team_id", reach.teams) if reach.teams else reach.where


# -- filters ------------------------------------------------------------------------------------------------------


def passes(asked: DealFilter, now: datetime) -> Where:
    """The filter, but for the owner, as a condition on the deals of a column."""
    passing = ALWAYS
    for condition in _conditions(asked, now):
        passing &= condition
    return passing


def _conditions(asked: DealFilter, now: datetime) -> Iterable[Where]:
    if asked.overdue:
        yield Where("next_step_at < %s", (_stored(now),))
    if asked.over_limit:
        yield Where("limit_at <= %s", (_stored(now),))
    if asked.stage_days is not None:
        yield Where("entered_at <= %s", (_stored(now - timedelta(days=asked.stage_days)),))
    if asked.amount_to is not None and not asked.amount_from:
        # An unknown amount counts as nothing in sums, but it is not less than anything.
        yield Where("amount IS NOT NULL")
    if asked.amount_from is not None:
        yield Where("amount_base >= %s", (_hundredths(asked.amount_from),))
    if asked.amount_to is not None:
        yield Where("amount_base <= %s", (_hundredths(asked.amount_to),))
    if asked.text:
        yield _text(asked.text)
    if asked.tag:
        yield Where("id IN (SELECT deal_id FROM voronka_dealtag WHERE UPPER(name) = UPPER(%s))", (asked.tag,))


def _text(text: str) -> Where:
    found = deals_with(text)
    return NEVER if found is None else Where(f"id IN ({found.sql})", found.params)


def deals_with(text: str) -> Where | None:
    """The ids of deals whose search document holds every word, in one of the readings of the text, or the digits.

    A query; None when there is nothing to look for.
    """
    read = [reading.split(" ") for reading in readings(text)]
    digits = phone_digits(text)
    read += [[digits]] if digits is not None else []
    if not read:
        return None
    looked_up = [_documents_with(words) for words in read]
    # A UNION, for a virtual table that is asked for this OR that is read from end to end.
    either = " UNION ".join(documents.sql for documents in looked_up)
    params = tuple(param for documents in looked_up for param in documents.params)
    return Where(f"SELECT id - %s FROM ({either}) AS found", (document_id(DocumentKind.DEAL, 0), *params))


def _documents_with(words: Sequence[str]) -> Where:
    """The ids of deals' documents that hold all the words."""
    between = documents_of(DocumentKind.DEAL)
    if connection.vendor != "sqlite":
        each = " AND ".join(["text LIKE %s"] * len(words))
        patterns = [f"%{word.replace('_', chr(92) + '_')}%" for word in words]
        sql = f"SELECT id FROM voronka_searchdocument WHERE id BETWEEN %s AND %s AND {each}"
        return Where(sql, (*between, *patterns))
    # The trigram index knows what has three signs or more; GLOB looks into the documents that are left for the rest.
    known = [word for word in words if len(word) >= SHORTEST]
    match = " AND ".join(f'text : "{word.replace(chr(34), chr(34) * 2)}"' for word in known)
    conditions = ["voronka_search_fts MATCH %s"] if known else []
    conditions += ["text GLOB %s"] * (len(words) - len(known))
    short = [f"*{word}*" for word in words if len(word) < SHORTEST]
    sql = f"SELECT rowid AS id FROM voronka_search_fts WHERE rowid BETWEEN %s AND %s AND {' AND '.join(conditions)}"
    return Where(sql, (*between, *([match] if known else []), *short))


def one_of(column: str, values: Sequence[Any]) -> Where:
    """The column holds one of the values; never, when there are none."""
    if not values:
        return NEVER
    return Where(f"{column} IN ({', '.join(['%s'] * len(values))})", tuple(values))


def _hundredths(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _stored(value: Any) -> Any:
    """A value as the database compares it: SQLite keeps instants as text."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


# -- reading ------------------------------------------------------------------------------------------------------


def seek(ways: Sequence[Reach], column: Column, order: Order, more: Where, limit: int) -> Where | None:
    """The first `limit` deals of a column, seen in any of the ways, as (id, sort_key)."""
    seeks = [one for way in ways for one in _seeks(way, column, order, more, limit)]
    return merged(seeks, order, limit) if seeks else None


def _seeks(way: Reach, column: Column, order: Order, more: Where, limit: int) -> list[Where]:
    where = way.where & column.at & more
    if not way.teams:
        return [_seek(way, order, where, limit)]
    if len(way.teams) > 1 and connection.vendor == "postgresql":
        each = _seek(way, order, Where("team_id = team.id") & where, limit)
        sql = f"SELECT each.* FROM unnest(%s::integer[]) AS team(id) CROSS JOIN LATERAL ({each.sql}) AS each"
        return [Where(f"{sql} ORDER BY {order.by('sort_key')} LIMIT {limit:d}", ([*way.teams], *each.params))]
    return [_seek(way, order, Where("team_id = %s", (team,)) & where, limit) for team in way.teams]


def _seek(way: Reach, order: Order, where: Where, limit: int) -> Where:
    return Where(
        f"SELECT id, {order.key} AS sort_key FROM {_table(way, order)}"
        f" WHERE is_open AND {where.sql} ORDER BY {order.by(order.key)} LIMIT {limit:d}",
        where.params,
    )


def counted(ways: Sequence[Reach], column: Column, order: Order, more: Where, figures: str) -> Where | None:
    """Aggregates over all deals of a column, a row for each way; `order` is the one whose index serves `more`."""
    parts = []
    for way in ways:
        where = _whole(way) & column.at & more
        sql = f"SELECT {column.id} AS stage_id, {figures} FROM {_table(way, order)} WHERE is_open AND {where.sql}"
        parts.append(Where(sql, where.params))
    return all_of(parts) if parts else None


def _table(way: Reach, order: Order) -> str:
    if connection.vendor != "sqlite":
        return "voronka_deal"
    return f"voronka_deal INDEXED BY board_{order.index}{'_' if way.through else ''}{way.through}"


def merged(seeks: Sequence[Where], order: Order, limit: int) -> Where:
    """The first `limit` of several seeks together."""
    if len(seeks) == 1:
        return seeks[0]
    every = all_of(seeks)
    return Where(f"{every.sql} ORDER BY {order.by('sort_key')} LIMIT {limit:d}", every.params)


def all_of(parts: Sequence[Where]) -> Where:
    """UNION ALL; each part in its own parentheses, for a part may have a LIMIT."""
    if len(parts) == 1:
        return parts[0]
    sql = " UNION ALL ".join(f"SELECT * FROM ({part.sql}) AS part{i}" for i, part in enumerate(parts))
    return Where(sql, tuple(param for part in parts for param in part.params))


def rows(query: Where) -> list[Any]:
    """Run a query."""
    return fetch(query.sql, query.params, prepared="LIKE %s" not in query.sql)
