"""The rows of a new deal, within the commands that make one."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from voronka.commands import values
from voronka.commands.deal_rows import begin_visit
from voronka.commands.limits import limit_of
from voronka.commands.rollups import place_of, recount, workspace_day
from voronka.commands.rows import insert_row, update_rows
from voronka.commands.task_rows import NewTask, insert_task
from voronka.domain.permissions import Actor, Holding
from voronka.domain.pipeline import Pipeline, Stage
from voronka.models import Deal
from voronka.queries.calendars import calendar_of


def insert_deal(
    pipeline: Pipeline,
    stage: Stage,
    holding: Holding,
    task: NewTask,
    *,
    by: Actor | None,
    at: datetime,
    amount: Decimal | None,
    currency: str,
    **columns: Any,
) -> Deal:
    """The rows of a new deal, within another command's transaction: deal, next step, visit, counters."""
    # Closed at first, for an open deal must have its next step, and a task must have its deal.
    deal = insert_row(
        Deal, pipeline_id=pipeline.id, stage_id=stage.id, is_open=False, owner_id=holding.owner, team_id=holding.team or 0,
        amount=amount, currency=currency, amount_base=values.in_base(amount, currency, workspace_day(at)),
        created_at=at, entered_at=at, closed_at=at, changed_at=at,
        changed_by_id=None if by is None else by.id, playbook_version=pipeline.published, **columns,
    )  # fmt: skip
    made = insert_task(deal, task, by=by, at=at)
    opened: dict[str, Any] = {
        "is_open": True,
        "closed_at": None,
        "next_task_id": made.pk,
        "next_step_at": made.due_at,
    }
    opened |= limit_of(stage, calendar_of(deal.team_id), at, deal.amount_base, deal.source)
    update_rows(Deal, {"id": deal.pk}, opened)
    for column, value in opened.items():
        setattr(deal, column, value)
    begin_visit(deal, since=at, at=at)
    recount(None, place_of(deal))
    return deal


def created_told(deal: Deal) -> dict[str, Any]:
    """How the event of its making tells of a deal."""
    return {
        "title": deal.title,
        "stage": deal.stage_id,
        "owner": deal.owner_id,
        "team": deal.team_id,
        "amount": None if deal.amount is None else str(deal.amount),
        "currency": deal.currency,
        "amount_base": str(deal.amount_base),
        "source": deal.source,
        "referred_by": deal.referred_by_id,
        "task": deal.next_task_id,
    }
