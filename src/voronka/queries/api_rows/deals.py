"""Deals as the API tells them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal
from voronka.queries.visibility import readable_deals, visible_deals

Row = dict[str, Any]
_COLUMNS = (
    "id", "version", "title", "pipeline_id", "stage_id", "is_open", "owner_id", "team_id", "contact_id", "company_id",
    "amount", "currency", "expected_close_on", "source", "need", "budget", "competitor", "description",
    "referred_by_id", "next_task_id", "next_step_at", "priority", "lost_reason_id", "exit_note", "postpone_reason_id",
    "postponed_until", "created_at", "entered_at", "limit_at", "closed_at", "changed_at", "external_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which deals; what is None says nothing. `state`: the kind of the stage, "open" for both open ones."""

    pipeline: int | None = None
    stage: int | None = None
    owner: int | None = None
    contact: int | None = None
    company: int | None = None
    state: str | None = None
    updated_since: datetime | None = None
    created_since: datetime | None = None


def deal_rows(actor: Actor, wanted: DealFilter, *, after: int, most: int) -> list[Row]:
    """The deals that the actor may see, by id, from after `after` on. One query."""
    rows = _filtered(visible_deals(actor), wanted).filter(id__gt=after).order_by("id")
    return [_told(row) for row in _values(rows)[:most]]


def deal_told(actor: Actor, deal: int) -> Row:
    """One deal that the actor may read. One query.

    Raises:
        NotFound
    """
    found = _values(readable_deals(actor).filter(pk=deal)).first()
    if found is None:
        raise NotFound
    return _told(found)


def _values(rows: QuerySet[Deal]) -> QuerySet[Deal, Row]:
    told: QuerySet[Deal, Row] = rows.values(*_COLUMNS, stage_kind=F("stage__kind"))
    return told


def _told(row: Row) -> Row:
    kind = row.pop("stage_kind")
    row["state"] = "open" if row.pop("is_open") else kind
    row["amount"] = None if row["amount"] is None else f"{row['amount']:f}"
    return row


def _filtered(rows: QuerySet[Deal], wanted: DealFilter) -> QuerySet[Deal]:
    equal = {
        "pipeline": wanted.pipeline,
        "stage": wanted.stage,
        "owner": wanted.owner,
        "contact": wanted.contact,
        "company": wanted.company,
        "changed_at__gte": wanted.updated_since,
        "created_at__gte": wanted.created_since,
    }
    condition = Q(**{name: value for name, value in equal.items() if value is not None})
    if wanted.state == "open":
        condition &= Q(is_open=True)
    elif wanted.state is not None:
        condition &= Q(is_open=False, stage__kind=StageKind(wanted.state))
    return rows.filter(condition)
