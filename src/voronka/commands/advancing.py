"""Deals that move on by themselves: when a fact arrives that was the last one asked for (R107, R129).

A stage may say so. Every command that adds to what is known of a deal asks here at its end, within its transaction.
"""

from datetime import datetime

from voronka.commands.passing import Move, carry_out
from voronka.domain.gate import MoveIntent, goes_on_by_itself, review_move
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Advance
from voronka.models import Deal, Event
from voronka.queries.facts import facts_of
from voronka.queries.pipelines import pipeline_for
from voronka.queries.rows import find_rows


def move_on(deal: Deal, *, by: Actor, at: datetime, cause: Event, request_id: str = "") -> None:
    """Let the deal pass every gate, one after the other, that says "by itself" and is open to it now.

    `cause` is the event that brought the fact: the moves name it, and its undo takes them back with it.
    """
    pipeline = pipeline_for(deal)
    # A pass through a stage needs something to be asked there; a pipeline has an end, so this has one.
    while (stage := pipeline.stage(StageId(deal.stage_id))) is not None and stage.kind.is_open:
        if stage.advance is not Advance.BY_ITSELF:
            return
        facts = facts_of(deal, pipeline, stage)
        to = pipeline.after(stage)
        verdict = review_move(facts, pipeline, MoveIntent(to))
        if not (goes_on_by_itself(facts, pipeline) and verdict.allows):
            return
        carry_out(
            by, at, deal, pipeline, stage, to, Move(to.id), verdict, request_id=request_id, cause=cause.pk
        )
        pipeline = pipeline_for(deal)


def move_on_deals_of(
    *,
    by: Actor,
    at: datetime,
    cause: Event,
    contact: int | None = None,
    company: int | None = None,
    request_id: str = "",
) -> None:
    """As `move_on`, for the deals of a person or a company of whom more is known now, whoever owns them."""
    whose = {"contact_id": contact} if company is None else {"company_id": company}
    ids = Deal.objects.filter(**whose, is_open=True, stage__advance=Advance.BY_ITSELF).values_list(
        "id", flat=True
    )
    for id in list(ids.order_by("id")):
        for deal in find_rows(Deal, {"id": id}, lock=True):
            move_on(deal, by=by, at=at, cause=cause, request_id=request_id)
