"""The list of deals: rows in any order, page after page by the place of the last one, with count and sum.

A page costs two or three queries. Open deals in an order that the board has are sought in its indexes; other orders sort
what matches. Closed ones are counted by reading them, open ones by the counters where nothing is filtered out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Lower, NullIf, Upper

from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.task import TaskKind
from voronka.models import Deal, DealTag
from voronka.queries import board_filter
from voronka.queries.board import tallies
from voronka.queries.board_filter import NOBODY, DealFilter
from voronka.queries.board_sql import (
    ORDERS,
    Column,
    Where,
    deals_with,
    passes,
    per_column,
    reaches,
    rows,
    seek,
)
from voronka.queries.board_sql import Order as BoardOrder
from voronka.queries.custom_filter import holding
from voronka.queries.list_filter import ListQuery, Order, Sort, Status
from voronka.queries.list_place import Key, Place, place_text, read_place
from voronka.queries.paging import Cursor
from voronka.queries.tags import tags_of
from voronka.queries.verified_reasons import not_verified_by, verified_names
from voronka.queries.visibility import visible_deals

PAGE = 50
# As many rows at most are fetched anew when something changed.
MOST_SHOWN = 300
_EXPORT_PAGE = 500
_ALL = 2**31 - 2


@dataclass(frozen=True, slots=True)
class Link:
    """Something with a page of its own, by its name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One deal of the list. `limit` is its stage's, while it is open."""

    id: int
    version: int
    title: str
    company: Link | None
    contact: Link | None
    stage: Stage
    is_open: bool
    amount: Decimal | None
    currency: str
    owner: Link | None
    step_kind: TaskKind | None
    step_title: str
    step_at: datetime | None
    step_on: date | None
    created_at: datetime
    entered_at: datetime
    limit: timedelta | None
    limit_at: datetime | None
    team: int
    expected_close_on: date | None
    closed_at: datetime | None
    source: str
    reason: str
    verified: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some rows in their order. `after`: where the next ones begin, empty when these are the last."""

    rows: tuple[ListRow, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Totals:
    """All that match, and their sum in the workspace's currency."""

    deals: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose list of which pipeline, asked when; `tags`: whether the rows say theirs."""

    actor: Actor
    pipeline: Pipeline
    query: ListQuery
    now: datetime
    tags: bool = False


def list_page(wanted: Wanted, after: str = "", limit: int = PAGE) -> ListPage:
    """The rows behind the place `after`; empty: the first ones. Two or three queries, and one for the tags.

    Raises:
        NotFound: somebody made the place up.
    """
    found = _places(wanted, read_place(wanted.query.order, after), limit + 1)
    shown = found[:limit]
    more = place_text(wanted.query.order, shown[-1]) if len(found) > limit else ""
    return ListPage(_rows(wanted, [place.id for place in shown]), more)


def totals(wanted: Wanted) -> Totals:
    """Count and sum of all that match."""
    query = wanted.query
    if query.status is Status.OPEN and not query.filter.text and not query.custom:
        stages = [s for s in wanted.pipeline.columns if query.stage in {None, s.id}]
        found = tallies(wanted.actor, stages, query.filter, wanted.now).values()
        return Totals(sum(t.deals for t in found), sum((t.amount for t in found), Decimal(0)))
    counted = _matching(wanted).aggregate(deals=Count("id"), amount=Sum("amount_base"))
    return Totals(counted["deals"], counted["amount"] or Decimal(0))


def versions(wanted: Wanted, limit: int) -> list[tuple[int, int]]:
    """Ids and versions of the first deals that match, in the order of the list."""
    ids = [place.id for place in _places(wanted, None, limit)]
    known = dict(Deal.objects.filter(pk__in=ids).values_list("id", "version"))
    return [(id, known[id]) for id in ids]


def every_id(wanted: Wanted) -> list[int]:
    """Ids of all deals that match, in the order of the list."""
    return [place.id for place in _places(wanted, None, _ALL)]


def titles(actor: Actor, deals: list[int]) -> Mapping[int, str]:
    """Titles of those of the deals that the actor may see."""
    return dict(visible_deals(actor).filter(pk__in=deals).values_list("id", "title"))


def every_row(wanted: Wanted) -> Iterator[ListRow]:
    """All rows that match, read in pages while they are used."""
    after = ""
    while True:
        page = list_page(wanted, after, _EXPORT_PAGE)
        yield from page.rows
        after = page.after
        if not after:
            return


# -- what matches -------------------------------------------------------------------------------------------------


def _matching(wanted: Wanted) -> QuerySet[Deal]:
    query = wanted.query
    deals = visible_deals(wanted.actor).filter(pipeline=wanted.pipeline.id)
    deals = deals.filter(_status(wanted)).filter(_conditions(query.filter, wanted))
    deals = deals.filter(holding(query.custom))
    if query.stage is not None:
        deals = deals.filter(stage=query.stage)
    if query.unverified:
        deals = deals.filter(not_verified_by(wanted.actor, wanted.now))
    if query.filter.text:
        deals = deals.filter(pk__in=_with_text(query.filter.text))
    return deals


def _status(wanted: Wanted) -> Q:
    match wanted.query.status:
        case Status.OPEN:
            return Q(is_open=True)
        case Status.ALL:
            return Q()
        case Status.WON | Status.LOST | Status.POSTPONED as closed:
            return Q(stage=wanted.pipeline.only(StageKind(closed.value)).id)


def _conditions(asked: DealFilter, wanted: Wanted) -> Q:
    passing = Q()
    if asked.owner is not None:
        passing &= Q(owner=None) if asked.owner == NOBODY else Q(owner=asked.owner)
    if asked.stage_days is not None:
        passing &= Q(entered_at__lte=wanted.now - timedelta(days=asked.stage_days))
    if asked.amount_to is not None and not asked.amount_from:
        # As on the board: an unknown amount counts as nothing, but it is not less than anything.
        passing &= Q(amount__isnull=False)
    if asked.amount_from is not None:
        passing &= Q(amount_base__gte=asked.amount_from)
    if asked.amount_to is not None:
        passing &= Q(amount_base__lte=asked.amount_to)
    if asked.tag:
        tagged = DealTag.objects.annotate(key=Upper("name")).filter(key=Upper(Value(asked.tag)))
        passing &= Q(pk__in=tagged.values("deal"))
    if asked.overdue:
        passing &= Q(is_open=True, next_step_at__lt=wanted.now)
    if asked.over_limit:
        passing &= Q(is_open=True, limit_at__lte=wanted.now)
    return passing


def _with_text(text: str) -> RawSQL | list[int]:
    """Ids of the deals whose search document holds the text, as the board finds them."""
    found = deals_with(text)
    return [] if found is None else RawSQL(found.sql, found.params)  # noqa: S611 - our own SQL, the words are parameters


# -- orders -------------------------------------------------------------------------------------------------------

# What each order sorts by; text without regard to case, empty text as no value.
_KEYS: Mapping[Sort, Combinable] = {
    Sort.TITLE: Lower("title"),
    Sort.COMPANY: Lower("company__name"),
    Sort.CONTACT: Lower("contact__name"),
    Sort.STAGE: F("stage__position"),
    Sort.AMOUNT: Case(When(amount__isnull=False, then=F("amount_base"))),
    Sort.OWNER: Lower("owner__name"),
    Sort.NEXT_STEP: F("next_step_at"),
    Sort.CREATED: F("created_at"),
    Sort.ENTERED: F("entered_at"),
    Sort.EXPECTED_CLOSE: F("expected_close_on"),
    Sort.CLOSED: F("closed_at"),
    Sort.SOURCE: Lower(NullIf("source", Value(""))),
}
# The board's order that serves the same, for open deals. Sorted by amount, deals without one count as nothing
# there: right at the end of the falling order, wrong at the beginning of the other.
_ON_THE_BOARD: Mapping[tuple[Sort, bool], board_filter.Sort] = {
    (Sort.NEXT_STEP, False): board_filter.Sort.NEXT_STEP,
    (Sort.NEXT_STEP, True): board_filter.Sort.NEXT_STEP,
    (Sort.CREATED, False): board_filter.Sort.CREATED,
    (Sort.CREATED, True): board_filter.Sort.CREATED,
    (Sort.ENTERED, False): board_filter.Sort.ENTERED,
    (Sort.ENTERED, True): board_filter.Sort.ENTERED,
    (Sort.AMOUNT, True): board_filter.Sort.AMOUNT,
}


def _places(wanted: Wanted, after: Place | None, limit: int) -> list[Place]:
    order = wanted.query.order
    same = _ON_THE_BOARD.get((order.by, order.falling))
    # A text is looked up once for all stages, not once in each.
    is_of_board = wanted.query.status is Status.OPEN and not wanted.query.custom
    if is_of_board and same is not None and not wanted.query.filter.text:
        return _places_on_the_board(wanted, replace(ORDERS[same], falling=order.falling), after, limit)
    found = _matching(wanted).annotate(sort_key=_KEYS[order.by])
    if after is not None:
        found = found.filter(_behind(after, order))
    key = F("sort_key").desc(nulls_last=True) if order.falling else F("sort_key").asc(nulls_last=True)
    listed = found.order_by(key, "-id" if order.falling else "id").values_list("sort_key", "id")
    return [Place(_plain(key), id) for key, id in listed[:limit]]


def _behind(after: Place, order: Order) -> Q:
    than = "lt" if order.falling else "gt"
    if after.key is None:
        return Q(sort_key__isnull=True, **{f"id__{than}": after.id})
    key = (
        Decimal(after.key).scaleb(-2) if isinstance(after.key, int) and order.by is Sort.AMOUNT else after.key
    )
    return (
        Q(**{f"sort_key__{than}": key})
        | Q(**{"sort_key": key, f"id__{than}": after.id})
        | Q(sort_key__isnull=True)
    )


def _places_on_the_board(wanted: Wanted, order: BoardOrder, after: Place | None, limit: int) -> list[Place]:
    query = wanted.query
    stages = [stage for stage in wanted.pipeline.columns if query.stage in {None, stage.id}]
    ways = reaches(wanted.actor.policy.scope, query.filter.owner)
    behind = Where("")
    if after is not None and isinstance(after.key, datetime | int):
        behind = order.after(Cursor(after.key, after.id))

    def first(column: Column) -> Where | None:
        return seek(ways, column, order, passes(query.filter, wanted.now) & behind, limit)

    found = per_column(stages, first)
    if found is None:
        return []
    sql = f"SELECT id FROM ({found.sql}) AS every_one ORDER BY {order.by('sort_key')} LIMIT {limit:d}"  # noqa: S608 - our own names
    ids = [id for (id,) in rows(Where(sql, found.params))]
    keys = dict(Deal.objects.filter(pk__in=ids).values_list("id", order.key))
    return [Place(_plain(keys[id]), id) for id in ids]


def _plain(key: Any) -> Key:
    """A key as the ORM gives it; amounts as hundredths, as the columns keep them."""
    return int(key.scaleb(2)) if isinstance(key, Decimal) else key


# -- rows ---------------------------------------------------------------------------------------------------------


def _rows(wanted: Wanted, ids: list[int]) -> tuple[ListRow, ...]:
    if not ids:
        return ()
    deals = Deal.objects.filter(pk__in=ids).select_related(
        "company", "contact", "owner", "next_task", "lost_reason", "postpone_reason"
    )
    closed = [deal.pk for deal in deals if not deal.is_open]
    verified = verified_names(closed) if closed else {}
    tags = tags_of(ids) if wanted.tags else {}
    found = {
        deal.pk: _row(wanted.pipeline, deal, verified.get(deal.pk, ""), tags.get(deal.pk, ()))
        for deal in deals
    }
    return tuple(row for id in ids if (row := found[id]) is not None)


def _row(pipeline: Pipeline, deal: Deal, verified: str, tags: tuple[str, ...]) -> ListRow | None:
    stage = pipeline.stage(StageId(deal.stage_id))
    if stage is None:
        return None
    step = deal.next_task
    reason = deal.lost_reason or deal.postpone_reason
    return ListRow(
        id=deal.pk,
        version=deal.version,
        title=deal.title,
        company=_link(deal.company),
        contact=_link(deal.contact),
        stage=stage,
        is_open=deal.is_open,
        amount=deal.amount,
        currency=deal.currency,
        owner=_link(deal.owner),
        step_kind=None if step is None else TaskKind(step.kind),
        step_title="" if step is None else step.title,
        step_at=deal.next_step_at,
        step_on=None if step is None else step.due_on,
        created_at=deal.created_at,
        entered_at=deal.entered_at,
        limit=stage.limit_for(deal.amount_base, deal.source) if deal.is_open else None,
        limit_at=deal.limit_at,
        team=deal.team_id,
        expected_close_on=deal.expected_close_on,
        closed_at=deal.closed_at,
        source=deal.source,
        reason="" if reason is None else reason.name,
        verified=verified,
        tags=tags,
    )


def _link(row: Any) -> Link | None:
    return None if row is None else Link(row.pk, row.name)
