"""Published versions of a pipeline's playbook: what each asked of deals, kept for ever."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from voronka.domain.permissions import Actor
from voronka.models import PipelineVersion, Stage, StageCriterion


def write_version(
    pipeline: int,
    number: int,
    *,
    by: Actor | None,
    at: datetime,
    changes: Iterable[str] = (),
    at_once: bool = False,
) -> PipelineVersion:
    """Write down what the pipeline's rows ask for now, as the version with this number."""
    return PipelineVersion.objects.create(
        pipeline_id=pipeline, number=number, rules=_rules(pipeline), changes=list(changes), at_once=at_once,
        published_at=at, published_by_id=None if by is None else by.id,
    )  # fmt: skip


def keep_version(pipeline: int, number: int, *, at: datetime) -> None:
    """Write down what the rows ask for as this version, where nobody did: rows that were made without the settings."""
    if not PipelineVersion.objects.filter(pipeline=pipeline, number=number).exists():
        write_version(pipeline, number, by=None, at=at)


def _rules(pipeline: int) -> list[dict[str, Any]]:
    stages = Stage.objects.filter(pipeline=pipeline, retired_at=None).order_by("position", "id")
    asked: dict[int, dict[str, list[int]]] = {stage.pk: {"enter": [], "exit": []} for stage in stages}
    criteria = StageCriterion.objects.filter(stage__in=asked, retired_at=None).order_by("position", "id")
    for stage, gate, id in criteria.values_list("stage_id", "gate", "id"):
        asked[stage][gate].append(id)
    return [
        {"stage": stage.pk, **asked[stage.pk], "advance": str(stage.advance), "back_to": stage.back_to}
        for stage in stages
    ]
