"""Moving deals: forward through the gate, back with a reason, out through the exits, and in again."""

from datetime import datetime

from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import (
    load_deal,
    refuse_if_stale,
)
from voronka.commands.passing import Move, Moved, carry_out, company_zone
from voronka.commands.transaction import writing
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import MoveHow
from voronka.domain.gate import MoveIntent, Verdict, review_move
from voronka.domain.ids import ReasonId, StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Advance, Pipeline, Stage, StageKind
from voronka.models import Deal, Reason
from voronka.queries.facts import facts_of
from voronka.queries.pipelines import pipeline_for
from voronka.queries.visibility import holding_of


def move_deal(
    *, by: Actor, at: datetime, deal: int, move: Move, version: int | None = None, request_id: str = ""
) -> Moved:
    """Move a deal to another stage of its pipeline.

    `version` is what the person saw: if somebody else moved or reassigned the deal since, the move
    is refused with who and where. An unowned deal moved out of Unsorted becomes the actor's.

    Raises:
        NotFound, NotAllowed, StaleVersion, NextStepMissing
        GateRefused: with every obstacle.
        Invalid: also when the reason of a lost deal asks which competitor it was, and none is known.
    """
    with writing():
        row = load_deal(by, deal)
        _refuse_unless_theirs(by, row)
        refuse_if_stale(row, version)
        pipeline = pipeline_for(row)
        stage, to = _stages(pipeline, row, move)
        verdict = _judge(by, at, row, pipeline, stage, to, move)
        _refuse_unnamed_competitor(row, to, move)
        moved = carry_out(by, at, row, pipeline, stage, to, move, verdict, request_id=request_id)
        # Most stages don't, and then nothing need be read of it.
        if moved.event.payload["how"] == MoveHow.FORWARD and to.advance is Advance.BY_ITSELF:
            move_on(row, by=by, at=at, cause=moved.event, request_id=request_id)
        return moved


def judge_move(*, by: Actor, at: datetime, deal: Deal, pipeline: Pipeline, move: Move) -> Verdict:
    """The verdict that `move_deal` would come to, without moving. Reads only."""
    stage, to = _stages(pipeline, deal, move)
    return review_move(facts_of(deal, pipeline, stage), pipeline, _intent(by, at, to, move))


def _refuse_unless_theirs(by: Actor, deal: Deal) -> None:
    held = holding_of(deal)
    if not (by.policy.may_edit(held) or by.policy.may_take(held)):
        raise NotAllowed


def _stages(pipeline: Pipeline, deal: Deal, move: Move) -> tuple[Stage, Stage]:
    stage, to = pipeline.stage(StageId(deal.stage_id)), pipeline.stage(StageId(move.to))
    if stage is None or to is None:
        raise NotFound
    return stage, to


def _intent(by: Actor, at: datetime, to: Stage, move: Move) -> MoveIntent:
    until = move.postponed_until
    return MoveIntent(
        to=to,
        reason=move.reason,
        lost_reason=_known_reason(move.lost_reason, StageKind.LOST),
        postpone_reason=_known_reason(move.postpone_reason, StageKind.POSTPONED),
        postponed_until=until if until is not None and until > at.astimezone(company_zone()).date() else None,
        exception=move.exception if by.policy.may_make_exceptions else "",
    )


def _known_reason(reason: int | None, kind: StageKind) -> ReasonId | None:
    known = reason is not None and Reason.objects.filter(pk=reason, exit=kind, is_retired=False).exists()
    return ReasonId(reason) if known and reason is not None else None


def _judge(
    by: Actor, at: datetime, deal: Deal, pipeline: Pipeline, stage: Stage, to: Stage, move: Move
) -> Verdict:
    verdict = review_move(facts_of(deal, pipeline, stage), pipeline, _intent(by, at, to, move))
    if not verdict.allows:
        raise GateRefused(verdict)
    return verdict


def _refuse_unnamed_competitor(deal: Deal, to: Stage, move: Move) -> None:
    if to.kind is not StageKind.LOST or move.competitor.strip() or deal.competitor:
        return
    if Reason.objects.filter(pk=move.lost_reason or 0, asks_competitor=True).exists():
        raise Invalid({"competitor": Problem.REQUIRED})
