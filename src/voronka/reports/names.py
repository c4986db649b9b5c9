"""What the ids in an address are called; empty for what is not there."""

from voronka.domain.pipeline import Pipeline
from voronka.models import Stage, StageCriterion, Team


def stage_name(pipeline: Pipeline, stage: int | None) -> str:
    """Of a stage of the pipeline, of one that is no more as well."""
    if stage is None:
        return ""
    return Stage.objects.filter(pk=stage, pipeline=pipeline.id).values_list("name", flat=True).first() or ""


def team_name(team: int | None) -> str:
    """Of a team."""
    return Team.objects.filter(pk=team or 0).values_list("name", flat=True).first() or ""


def criterion_title(pipeline: Pipeline, criterion: int | None) -> str:
    """Of a criterion of the pipeline, of one that is asked no more as well."""
    if criterion is None:
        return ""
    rows = StageCriterion.objects.filter(pk=criterion, stage__pipeline=pipeline.id)
    return rows.values_list("title", flat=True).first() or ""
