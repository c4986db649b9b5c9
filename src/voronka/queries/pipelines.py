"""Pipelines with their stages and criteria as domain values, cached by the pipeline's version."""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from voronka.domain.criteria import Criterion, parse_criterion
from voronka.domain.errors import NotFound
from voronka.domain.ids import CriterionId, PipelineId, StageId
from voronka.domain.pipeline import (
    Advance,
    BuyerStage,
    DefaultStep,
    Gate,
    Pipeline,
    PipelineKind,
    Stage,
    StageKind,
    StageLimit,
)
from voronka.domain.seller_steps import steps_of
from voronka.domain.task import TaskKind
from voronka.models import Deal, PipelineVersion, StageCriterion
from voronka.models import Pipeline as PipelineRow
from voronka.models import Stage as StageRow

# A few dozen pipelines at most; the version in the key makes an old entry unreachable at once.
_CACHE: OrderedDict[tuple[str, int, int], Pipeline] = OrderedDict()
_CACHE_SIZE = 64
_LARGEST_ID = 2**31 - 1


def pipeline_of(pipeline_id: int) -> Pipeline:
    """The pipeline with this id. One query, two more when its version is new to the process.

    Raises:
        NotFound: there is none.
    """
    # An address may name any number; neither database takes one that fits no id.
    known = 0 < pipeline_id <= _LARGEST_ID
    rows = (
        _rows(
            "SELECT version, changed_at FROM voronka_pipeline WHERE id = %s AND draft_of_id IS NULL",
            pipeline_id,
        )
        if known
        else []
    )
    if not rows:
        raise NotFound
    return _cached(pipeline_id, *rows[0])


def pipeline_among(pipeline_id: int) -> tuple[Pipeline, list[tuple[PipelineId, str]]]:
    """The pipeline with this id, and the ids and names of all for a switcher. Queries as `pipeline_of`.

    Raises:
        NotFound: there is none.
    """
    rows = _rows(
        "SELECT id, name, version, changed_at FROM voronka_pipeline WHERE draft_of_id IS NULL ORDER BY position, id"
    )
    found = {id: (name, version, changed_at) for id, name, version, changed_at in rows}
    if pipeline_id not in found:
        raise NotFound
    _, version, changed_at = found[pipeline_id]
    names = [(PipelineId(id), name) for id, (name, _, _) in found.items()]
    return _cached(pipeline_id, version, changed_at), names


def _rows(sql: str, *params: int) -> list[tuple[Any, ...]]:
    """In SQL, for every page and every command asks: Django takes longer to write the query than this takes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _cached(pipeline_id: int, version: int, changed_at: datetime | str) -> Pipeline:
    key = (str(changed_at), pipeline_id, version)
    if key not in _CACHE:
        _CACHE[key] = _load(pipeline_id)
        while len(_CACHE) > _CACHE_SIZE:
            _CACHE.popitem(last=False)
    return _CACHE[key]


def all_pipelines() -> list[Pipeline]:
    """Every pipeline in the order of the switcher."""
    return [pipeline_of(id) for id in _ids()]


def first_pipeline_id() -> PipelineId | None:
    """The pipeline that opens when none is named; None before the set-up."""
    id = _ids().first()
    return None if id is None else PipelineId(id)


def _ids() -> QuerySet[PipelineRow, int]:
    """Those in force, without drafts, in the order of the switcher."""
    rows = PipelineRow.objects.filter(draft_of=None).order_by("position", "id")
    return rows.values_list("id", flat=True)


def pipeline_for(deal: Deal) -> Pipeline:
    """The deal's pipeline with the rules that this deal is judged by. A query more for an older version's."""
    pipeline = pipeline_of(deal.pipeline_id)
    if deal.playbook_version == pipeline.published:
        return pipeline
    rules = PipelineVersion.objects.filter(pipeline=deal.pipeline_id, number=deal.playbook_version)
    found = rules.values_list("rules", flat=True).first()
    return pipeline if found is None else _as_of(pipeline, found)


def _as_of(pipeline: Pipeline, rules: list[dict[str, Any]]) -> Pipeline:
    """The stages as they are called and ordered now, asking what the version asked.

    A stage that the version did not know asks what it asks now.
    """
    asked = {rule["stage"]: rule for rule in rules}
    rows = StageCriterion.objects.in_bulk({id for rule in rules for id in (*rule["enter"], *rule["exit"])})

    def criteria(ids: list[int]) -> tuple[Criterion, ...]:
        return tuple(_criterion(rows[id]) for id in ids if id in rows)

    def then(stage: Stage) -> Stage:
        rule = asked.get(stage.id)
        if rule is None:
            return stage
        back_to = None if rule["back_to"] is None else tuple(StageId(id) for id in rule["back_to"])
        return replace(
            stage, enter_criteria=criteria(rule["enter"]), exit_criteria=criteria(rule["exit"]),
            advance=Advance(rule["advance"]), back_to=back_to,
        )  # fmt: skip

    return replace(pipeline, stages=tuple(then(stage) for stage in pipeline.stages))


def draft_of(pipeline: int) -> Pipeline | None:
    """The draft of the pipeline's next version, with its own ids; None when nobody has begun one."""
    row = PipelineRow.objects.filter(draft_of=pipeline).values_list("id", "version", "changed_at").first()
    return None if row is None else _cached(*row)


def drafted_at(pipeline: int) -> Pipeline | None:
    """The pipeline of these rows, which are a draft; None when they are none."""
    row = PipelineRow.objects.filter(pk=pipeline).exclude(draft_of=None)
    found = row.values_list("id", "version", "changed_at").first()
    return None if found is None else _cached(*found)


def _load(pipeline_id: int) -> Pipeline:
    row = PipelineRow.objects.get(pk=pipeline_id)
    rows = StageRow.objects.filter(pipeline=row, retired_at=None)
    stages = rows.prefetch_related("criteria").order_by("position", "id")
    return Pipeline(
        PipelineId(row.pk),
        row.name,
        PipelineKind(row.kind),
        row.version,
        tuple(_stage(stage) for stage in stages),
        row.published,
        row.key,
    )


def _stage(row: StageRow) -> Stage:
    return Stage(
        id=StageId(row.pk),
        name=row.name,
        kind=StageKind(row.kind),
        position=row.position,
        purpose=row.purpose,
        limit=row.limit,
        default_step=DefaultStep(
            TaskKind(row.step_kind), row.step_title, row.step_after, row.step_is_limiter
        ),
        steps=steps_of(row.steps),
        exit_criteria=_criteria(row, Gate.EXIT),
        buyer=BuyerStage(row.buyer) if row.buyer else None,
        question=row.question,
        enter_criteria=_criteria(row, Gate.ENTER),
        advance=Advance(row.advance),
        back_to=None if row.back_to is None else tuple(StageId(id) for id in row.back_to),
        wake_after=row.wake_after,
        key=row.key,
        limits=limits_read(row.limits),
    )


def limits_read(rows: list[dict[str, Any]]) -> tuple[StageLimit, ...]:
    """The limits of some deals as a stage's row keeps them."""
    return tuple(
        StageLimit(
            timedelta(seconds=row["seconds"]),
            None if row["amount_from"] is None else Decimal(row["amount_from"]),
            row["source"],
        )
        for row in rows
    )


def _criteria(row: StageRow, gate: Gate) -> tuple[Criterion, ...]:
    """Those of one gate in their order. The rows are read already, with the stages."""
    asked = (c for c in row.criteria.all() if c.gate == gate and c.retired_at is None)
    return tuple(_criterion(c) for c in sorted(asked, key=lambda c: (c.position, c.pk)))


def _criterion(row: StageCriterion) -> Criterion:
    return parse_criterion(CriterionId(row.pk), row.kind, row.title, row.params)
