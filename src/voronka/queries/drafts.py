"""The draft of a playbook's next version, told by the ids of what it is a draft of."""

from dataclasses import replace

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from voronka.domain.criteria import Criterion, numbered
from voronka.domain.ids import PipelineId, StageId
from voronka.domain.pipeline import Gate, Pipeline, Stage
from voronka.domain.publishing import Asked, Beside, Way
from voronka.models import HandOver, QualificationQuestion, StageCriterion
from voronka.models import Stage as StageRow
from voronka.queries.pipelines import draft_of, pipeline_of


def as_it_will_be(pipeline: int) -> Pipeline | None:
    """The pipeline as its draft would make it; None when there is no draft.

    Stages and criteria that stay have the ids they have now; new ones have those of the draft, which no row in force has.

    Raises:
        NotFound: no such pipeline.
    """
    now, draft = pipeline_of(pipeline), draft_of(pipeline)
    if draft is None:
        return None
    stages = _origins(StageRow.objects.filter(pipeline=draft.id))
    criteria = _origins(StageCriterion.objects.filter(stage__pipeline=draft.id))

    def asked(stage: Stage, gate: Gate) -> tuple[Criterion, ...]:
        return tuple(numbered(one, criteria.get(one.id, one.id)) for one in stage.criteria_of(gate))

    def told(stage: Stage) -> Stage:
        back_to = stage.back_to
        return replace(
            stage,
            id=StageId(stages.get(stage.id, stage.id)),
            enter_criteria=asked(stage, Gate.ENTER),
            exit_criteria=asked(stage, Gate.EXIT),
            back_to=None if back_to is None else tuple(StageId(stages.get(id, id)) for id in back_to),
        )

    return replace(
        draft,
        id=PipelineId(pipeline),
        version=now.version,
        published=now.published,
        stages=tuple(told(stage) for stage in draft.stages),
    )


def _origins(rows: QuerySet[StageRow] | QuerySet[StageCriterion]) -> dict[int, int]:
    """The id in the draft to the id of what it is a draft of."""
    found = rows.exclude(draft_of=None).values_list("id", "draft_of_id")
    return dict(found)


def in_force(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The criteria of a draft with the ids of those that they are drafts of; new ones keep theirs. One query."""
    origins = _origins(StageCriterion.objects.filter(pk__in=[one.id for one in criteria]))
    return tuple(numbered(one, origins.get(one.id, one.id)) for one in criteria)


def beside_of(pipeline: int) -> Beside:
    """What a pipeline in force or a draft says besides its stages, by the ids in force. Two queries."""
    asked = QualificationQuestion.objects.filter(pipeline=pipeline, retired_at=None).order_by(
        "position", "id"
    )
    ways = HandOver.objects.filter(pipeline=pipeline).order_by("to_pipeline__position", "id")
    told = asked.annotate(known=Coalesce(F("draft_of"), F("id"))).values_list("known", "text")
    columns = ("to_pipeline", "to_pipeline__name", "stage", "stage__name", "name", "carries")
    return Beside(
        tuple(Asked(id, text) for id, text in told),
        tuple(
            Way(to, to_name, stage, stage_name or "", name, carries)
            for to, to_name, stage, stage_name, name, carries in ways.values_list(*columns)
        ),
    )
