"""How the pipelines that were made from a playbook are used: the figures that the linter holds limits and stages against."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, QuerySet

from voronka.domain.ids import StageId
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.domain.playbook.lint.remark import PipelineUse, Use
from voronka.models import Deal, StageVisit

PERIOD = timedelta(days=180)
# The newest are enough for a median, and few enough to be read.
MOST_WON = 1000


def use_of(key: str, *, now: datetime) -> Use:
    """The use of a playbook's pipelines in the last half year, by their keys. Three queries, and one for each of them."""
    since = now - PERIOD
    deals = Deal.objects.filter(pipeline__playbook__key=key, created_at__gte=since)
    began = dict(deals.values_list("pipeline__key").annotate(count=Count("id")))
    visits = StageVisit.objects.filter(
        deal__pipeline__playbook__key=key, stage__kind=StageKind.WORKING, entered_at__gte=since
    )
    by_stage = visits.values_list("deal__pipeline__key", "stage__key").annotate(
        count=Count("deal_id", distinct=True)
    )
    stops = {(pipeline, stage): count for pipeline, stage, count in by_stage}
    cycles = _cycles(key, since)
    return {
        pipeline: PipelineUse(
            deals=count,
            cycle=cycles.get(pipeline),
            visits={stage: number for (of, stage), number in stops.items() if of == pipeline},
            sources=_sources(deals.filter(pipeline__key=pipeline)),
        )
        for pipeline, count in began.items()
    }


def use_of_pipeline(pipeline: Pipeline, keys: Mapping[StageId, str], *, now: datetime) -> PipelineUse:
    """The use of one pipeline in the last half year, whatever it was made from. Four queries.

    `keys`: what the stages in question are called in the answer.
    """
    since = now - PERIOD
    deals = Deal.objects.filter(pipeline=pipeline.id)
    visits = StageVisit.objects.filter(stage__in=list(keys), entered_at__gte=since)
    stops = dict(visits.values_list("stage").annotate(count=Count("deal_id", distinct=True)))
    won = deals.filter(stage__kind=StageKind.WON, closed_at__gte=since).order_by("-closed_at")
    lengths = [
        (closed_at - created_at).total_seconds()
        for created_at, closed_at in won.values_list("created_at", "closed_at")[:MOST_WON]
        if closed_at is not None
    ]
    return PipelineUse(
        deals=deals.filter(created_at__gte=since).count(),
        cycle=timedelta(seconds=median(lengths)) if lengths else None,
        visits={key: stops.get(stage, 0) for stage, key in keys.items()},
        sources=_sources(deals.filter(created_at__gte=since)),
    )


def _sources(deals: QuerySet[Deal]) -> frozenset[str]:
    """Where the deals came from, as limits compare it."""
    known = deals.exclude(source="").order_by().values_list("source", flat=True).distinct()
    return frozenset(source.casefold() for source in known)


def _cycles(key: str, since: datetime) -> dict[str, timedelta]:
    """The median time from a deal's beginning to its being won, by pipeline; without those that won nothing."""
    won = Deal.objects.filter(
        pipeline__playbook__key=key, stage__kind=StageKind.WON, closed_at__gte=since
    ).order_by("-closed_at")
    seconds: dict[str, list[float]] = {}
    for pipeline, created_at, closed_at in won.values_list("pipeline__key", "created_at", "closed_at")[
        :MOST_WON
    ]:
        if closed_at is not None:
            seconds.setdefault(pipeline, []).append((closed_at - created_at).total_seconds())
    return {pipeline: timedelta(seconds=median(lengths)) for pipeline, lengths in seconds.items()}
