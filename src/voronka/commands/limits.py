"""When a deal's stay at its stage reaches the limit: written whenever what it follows from changes.

It follows from the stage, the team's calendar, the amount and the source, or is the date that a review set; and is kept, for a board and a sweep ask which
deals of all are over theirs.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from voronka.domain.ids import StageId
from voronka.domain.pipeline import Stage
from voronka.domain.working_time import Calendar
from voronka.models import Deal
from voronka.queries.calendars import calendar_of
from voronka.queries.limits import limits_now
from voronka.queries.pipelines import pipeline_of

# The columns that a limit follows from.
FOLLOWED = frozenset(
    {"stage_id", "entered_at", "is_open", "team_id", "amount_base", "source", "limit_moved_to"}
)
_NONE: Mapping[str, Any] = {"limit_at": None, "warn_at": None}
# As many instants go to the database in one statement.
_BATCH = 2000


def limit_columns(deal: Deal, columns: Mapping[str, Any]) -> Mapping[str, Any]:
    """The columns of its limit, when `columns` of the deal are about to be written; nothing where it follows from none.

    Two tiny queries where it may have changed.
    """
    if not FOLLOWED & columns.keys():
        return {}
    own = dict(_of_this_stay(columns))
    then = {name: columns.get(name, getattr(deal, name)) for name in FOLLOWED} | own
    stage = pipeline_of(deal.pipeline_id).stage(StageId(then["stage_id"]))
    if not then["is_open"] or stage is None:
        return {**_NONE, **own}
    calendar, moved_to = calendar_of(then["team_id"]), then["limit_moved_to"]
    if moved_to is not None:
        return {"limit_at": moved_to, "warn_at": calendar.warned(then["entered_at"], moved_to), **own}
    return {**limit_of(stage, calendar, then["entered_at"], then["amount_base"], then["source"]), **own}


def _of_this_stay(columns: Mapping[str, Any]) -> Mapping[str, Any]:
    """A date that a review set ends with the stay it was set for."""
    is_anew = "entered_at" in columns and "limit_moved_to" not in columns
    return {"limit_moved_to": None} if is_anew else {}


def limit_on_entry(deal: Deal, stage: Stage, calendar: Calendar, at: datetime) -> Mapping[str, Any]:
    """As `limit_columns`, for a deal that enters `stage` now and whose team's calendar is read already. No query."""
    limit = limit_of(stage, calendar, at, deal.amount_base, deal.source) if stage.kind.is_open else _NONE
    return {**limit, "limit_moved_to": None}


def limit_of(
    stage: Stage, calendar: Calendar, entered_at: datetime, amount: Decimal, source: str
) -> Mapping[str, Any]:
    """The columns of the stage's own limit for an open deal; `amount` in the workspace's currency."""
    limit = stage.limit_for(amount, source)
    if limit is None:
        return _NONE
    limit_at, warn_at = calendar.limited(entered_at, limit)
    return {"limit_at": limit_at, "warn_at": warn_at}


def recompute_limits(deals: QuerySet[Deal]) -> int:
    """Count the limits of open deals anew, within another command's transaction; how many changed.

    Neither version nor time of change of a deal grow: nobody changed it.
    """
    changed = 0
    for batch in _batches(deals):
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE voronka_deal SET limit_at = %s, warn_at = %s WHERE id = %s",
                [(_stored(limit_at), _stored(warn_at), id) for id, limit_at, warn_at in batch],
            )
        changed += len(batch)
    return changed


def _batches(deals: QuerySet[Deal]) -> Iterator[list[tuple[int, datetime | None, datetime | None]]]:
    """Those whose kept limit is another than it should be, so many at a time."""
    batch: list[tuple[int, datetime | None, datetime | None]] = []
    for found in limits_now(deals):
        if found.is_kept:
            continue
        batch.append((found.deal, found.limit_at, found.warn_at))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _stored(at: datetime | None) -> Any:
    return None if at is None else connection.ops.adapt_datetimefield_value(at)
