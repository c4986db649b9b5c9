"""What the settings of the method show: pipelines, stages and criteria with what stands in them, and reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from django.db.models import Count, Exists, OuterRef, Q, Sum

from voronka.domain.criteria import Criterion
from voronka.domain.errors import NotFound
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor, Everything, OfOwner, OfTeams
from voronka.domain.pipeline import Gate, Pipeline, Stage, StageKind
from voronka.models import (
    Confirmation,
    Deal,
    DelayCause,
    Objection,
    ObjectionKind,
    Reason,
    Review,
    StageCount,
    StageCriterion,
)
from voronka.models import Pipeline as PipelineRow
from voronka.models import Stage as StageRow
from voronka.queries.pipelines import all_pipelines, draft_of, pipeline_of
from voronka.queries.sources import listed_sources
from voronka.queries.visibility import deal_condition, visible_deals

# As many deals are looked at for what to propose, and as much is proposed.
_NEWEST = 2000
_MOST_SOURCES = 50


@dataclass(frozen=True, slots=True)
class StandingDeals:
    """Open deals at a stage: those the actor sees, and whether there are others besides."""

    seen: int
    others: bool


@dataclass(frozen=True, slots=True)
class PipelineSummary:
    """A pipeline in the list of pipelines."""

    pipeline: Pipeline
    changed_at: datetime
    open_deals: int
    is_removable: bool
    has_draft: bool


@dataclass(frozen=True, slots=True)
class StageOfPipeline:
    """A stage as the settings show it: of the draft where there is one, else as it is in force.

    `of` is the pipeline in force; `at` its stage that this one is or is the draft of, None for a new one; `deals` those
    that stand there.
    """

    pipeline: Pipeline
    stage: Stage
    of: Pipeline
    at: Stage | None
    deals: StandingDeals

    @property
    def others(self) -> tuple[Stage, ...]:
        """The other working stages, into which it can be merged."""
        return tuple(stage for stage in self.pipeline.working if stage.id != self.stage.id)


@dataclass(frozen=True, slots=True)
class CriterionOfStage:
    """A criterion with where it stands, and how many deals have a person's word for it."""

    place: StageOfPipeline
    gate: Gate
    criterion: Criterion
    confirmations: int


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason of leaving, with how many closed deals the actor sees by it."""

    id: int
    name: str
    asks_competitor: bool
    is_retired: bool
    deals: int


@dataclass(frozen=True, slots=True)
class ObjectionKindView:
    """A kind of objection with its answers, and how often the actor sees it noted."""

    id: int
    name: str
    answers: tuple[str, ...]
    is_retired: bool
    noted: int


def known_sources() -> list[str]:
    """What is proposed where a source is asked for: the dictionary, and where the newest deals came from. Two queries."""
    newest = Deal.objects.exclude(source="").order_by("-id").values_list("source", flat=True)
    listed = listed_sources()
    known = {name.casefold() for name in listed}
    others = {name for name in newest[:_NEWEST] if name.casefold() not in known}
    return sorted([*listed, *others], key=str.casefold)[:_MOST_SOURCES]


def pipeline_summaries(actor: Actor) -> list[PipelineSummary]:
    """Every pipeline in the order of the switcher, with the open deals that the actor sees."""
    pipelines = all_pipelines()
    open_deals = open_deals_at(actor, [stage.id for p in pipelines for stage in p.columns])
    rows = PipelineRow.objects.filter(draft_of=None).annotate(
        in_use=Exists(Deal.objects.filter(pipeline=OuterRef("pk"))),
        drafted=Exists(PipelineRow.objects.filter(draft_of=OuterRef("pk"))),
    )
    told = {row.pk: row for row in rows}
    return [
        PipelineSummary(
            pipeline=p,
            changed_at=told[p.id].changed_at,
            open_deals=sum(open_deals[stage.id] for stage in p.columns),
            is_removable=len(pipelines) > 1 and not told[p.id].in_use,
            has_draft=told[p.id].drafted,
        )
        for p in pipelines
    ]


def pipeline_changed_at(pipeline: int) -> datetime:
    """Since when the pipeline is as it is.

    Raises:
        NotFound
    """
    found = PipelineRow.objects.filter(pk=pipeline).values_list("changed_at", flat=True).first()
    if found is None:
        raise NotFound
    return found


def open_deals_at(actor: Actor, stages: Iterable[int]) -> Mapping[int, int]:
    """How many open deals the actor sees at each stage, by the counters; 0 where none."""
    rows = StageCount.objects.filter(_counted_for(actor), stage__in=list(stages))
    sums = rows.values_list("stage_id").annotate(n=Sum("deals"))
    return Counter(dict(sums))


def _counted_for(actor: Actor) -> Q:
    match actor.policy.scope:
        case Everything():
            return Q()
        case OfTeams(teams):
            return Q(team__in=teams)
        case OfOwner(user, team):
            return Q(owner_key=user) | Q(owner_key=0, team=team or -1)
        case other:
            assert_never(other)


def stage_of(actor: Actor, stage: int) -> StageOfPipeline:
    """A stage in use or in a draft; where the pipeline has a draft, the draft's.

    Raises:
        NotFound: also when the draft leaves it out.
    """
    row = StageRow.objects.filter(pk=stage, retired_at=None).select_related("pipeline").first()
    if row is None:
        raise NotFound
    if row.pipeline.draft_of_id is None:
        draft = draft_of(row.pipeline_id)
        if draft is not None:
            rows = StageRow.objects.filter(pipeline=draft.id, draft_of=row)
            stage = rows.values_list("id", flat=True).first() or 0
        return _place(actor, draft or pipeline_of(row.pipeline_id), pipeline_of(row.pipeline_id), stage)
    found = draft_of(row.pipeline.draft_of_id)
    if found is None:
        raise NotFound
    return _place(actor, found, pipeline_of(row.pipeline.draft_of_id), stage)


def _place(actor: Actor, shown: Pipeline, of: Pipeline, stage: int) -> StageOfPipeline:
    found = shown.stage(StageId(stage))
    if found is None:
        raise NotFound
    origin = StageRow.objects.filter(pk=stage).values_list("draft_of_id", flat=True).first()
    at = of.stage(StageId(stage if shown.id == of.id else origin or 0))
    deals = StandingDeals(0, others=False) if at is None else standing_deals(actor, at.id)
    return StageOfPipeline(shown, found, of, at, deals)


def standing_deals(actor: Actor, stage: int) -> StandingDeals:
    """The open deals at a stage, by the counters; of those not seen only that there are any."""
    seen = open_deals_at(actor, [stage])[stage]
    everyone = StageCount.objects.filter(stage=stage).aggregate(n=Sum("deals"))["n"] or 0
    return StandingDeals(seen, others=everyone > seen)


def criterion_of(actor: Actor, criterion: int) -> CriterionOfStage:
    """One criterion of a stage, as `stage_of` shows the stage.

    Raises:
        NotFound
    """
    rows = StageCriterion.objects.filter(stage__retired_at=None, retired_at=None)
    row = rows.filter(pk=criterion).first()
    if row is None:
        raise NotFound
    place = stage_of(actor, row.stage_id)
    gate = Gate(row.gate)
    shown = criterion
    if row.stage_id != place.stage.id:
        draft = rows.filter(draft_of=row, stage=place.stage.id).values_list("id", flat=True)
        shown = draft.first() or 0
    found = next((c for c in place.stage.criteria_of(gate) if c.id == shown), None)
    if found is None:
        raise NotFound
    given = Confirmation.objects.filter(criterion=row.draft_of_id or row.pk).count()
    return CriterionOfStage(place, gate, found, given)


def reasons_of(actor: Actor, way_out: StageKind) -> list[ReasonView]:
    """The reasons of one exit in their order, retired ones last."""
    column = "lost_reason" if way_out is StageKind.LOST else "postpone_reason"
    closed = visible_deals(actor).filter(**{f"{column}__isnull": False}).values_list(column)
    used: Mapping[int | None, int] = Counter(dict(closed.annotate(n=Count("id"))))
    rows = Reason.objects.filter(exit=way_out).order_by("is_retired", "position", "id")
    return [
        ReasonView(row.pk, row.name, row.asks_competitor, row.is_retired, used.get(row.pk, 0)) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class CauseView:
    """A cause of delay; `reviews`: how many of those the actor sees found it."""

    id: int
    name: str
    is_retired: bool
    reviews: int


@dataclass(frozen=True, slots=True)
class CauseList:
    """The causes of one stage, or (`stage` None) of every stage."""

    stage: int | None
    stage_name: str
    pipeline: str
    causes: tuple[CauseView, ...]


def causes_of(actor: Actor) -> list[CauseList]:
    """Every list of causes: that of every stage first, then those of stages that have their own. Three queries."""
    seen = Review.objects.filter(deal_condition(actor, "deal__"), cause__isnull=False).values_list("cause_id")
    found: Mapping[int | None, int] = Counter(dict(seen.annotate(n=Count("id"))))
    lists: dict[int | None, CauseList] = {None: CauseList(None, "", "", ())}
    rows = DelayCause.objects.select_related("stage__pipeline").order_by(
        "stage__pipeline__position", "stage__position", "stage_id", "is_retired", "position", "id"
    )
    for row in rows:
        one = CauseView(row.pk, row.name, row.is_retired, found.get(row.pk, 0))
        stage = row.stage
        before = lists.get(row.stage_id)
        if before is None:
            assert stage is not None  # noqa: S101 - the list of none is there from the start
            before = CauseList(stage.pk, stage.name, stage.pipeline.name, ())
        lists[row.stage_id] = replace(before, causes=(*before.causes, one))
    return list(lists.values())


def objection_kinds_of(actor: Actor) -> list[ObjectionKindView]:
    """The kinds of objections in their order, retired ones last."""
    seen = Objection.objects.filter(deal_condition(actor, "deal__"), removed_at=None).values_list("kind_id")
    noted: Mapping[int, int] = Counter(dict(seen.annotate(n=Count("id"))))
    rows = ObjectionKind.objects.order_by("is_retired", "position", "id")
    return [
        ObjectionKindView(row.pk, row.name, tuple(row.answers), row.is_retired, noted.get(row.pk, 0))
        for row in rows
    ]
