"""Hand-overs of a pipeline: where its won deals go on, and what is told to whom takes them; changed in the draft of its next version."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.setup.drafts import draft_for, let_go_if_new
from voronka.commands.setup.pipelines import load_pipeline
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method, renew
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.hand_overs import CARRIES_LENGTH
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.model import HandOver as Written
from voronka.models import HandOver, Pipeline, Stage

_BEGINNINGS = (StageKind.UNSORTED, StageKind.WORKING)


def add_hand_over(
    *, by: Actor, at: datetime, pipeline: int, stage: int | None, carries: str, request_id: str = ""
) -> HandOver:
    """One more way on: won deals of `pipeline` begin anew at `stage`, which says the pipeline as well.

    Raises:
        NotAllowed, NotFound
        Invalid: `stage` REQUIRED, UNKNOWN_CHOICE, or ALREADY_TAKEN when they go on in its pipeline already.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = draft_for(load_pipeline(pipeline).pk, at)
        clean = _clean(row, stage, carries, None)
        made = HandOver.objects.create(
            pipeline=row, to_pipeline_id=clean["stage"].pipeline_id, stage=clean["stage"], carries=clean["carries"]
        )  # fmt: skip
        _log(made, None, _told(made), by=by, at=at, request_id=request_id)
        return made


def change_hand_over(
    *, by: Actor, at: datetime, hand_over: int, stage: int | None, carries: str, request_id: str = ""
) -> int:
    """Let the deals begin elsewhere, or tell the receiver something else. Returns the pipeline in force that it is of.

    Raises:
        NotAllowed, NotFound, Invalid: as `add_hand_over`.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _drafted(hand_over, at)
        before = _told(row)
        clean = _clean(row.pipeline, stage, carries, row)
        row.stage, row.carries = clean["stage"], clean["carries"]
        row.to_pipeline_id = clean["stage"].pipeline_id
        if _told(row) == before:
            let_go_if_new(row.pipeline)
        else:
            HandOver.objects.filter(pk=row.pk).update(
                to_pipeline_id=row.to_pipeline_id, stage=row.stage, carries=row.carries
            )
            _log(row, before, _told(row), by=by, at=at, request_id=request_id)
        return row.pipeline.draft_of_id or row.pipeline_id


def remove_hand_over(*, by: Actor, at: datetime, hand_over: int, request_id: str = "") -> int:
    """Let won deals go on there no longer; those that did stay. The pipeline that it was of.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _drafted(hand_over, at)
        HandOver.objects.filter(pk=row.pk).delete()
        _log(row, _told(row), None, by=by, at=at, request_id=request_id)
        return row.pipeline.draft_of_id or row.pipeline_id


def take_over_hand_overs(
    hand_overs: Iterable[Written],
    pipelines: Mapping[str, Pipeline],
    language: str,
    drafts: Mapping[str, Pipeline] | None = None,
) -> None:
    """The hand-overs of a playbook that is taken in, within that command; of several between two pipelines the first.

    `drafts`: where those of a pipeline that is in force wait, by the file's key of it. One that is there between the
    same two is replaced. A stage that only a draft has begins nothing yet.
    """
    in_force = Stage.objects.filter(pipeline__in=pipelines.values(), retired_at=None)
    stages = {(stage.pipeline_id, stage.key): stage for stage in in_force}
    first = {(one.from_pipeline, one.to_pipeline): one for one in reversed(list(hand_overs))}
    for one in first.values():
        begin, to = pipelines[one.from_pipeline], pipelines[one.to_pipeline]
        HandOver.objects.update_or_create(
            pipeline=(drafts or {}).get(one.from_pipeline, begin), to_pipeline=to,
            defaults={
                "stage": stages.get((to.pk, one.to_stage)), "key": one.key, "name": one.name[language],
                "carries": one.carries[language],
            },
        )  # fmt: skip
        # What a file calls it judges nobody: robots go by it.
        HandOver.objects.filter(pipeline=begin, to_pipeline=to).update(key=one.key)


def _drafted(hand_over: int, at: datetime) -> HandOver:
    """The draft of a hand-over in force, its draft begun now when there is none; a draft's own id is taken as well."""
    rows = HandOver.objects.select_related("pipeline", "to_pipeline", "stage")
    row = rows.filter(pk=hand_over).first()
    if row is not None and row.pipeline.draft_of_id is None:
        draft = draft_for(row.pipeline_id, at)
        row = rows.filter(pipeline=draft, to_pipeline=row.to_pipeline_id).first()
    if row is None:
        # There is none, or the draft leaves it out already.
        raise NotFound
    return row


def _clean(pipeline: Pipeline, stage: int | None, carries: str, own: HandOver | None) -> dict[str, Any]:
    clean = values.checked({"carries": lambda: values.line(carries, CARRIES_LENGTH)})
    if stage is None:
        raise Invalid({"stage": Problem.REQUIRED})
    rows = Stage.objects.filter(pipeline__draft_of=None, kind__in=_BEGINNINGS, retired_at=None)
    row = rows.filter(pk=stage).first()
    if row is None:
        raise Invalid({"stage": Problem.UNKNOWN_CHOICE})
    same = HandOver.objects.filter(pipeline=pipeline, to_pipeline=row.pipeline_id)
    if same.exclude(pk=0 if own is None else own.pk).exists():
        raise Invalid({"stage": Problem.ALREADY_TAKEN})
    return {**clean, "stage": row}


def _log(
    row: HandOver,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    by: Actor,
    at: datetime,
    request_id: str,
) -> None:
    renew(row.pipeline_id, at)
    log_setup(
        What.HAND_OVER, row.pk, by=by, at=at, before=before, after=after, pipeline=row.pipeline_id,
        request_id=request_id,
    )  # fmt: skip


def _told(row: HandOver) -> dict[str, Any]:
    return {"to_pipeline": row.to_pipeline_id, "stage": row.stage_id, "carries": row.carries}
