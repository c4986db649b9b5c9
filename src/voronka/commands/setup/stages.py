"""Stages of a pipeline: added, described, limited, put in order, merged away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from voronka.commands import values
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.pipelines import MOST_STAGES, STAGE_NAME_LENGTH, load_pipeline
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    renew,
    reordered,
)
from voronka.commands.task_rows import TITLE_LENGTH
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.seller_steps import StepRow, step_rows, steps_written
from voronka.domain.task import TaskKind
from voronka.models import Deal, Stage, StageVisit
from voronka.queries.visibility import visible_deals

PURPOSE_LENGTH = 300
STEP_LINE_LENGTH = 200
MOST_LINES = 40
LONGEST = timedelta(days=3650)
UNITS: Mapping[str, timedelta] = {
    "days": timedelta(days=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
}
# More are moved from the list first, a thousand at a go: one transaction must stay short.
MOST_MERGED = 1000
# What an exit may say of itself; it has no limit, and only Postponed supplies a step.
_EXIT_FIELDS = frozenset({"name", "purpose", "steps"})
_STEP_FIELDS = frozenset({"step_kind", "step_title"})
_DURATIONS = frozenset({"limit", "step_after"})


def add_stage(
    *, by: Actor, at: datetime, pipeline: int, fields: Mapping[str, str], request_id: str = ""
) -> Stage:
    """A working stage after the last one. `fields` as in `change_stage`; `name` and `step_title` are required.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        load_pipeline(pipeline)
        working = _working(pipeline)
        if len(working) >= MOST_STAGES:
            raise Invalid({"name": Problem.TOO_LARGE})
        columns = _read({"name": "", "step_title": "", **fields}, StageKind.WORKING, pipeline, None)
        row = Stage.objects.create(
            pipeline_id=pipeline, kind=StageKind.WORKING, position=len(working) + 1, **columns
        )
        _number(pipeline, [*working, row.pk])
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
    step_after and step_after_unit; units are days, hours or minutes. An empty limit is none. Only what the
    stage's kind has is read.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = load_stage(stage)
        before = _told(row)
        columns = _read(fields, StageKind(row.kind), row.pipeline_id, row)
        for column, value in columns.items():
            setattr(row, column, value)
        after = _told(row)
        if after == before:
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
        row = load_stage(stage)
        order = _working(row.pipeline_id)
        if row.pk not in order:
            raise NotFound
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            return
        _number(row.pipeline_id, wanted)
        renew(row.pipeline_id, at)
        log_setup(
            What.STAGE, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            pipeline=row.pipeline_id, request_id=request_id,
        )  # fmt: skip


def remove_stage(
    *, by: Actor, at: datetime, stage: int, into: int | None = None, reason: str = "", request_id: str = ""
) -> int:
    """Take a working stage out of its pipeline, its deals first moved on or back to the stage `into`.

    The deals move through the gate as a head's exceptions with `reason`, and each keeps that in its
    timeline. A stage that was ever used stays in the history, retired. Returns how many deals moved.

    Raises:
        NotAllowed: also when deals stand there that `by` may not see.
        NotFound
        Invalid: `into` REQUIRED while deals stand there, TOO_LARGE when they are more than `MOST_MERGED`,
            UNKNOWN_CHOICE; `stage` LAST_ONE.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = load_stage(stage)
        others = [id for id in _working(row.pipeline_id) if id != row.pk]
        if row.kind != StageKind.WORKING:
            raise NotFound
        if not others:
            raise Invalid({"stage": Problem.LAST_ONE})
        deals = _deals_at(by, row)
        if deals:
            _merge(deals, others, into, by=by, at=at, reason=reason, request_id=request_id)
        retired = _take_out(row, at)
        _number(row.pipeline_id, others)
        renew(row.pipeline_id, at)
        log_setup(
            What.STAGE, row.pk, by=by, at=at, before=_told(row),
            after={"retired": True, "into": into, "deals": len(deals)} if retired else None,
            pipeline=row.pipeline_id, request_id=request_id,
        )  # fmt: skip
        return len(deals)


def read_limit(text: str, unit: str) -> timedelta | None:
    """A limit as people type it; empty: none.

    Raises:
        Bad
    """
    return _duration(text, unit, least=timedelta(minutes=1))


def load_stage(stage: int) -> Stage:
    """The row of a stage in use.

    Raises:
        NotFound
    """
    row = Stage.objects.filter(pk=stage, retired_at=None).first()
    if row is None:
        raise NotFound
    return row


def _working(pipeline: int) -> list[int]:
    rows = Stage.objects.filter(pipeline=pipeline, kind=StageKind.WORKING, retired_at=None)
    return list(rows.order_by("position", "id").values_list("id", flat=True))


def _number(pipeline: int, working: list[int]) -> None:
    """Unsorted first, then the working stages in this order, then the exits as they were."""
    others = Stage.objects.filter(pipeline=pipeline, retired_at=None).exclude(kind=StageKind.WORKING)
    exits = list(
        others.exclude(kind=StageKind.UNSORTED).order_by("position", "id").values_list("id", flat=True)
    )
    first = list(others.filter(kind=StageKind.UNSORTED).values_list("id", flat=True))
    number_rows(Stage, [*first, *working, *exits])


def _deals_at(by: Actor, row: Stage) -> list[int]:
    deals = list(
        Deal.objects.filter(stage=row).order_by("id").values_list("id", flat=True)[: MOST_MERGED + 1]
    )
    seen = visible_deals(by).filter(stage=row).count()
    if seen < Deal.objects.filter(stage=row).count():
        raise NotAllowed
    return deals


def _merge(
    deals: list[int],
    others: list[int],
    into: int | None,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    request_id: str,
) -> None:
    if len(deals) > MOST_MERGED:
        raise Invalid({"into": Problem.TOO_LARGE})
    if into not in others:
        raise Invalid({"into": Problem.REQUIRED if into is None else Problem.UNKNOWN_CHOICE})
    text = values.checked({"reason": lambda: values.line(reason, 400, required=True)})["reason"]
    for deal in deals:
        move = Move(to=into, reason=text, exception=text)
        move_deal(by=by, at=at, deal=deal, move=move, request_id=request_id)


def _take_out(row: Stage, at: datetime) -> bool:
    """Delete the row, or retire it when the history speaks of it; True when it was retired."""
    if StageVisit.objects.filter(stage=row).exists():
        Stage.objects.filter(pk=row.pk).update(retired_at=at)
        return True
    Stage.objects.filter(pk=row.pk).delete()
    return False


def _read(fields: Mapping[str, str], kind: StageKind, pipeline: int, own: Stage | None) -> dict[str, Any]:
    readers: dict[str, Any] = {
        name: lambda name=name: _value(name, fields, pipeline, own)
        for name in fields.keys() & _fields_of(kind)
    }
    return values.checked(readers)


def _fields_of(kind: StageKind) -> frozenset[str]:
    match kind:
        case StageKind.UNSORTED | StageKind.WORKING:
            return _EXIT_FIELDS | _STEP_FIELDS | _DURATIONS
        case StageKind.POSTPONED:
            return _EXIT_FIELDS | _STEP_FIELDS
        case StageKind.WON | StageKind.LOST:
            return _EXIT_FIELDS


def _value(name: str, fields: Mapping[str, str], pipeline: int, own: Stage | None) -> Any:
    text = fields[name]
    match name:
        case "name":
            return _name(text, pipeline, own)
        case "purpose":
            return values.line(text, PURPOSE_LENGTH)
        case "steps":
            return _steps(text)
        case "step_kind":
            return _task_kind(text)
        case "step_title":
            return values.line(text, TITLE_LENGTH, required=True)
        case "limit":
            return read_limit(text, fields.get("limit_unit", "days"))
        case _:
            after = _duration(text, fields.get("step_after_unit", "days"), least=timedelta(0))
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


def _task_kind(text: str) -> TaskKind:
    try:
        return TaskKind(text)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None


def _duration(text: str, unit: str, *, least: timedelta) -> timedelta | None:
    """A whole number of a unit; empty: none."""
    number = text.strip()
    if not number:
        return None
    if unit not in UNITS:
        raise Bad(Problem.UNKNOWN_CHOICE)
    if number.startswith("-"):
        raise Bad(Problem.NEGATIVE)
    if not (number.isascii() and number.isdigit()):
        raise Bad(Problem.NOT_A_NUMBER)
    if len(number) > len("99999"):
        raise Bad(Problem.TOO_LARGE)
    found = int(number) * UNITS[unit]
    if found > LONGEST:
        raise Bad(Problem.TOO_LARGE)
    if found < least:
        raise Bad(Problem.NOT_A_NUMBER)
    return found


def _told(row: Stage) -> dict[str, Any]:
    return {
        "name": row.name,
        "purpose": row.purpose,
        "limit_seconds": None if row.limit is None else int(row.limit.total_seconds()),
        "steps": list(row.steps),
        "step_kind": str(row.step_kind),
        "step_title": row.step_title,
        "step_after_seconds": int(row.step_after.total_seconds()),
    }
