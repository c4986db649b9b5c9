"""The one piece of advice on a pipeline's balance that an actor is given today, from figures that are kept anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Sum

from voronka.domain.advice import Advice, Goal, StageFigures, advise
from voronka.domain.period import month_of
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, PipelineKind, StageKind
from voronka.models import AdvicePutAside
from voronka.queries.board import tallies
from voronka.queries.board_filter import DealFilter
from voronka.queries.conversion import funnel
from voronka.queries.pipelines import all_pipelines
from voronka.queries.plan import month_end, months_from, planned
from voronka.queries.stage_times import stage_times
from voronka.queries.visibility import visible_deals
from voronka.queries.workspace import workspace


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice on a pipeline. Money is in the workspace's currency."""

    pipeline: Pipeline
    advice: Advice


def advice_on(actor: Actor, pipeline: Pipeline, now: datetime, today: date) -> Advised | None:
    """What there is to say of a pipeline, None for nothing or when it was put aside today. `today`: the reader's day.

    Two queries where the figures are too few or the funnel in balance, some more where the plan is asked.
    """
    figures = _figures(actor, pipeline, now)
    if figures is None or _is_put_aside(actor, pipeline, today):
        return None
    usual = stage_times(pipeline, now).usual
    found = advise(figures, today, _goals(actor, pipeline, now), usual)
    return None if found is None else Advised(pipeline, found)


def first_advice(actor: Actor, now: datetime, today: date) -> Advised | None:
    """The first that there is on any pipeline, for a page that is of none in particular."""
    found = (advice_on(actor, pipeline, now, today) for pipeline in all_pipelines())
    return next((one for one in found if one is not None), None)


def _figures(actor: Actor, pipeline: Pipeline, now: datetime) -> Sequence[StageFigures] | None:
    """None where no stay at some stage ended of late, so that nobody knows how long one takes."""
    takes = stage_times(pipeline, now).takes
    if any(stage.id not in takes for stage in pipeline.working):
        return None
    shares = funnel(actor.policy.scope, pipeline, now).conversions
    stands = tallies(actor, pipeline.working, DealFilter(), now)
    return [
        StageFigures(
            stage=stage.id,
            deals=stands[stage.id].deals,
            amount=stands[stage.id].amount,
            ended=shares[stage.id].stays,
            went_on=shares[stage.id].went_on,
            takes=takes[stage.id],
        )
        for stage in pipeline.working
    ]


def _is_put_aside(actor: Actor, pipeline: Pipeline, today: date) -> bool:
    return AdvicePutAside.objects.filter(user=actor.id, pipeline=pipeline.id, day=today).exists()


def _goals(actor: Actor, pipeline: Pipeline, now: datetime) -> list[Goal]:
    """What is left to be won up to the end of each planned month. None where another pipeline sells too.

    A plan is of a person or a team as a whole: beside a second pipeline of sales nobody knows which is to bring it.
    """
    sales = [one.id for one in all_pipelines() if one.kind is PipelineKind.SALE]
    if sales != [pipeline.id]:
        return []
    zone = ZoneInfo(workspace().time_zone)
    months = months_from(now.astimezone(zone).date())
    amounts = planned(actor, months)
    left = -_won(actor, pipeline, now, zone) if amounts else Decimal(0)
    goals = []
    for month in months:
        if month not in amounts:
            break
        left += amounts[month]
        goals.append(Goal(month_end(month), left))
    return goals


def _won(actor: Actor, pipeline: Pipeline, now: datetime, zone: ZoneInfo) -> Decimal:
    month = month_of(now, zone)
    won = visible_deals(actor).filter(
        stage=pipeline.only(StageKind.WON).id,
        is_open=False,
        closed_at__gte=month.start,
        closed_at__lt=month.end,
    )
    total: Decimal | None = won.aggregate(sum=Sum("amount_base"))["sum"]
    return total or Decimal(0)
