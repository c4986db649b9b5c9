"""Stages of a pipeline's draft: added, described, limited, put in order, taken out.

The first change begins the draft; nothing of it counts before it is published (see drafts.py).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from voronka.commands import values
from voronka.commands.setup.drafts import draft_for, drafted_stage, let_go_if_new
from voronka.commands.setup.limit_fields import read_length, read_limit, read_limits
from voronka.commands.setup.pipelines import MOST_STAGES, STAGE_NAME_LENGTH
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    renew,
    reordered,
)
from voronka.commands.stage_limits import limit_rows
from voronka.commands.task_rows import TITLE_LENGTH
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Advance, BuyerStage, StageKind
from voronka.domain.seller_steps import StepRow, step_rows, steps_written
from voronka.domain.task import TaskKind
from voronka.models import Stage

Kind = TypeVar("Kind", bound=StrEnum)

PURPOSE_LENGTH = 300
QUESTION_LENGTH = 200
STEP_LINE_LENGTH = 200
MOST_LINES = 40
# What an exit may say of itself; it has no limit, and only Postponed supplies a step.
_EXIT_FIELDS = frozenset({"name", "purpose", "steps"})
_STEP_FIELDS = frozenset({"step_kind", "step_title"})
_DEMANDS = frozenset({"step_is_limiter"})
_DURATIONS = frozenset({"limit", "step_after", "limits"})
_WORKING_FIELDS = frozenset({"question", "buyer", "advance", "back_to"})


def add_stage(
    *,
    by: Actor,
    at: datetime,
    pipeline: int,
    fields: Mapping[str, str],
    below: int | None = None,
    request_id: str = "",
) -> Stage:
    """A working stage after the last one. `fields` as in `change_stage`; `name` and `step_title` are required.

    `below` is the stage that it comes behind instead: a working one, or Unsorted for the first place.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        pipeline = draft_for(pipeline, at).pk
        working = _working(pipeline)
        place = len(working) if below is None else _place_below(below, pipeline, working, at)
        if len(working) >= MOST_STAGES:
            raise Invalid({"name": Problem.TOO_LARGE})
        columns = _read({"name": "", "step_title": "", **fields}, StageKind.WORKING, pipeline, None)
        row = Stage.objects.create(
            pipeline_id=pipeline, kind=StageKind.WORKING, position=len(working) + 1, **columns
        )
        _number(pipeline, reordered([*working, row.pk], row.pk, place))
        renew(pipeline, at)
        log_setup(
            What.STAGE, row.pk, by=by, at=at, before=None, after=_told(row), pipeline=pipeline,
            request_id=request_id,
        )  # fmt: skip
        return row


def change_stage(
    *, by: Actor, at: datetime, stage: int, fields: Mapping[str, str], request_id: str = ""
) -> Stage:
    """Change what a stage says and supplies, as people type it.

    Fields: name, purpose, limit and limit_unit, steps (as lines, see domain.seller_steps), step_kind, step_title,
    step_is_limiter, step_after and step_after_unit, question, buyer, advance, back ("any" or "only") with back_to (names of stages, one to
    a line), wake_after and wake_after_unit; units are weeks, days, hours or minutes. An empty limit is none. `limits`:
    that the limits of some deals are among them, see limit_fields.py. Only what the stage's kind has is read.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_stage(stage, at)
        before = _told(row)
        columns = _read(fields, StageKind(row.kind), row.pipeline_id, row)
        for column, value in columns.items():
            setattr(row, column, value)
        after = _told(row)
        if after == before:
            let_go_if_new(row.pipeline)
            return row
        Stage.objects.filter(pk=row.pk).update(**columns)
        renew(row.pipeline_id, at)
        log_setup(
            What.STAGE, row.pk, by=by, at=at,
            before={key: value for key, value in before.items() if after[key] != value},
            after={key: value for key, value in after.items() if before[key] != value},
            pipeline=row.pipeline_id, request_id=request_id,
        )  # fmt: skip
        return row


def place_stage(*, by: Actor, at: datetime, stage: int, place: int, request_id: str = "") -> None:
    """Put a working stage at another place among them, counted from 0.

    Raises:
        NotAllowed, NotFound: also for Unsorted and the exits, which have their places.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_stage(stage, at)
        order = _working(row.pipeline_id)
        if row.pk not in order:
            raise NotFound
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            let_go_if_new(row.pipeline)
            return
        _number(row.pipeline_id, wanted)
        renew(row.pipeline_id, at)
        log_setup(
            What.STAGE, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            pipeline=row.pipeline_id, request_id=request_id,
        )  # fmt: skip


def remove_stage(*, by: Actor, at: datetime, stage: int, request_id: str = "") -> None:
    """Take a working stage out of the draft. Where its deals go is asked when the draft is published.

    Raises:
        NotAllowed, NotFound
        Invalid: `stage` LAST_ONE.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_stage(stage, at)
        others = [id for id in _working(row.pipeline_id) if id != row.pk]
        if row.kind != StageKind.WORKING:
            raise NotFound
        if not others:
            raise Invalid({"stage": Problem.LAST_ONE})
        told, pipeline = _told(row), row.pipeline_id
        row.delete()
        _number(pipeline, others)
        renew(pipeline, at)
        log_setup(
            What.STAGE, stage, by=by, at=at, before=told, after=None, pipeline=pipeline, request_id=request_id
        )


def _working(pipeline: int) -> list[int]:
    rows = Stage.objects.filter(pipeline=pipeline, kind=StageKind.WORKING, retired_at=None)
    return list(rows.order_by("position", "id").values_list("id", flat=True))


def _place_below(stage: int, draft: int, working: list[int], at: datetime) -> int:
    """The place behind this stage among the draft's working ones, counted from 0."""
    row = drafted_stage(stage, at)
    if row.kind == StageKind.UNSORTED and row.pipeline_id == draft:
        return 0
    if row.pk not in working:
        raise NotFound
    return working.index(row.pk) + 1


def _number(pipeline: int, working: list[int]) -> None:
    """Unsorted first, then the working stages in this order, then the exits as they were."""
    others = Stage.objects.filter(pipeline=pipeline, retired_at=None).exclude(kind=StageKind.WORKING)
    exits = list(
        others.exclude(kind=StageKind.UNSORTED).order_by("position", "id").values_list("id", flat=True)
    )
    first = list(others.filter(kind=StageKind.UNSORTED).values_list("id", flat=True))
    number_rows(Stage, [*first, *working, *exits])


def _read(fields: Mapping[str, str], kind: StageKind, pipeline: int, own: Stage | None) -> dict[str, Any]:
    given = fields.keys() & _fields_of(kind)
    readers: dict[str, Any] = {
        name: lambda name=name: _value(name, fields, pipeline, own) for name in given - {"limits"}
    }
    both = [lambda: values.checked(readers)]
    if "limits" in given:
        both.append(lambda: {"limits": limit_rows(read_limits(fields))})
    return _all_of(both)


def _all_of(readers: Iterable[Callable[[], dict[str, Any]]]) -> dict[str, Any]:
    """What each read, or all problems of all at once."""
    found: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for read in readers:
        try:
            found |= read()
        except Invalid as invalid:
            problems |= invalid.problems
    if problems:
        raise Invalid(problems)
    return found


def _fields_of(kind: StageKind) -> frozenset[str]:
    match kind:
        case StageKind.UNSORTED:
            return _EXIT_FIELDS | _STEP_FIELDS | _DURATIONS | _DEMANDS
        case StageKind.WORKING:
            return _EXIT_FIELDS | _STEP_FIELDS | _DURATIONS | _DEMANDS | _WORKING_FIELDS
        case StageKind.POSTPONED:
            return _EXIT_FIELDS | _STEP_FIELDS | {"back_to"}
        case StageKind.LOST:
            return _EXIT_FIELDS | _STEP_FIELDS | {"back_to", "wake_after"}
        case StageKind.WON:
            return _EXIT_FIELDS | {"back_to"}


def _value(name: str, fields: Mapping[str, str], pipeline: int, own: Stage | None) -> Any:
    readers: Mapping[str, Callable[[str], Any]] = {
        "name": lambda text: _name(text, pipeline, own),
        "purpose": lambda text: values.line(text, PURPOSE_LENGTH),
        "question": lambda text: values.line(text, QUESTION_LENGTH),
        "buyer": lambda text: _one_of(BuyerStage, text) if text else "",
        "steps": _steps,
        "step_kind": lambda text: _one_of(TaskKind, text),
        "step_title": lambda text: values.line(text, TITLE_LENGTH, required=True),
        "step_is_limiter": bool,
        "step_after": lambda text: _needed(text, fields.get("step_after_unit", "days")),
        "limit": lambda text: read_limit(text, fields.get("limit_unit", "days")),
        "wake_after": lambda text: read_limit(text, fields.get("wake_after_unit", "days")),
        "advance": lambda text: _one_of(Advance, text),
        "back_to": lambda text: _stages_named(text, pipeline) if fields.get("back") == "only" else None,
    }
    return readers[name](fields[name])


def _needed(text: str, unit: str) -> timedelta:
    after = read_length(text, unit, least=timedelta(0))
    if after is None:
        raise Bad(Problem.REQUIRED)
    return after


def _name(text: str, pipeline: int, own: Stage | None) -> str:
    name = values.line(text, STAGE_NAME_LENGTH, required=True)
    same = Stage.objects.filter(pipeline=pipeline, name__iexact=name, retired_at=None)
    if same.exclude(pk=0 if own is None else own.pk).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return name


def _steps(text: str) -> list[StepRow]:
    lines = [line for line in (values.line(part, STEP_LINE_LENGTH) for part in text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise Bad(Problem.TOO_LONG)
    return step_rows(steps_written("\n".join(lines)))


def _one_of(kinds: type[Kind], text: str) -> Kind:
    try:
        return kinds(text)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None


def _stages_named(text: str, pipeline: int) -> list[int]:
    """The ids of the working stages with these names, one to a line."""
    known = {stage.name: stage.pk for stage in Stage.objects.filter(pk__in=_working(pipeline))}
    names = [line for line in text.splitlines() if line]
    if any(name not in known for name in names):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return [known[name] for name in names]


def _told(row: Stage) -> dict[str, Any]:
    return {
        "name": row.name,
        "purpose": row.purpose,
        "limit_seconds": None if row.limit is None else int(row.limit.total_seconds()),
        "limits": list(row.limits),
        "steps": list(row.steps),
        "step_kind": str(row.step_kind),
        "step_title": row.step_title,
        "step_after_seconds": int(row.step_after.total_seconds()),
        "step_is_limiter": row.step_is_limiter,
        "question": row.question,
        "buyer": str(row.buyer),
        "advance": str(row.advance),
        "back_to": row.back_to,
        "wake_after_seconds": None if row.wake_after is None else int(row.wake_after.total_seconds()),
    }
