"""Pipelines: made from scratch, renamed, put in order, removed while nothing ever passed through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from voronka.commands import values
from voronka.commands.pipeline_versions import write_version
from voronka.commands.setup.reasons import install_usual_reasons
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    renew,
    reordered,
)
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.domain.task import TaskKind
from voronka.models import Deal, HandOver, Pipeline, Stage, StageCriterion, StageVisit

NAME_LENGTH = 80
STAGE_NAME_LENGTH = 40
MOST_STAGES = 20
# Until the head sets a stage's own: calls are due the next day.
FIRST_STEP_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What the stages of a new pipeline are called and supply, in the language of whoever makes it."""

    unsorted: str
    won: str
    lost: str
    postponed: str
    next_step: str


def create_pipeline(
    *, by: Actor, at: datetime, name: str, kind: str, stages: str, words: FirstWords, request_id: str = ""
) -> Pipeline:
    """A pipeline with these working stages, one name to a line, between Unsorted and the three exits.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        clean = values.checked(
            {
                "name": lambda: _name(name, None),
                "kind": lambda: _kind(kind),
                "stages": lambda: _stage_names(stages),
            }
        )
        last = _in_force().order_by("-position").values_list("position", flat=True).first()
        pipeline = Pipeline.objects.create(
            name=clean["name"], kind=clean["kind"], position=0 if last is None else last + 1, changed_at=at
        )
        _add_stages(pipeline, clean["stages"], words)
        install_usual_reasons()
        write_version(pipeline.pk, 1, by=by, at=at)
        after = {**_told(pipeline), "stages": clean["stages"]}
        log_setup(
            What.PIPELINE, pipeline.pk, by=by, at=at, before=None, after=after, pipeline=pipeline.pk,
            request_id=request_id,
        )  # fmt: skip
        return pipeline


def change_pipeline(
    *, by: Actor, at: datetime, pipeline: int, name: str, kind: str, request_id: str = ""
) -> Pipeline:
    """Rename a pipeline, or change what its cards are called.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = load_pipeline(pipeline)
        before = _told(row)
        clean = values.checked({"name": lambda: _name(name, row), "kind": lambda: _kind(kind)})
        row.name, row.kind = clean["name"], clean["kind"]
        if before == _told(row):
            return row
        Pipeline.objects.filter(pk=row.pk).update(**clean)
        Pipeline.objects.filter(draft_of=row).update(**clean)
        renew(row.pk, at)
        log_setup(
            What.PIPELINE, row.pk, by=by, at=at, before=before, after=_told(row), pipeline=row.pk,
            request_id=request_id,
        )  # fmt: skip
        return row


def place_pipeline(*, by: Actor, at: datetime, pipeline: int, place: int, request_id: str = "") -> None:
    """Put a pipeline at another place of the switcher, counted from 0.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = load_pipeline(pipeline)
        order = list(_in_force().order_by("position", "id").values_list("id", flat=True))
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            return
        number_rows(Pipeline, wanted)
        for id in wanted:
            renew(id, at)
        log_setup(
            What.PIPELINE, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            pipeline=row.pk, request_id=request_id,
        )  # fmt: skip


def remove_pipeline(*, by: Actor, at: datetime, pipeline: int, request_id: str = "") -> None:
    """Remove a pipeline that no deal ever was in.

    Raises:
        NotAllowed, NotFound
        Invalid: `pipeline` IN_USE, or LAST_ONE; `hand_over` IN_USE when won deals of another go on in it.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = load_pipeline(pipeline)
        stages = Stage.objects.filter(pipeline=row)
        if Deal.objects.filter(pipeline=row).exists() or StageVisit.objects.filter(stage__in=stages).exists():
            raise Invalid({"pipeline": Problem.IN_USE})
        if not _in_force().exclude(pk=row.pk).exists():
            raise Invalid({"pipeline": Problem.LAST_ONE})
        if HandOver.objects.filter(to_pipeline=row).exclude(pipeline=row).exists():
            raise Invalid({"hand_over": Problem.IN_USE})
        StageCriterion.objects.filter(stage__draft_of__in=stages).delete()
        Stage.objects.filter(pipeline__draft_of=row).delete()
        Pipeline.objects.filter(draft_of=row).delete()
        stages.delete()
        Pipeline.objects.filter(pk=row.pk).delete()
        log_setup(
            What.PIPELINE, pipeline, by=by, at=at, before=_told(row), after=None, pipeline=pipeline,
            request_id=request_id,
        )  # fmt: skip


def _in_force() -> QuerySet[Pipeline]:
    """All but drafts."""
    return Pipeline.objects.filter(draft_of=None)


def load_pipeline(pipeline: int) -> Pipeline:
    """The row.

    Raises:
        NotFound
    """
    row = _in_force().filter(pk=pipeline).first()
    if row is None:
        raise NotFound
    return row


def _name(name: str, own: Pipeline | None) -> str:
    clean = values.line(name, NAME_LENGTH, required=True)
    if _in_force().filter(name__iexact=clean).exclude(pk=0 if own is None else own.pk).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _kind(kind: str) -> PipelineKind:
    try:
        return PipelineKind(kind)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None


def _stage_names(text: str) -> list[str]:
    names = [values.line(line, STAGE_NAME_LENGTH) for line in text.splitlines()]
    names = [name for name in names if name]
    if not names:
        raise Bad(Problem.REQUIRED)
    if len(names) > MOST_STAGES:
        raise Bad(Problem.TOO_LONG)
    if len({name.casefold() for name in names}) < len(names):
        raise Bad(Problem.ALREADY_TAKEN)
    return names


def _add_stages(pipeline: Pipeline, working: list[str], words: FirstWords) -> None:
    rows = [
        (words.unsorted, StageKind.UNSORTED),
        *((name, StageKind.WORKING) for name in working),
        (words.won, StageKind.WON),
        (words.lost, StageKind.LOST),
        (words.postponed, StageKind.POSTPONED),
    ]
    Stage.objects.bulk_create(
        Stage(
            pipeline=pipeline, name=name[:STAGE_NAME_LENGTH], kind=kind, position=position,
            step_kind=TaskKind.CALL, step_title=words.next_step, step_after=FIRST_STEP_AFTER,
        )
        for position, (name, kind) in enumerate(rows)
    )  # fmt: skip


def _told(row: Pipeline) -> dict[str, Any]:
    return {"name": row.name, "kind": str(row.kind)}
