"""Where a deal stands among its neighbours on the board: "3 of 11", the one before and the one after."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from voronka.models import Deal
from voronka.queries.board_filter import Sort
from voronka.queries.deal_row import SeenDeal
from voronka.queries.visibility import visible_deals

# Column, and whether the largest comes first; the id breaks ties in the same direction.
_ORDERS = {
    Sort.NEXT_STEP: ("next_step_at", False),
    Sort.CREATED: ("created_at", True),
    Sort.ENTERED: ("entered_at", False),
    Sort.AMOUNT: ("amount_base", True),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A deal's position in its column, from 1, of what the actor may see there."""

    position: int
    count: int
    sort: Sort
    previous: int | None
    following: int | None


def place_of(seen: SeenDeal, sort: Sort) -> Place | None:
    """The place of an open deal; closed ones stand in no column, others' in none of the actor's. Three queries on the board's indexes."""
    row = seen.row
    if not row.is_open or seen.rights.only_read:
        return None
    column, falling = _ORDERS[sort]
    before, after = _beside(row, column, falling=falling)
    deals = visible_deals(seen.actor).filter(stage=row.stage_id, is_open=True)
    counts = deals.aggregate(all=Count("pk"), before=Count("pk", filter=before))
    up, down = (f"-{column}", "-pk"), (column, "pk")
    return Place(
        position=counts["before"] + 1,
        count=counts["all"],
        sort=sort,
        previous=_first(deals.filter(before), *(down if falling else up)),
        following=_first(deals.filter(after), *(up if falling else down)),
    )


def _beside(row: Deal, column: str, *, falling: bool) -> tuple[Q, Q]:
    smaller, larger = _on_one_side(row, column, "lt"), _on_one_side(row, column, "gt")
    return (larger, smaller) if falling else (smaller, larger)


def _on_one_side(row: Deal, column: str, than: str) -> Q:
    value = getattr(row, column)
    # The first condition alone lets both databases seek in an index; the second sorts out the ties.
    return Q(**{f"{column}__{than}e": value}) & (
        Q(**{f"{column}__{than}": value}) | Q(**{f"pk__{than}": row.pk})
    )


def _first(deals: Any, *order: str) -> int | None:
    found: int | None = deals.order_by(*order).values_list("pk", flat=True).first()
    return found
