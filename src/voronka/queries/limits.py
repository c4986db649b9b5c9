"""What the limits of deals are by the playbook and the calendars, beside what their rows keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voronka.domain.pipeline import Stage
from voronka.domain.working_time import Calendar
from voronka.models import Deal
from voronka.models import Stage as StageRow
from voronka.queries.calendars import calendars
from voronka.queries.pipelines import pipeline_of

# Read at once: bounds the memory.
_CHUNK = 2000
_COLUMNS = (
    "id",
    "stage_id",
    "team_id",
    "entered_at",
    "amount_base",
    "source",
    "limit_moved_to",
    "limit_at",
    "warn_at",
)
Ends = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class LimitNow:
    """An open deal's limit as it should be; `is_kept`: its row says so."""

    deal: int
    limit_at: datetime | None
    warn_at: datetime | None
    is_kept: bool


def limits_now(deals: QuerySet[Deal]) -> Iterator[LimitNow]:
    """The limits of the open ones among the deals, as the present playbook and calendars have them."""
    known, stages = calendars(), _stages()
    rows = deals.filter(is_open=True).order_by("id").values_list(*_COLUMNS)
    last = 0
    while found := list(rows.filter(id__gt=last)[:_CHUNK]):
        last = found[-1][0]
        for row in found:
            yield _now(row, stages, known.of(row[2]))


def _now(row: tuple[Any, ...], stages: dict[int, Stage], calendar: Calendar) -> LimitNow:
    id, stage_id, _, entered_at, amount, source, moved_to, limit_at, warn_at = row
    stage = stages.get(stage_id)
    limit = None if stage is None else stage.limit_for(amount, source)
    now: Ends = (None, None) if limit is None else calendar.limited(entered_at, limit)
    if moved_to is not None:
        now = moved_to, calendar.warned(entered_at, moved_to)
    return LimitNow(id, *now, is_kept=now == (limit_at, warn_at))


def _stages() -> dict[int, Stage]:
    """The stages in force, with their limits."""
    pipelines = StageRow.objects.filter(pipeline__draft_of=None).values_list("pipeline", flat=True).distinct()
    return {stage.id: stage for id in pipelines for stage in pipeline_of(id).stages}
