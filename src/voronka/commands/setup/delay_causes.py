"""Causes of delay that a review may find: added, renamed, retired, put in order; of one stage or of every stage."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voronka.commands import values
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    reordered,
)
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import DelayCause, Stage

NAME_LENGTH = 80
MOST_CAUSES = 30
_OPEN_KINDS = (StageKind.UNSORTED, StageKind.WORKING)


def add_cause(*, by: Actor, at: datetime, stage: int | None, name: str, request_id: str = "") -> DelayCause:
    """One more cause at the end of its list; `stage` None: at every stage.

    Raises:
        NotAllowed, Invalid
        NotFound: no such open stage.
    """
    refuse_unless_sets_up_method(by)
    stages = Stage.objects.filter(kind__in=_OPEN_KINDS, retired_at=None, pipeline__draft_of=None)
    if stage is not None and not stages.filter(pk=stage).exists():
        raise NotFound
    with writing():
        clean = values.checked({"name": lambda: _name(name, stage, None)})["name"]
        there = _list(stage).count()
        if there >= MOST_CAUSES:
            raise Invalid({"name": Problem.TOO_LARGE})
        row = DelayCause.objects.create(stage_id=stage, name=clean, position=there)
        log_setup(What.CAUSE, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id)
        return row


def change_cause(*, by: Actor, at: datetime, cause: int, name: str, request_id: str = "") -> None:
    """Rename a cause. Reviews that found it show the new name.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(cause)
        before = _told(row)
        row.name = values.checked({"name": lambda: _name(name, row.stage_id, row)})["name"]
        _save(row, before, by=by, at=at, request_id=request_id)


def retire_cause(*, by: Actor, at: datetime, cause: int, request_id: str = "") -> None:
    """Offer it no longer; reviews that found it keep it.

    Raises:
        NotAllowed, NotFound
        Invalid: `cause` LAST_ONE; without one that is offered at every stage no review could be decided.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(cause)
        others = _list(None).filter(is_retired=False).exclude(pk=row.pk)
        if row.stage_id is None and not others.exists():
            raise Invalid({"cause": Problem.LAST_ONE})
        before, row.is_retired = _told(row), True
        _save(row, before, by=by, at=at, request_id=request_id)


def restore_cause(*, by: Actor, at: datetime, cause: int, request_id: str = "") -> None:
    """Offer a retired cause again.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(cause)
        before, row.is_retired = _told(row), False
        _save(row, before, by=by, at=at, request_id=request_id)


def place_cause(*, by: Actor, at: datetime, cause: int, place: int, request_id: str = "") -> None:
    """Put a cause at another place of its list, counted from 0; retired ones are not counted.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(cause)
        rows = _list(row.stage_id).order_by("position", "id")
        order = list(rows.filter(is_retired=False).values_list("id", flat=True))
        if row.pk not in order:
            raise NotFound
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            return
        retired = list(rows.filter(is_retired=True).values_list("id", flat=True))
        number_rows(DelayCause, [*wanted, *retired])
        log_setup(
            What.CAUSE, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            request_id=request_id,
        )  # fmt: skip


def _list(stage: int | None) -> QuerySet[DelayCause]:
    return DelayCause.objects.filter(stage=stage)


def _load(cause: int) -> DelayCause:
    row = DelayCause.objects.filter(pk=cause).first()
    if row is None:
        raise NotFound
    return row


def _name(name: str, stage: int | None, own: DelayCause | None) -> str:
    clean = values.line(name, NAME_LENGTH, required=True)
    others = _list(stage).filter(name__iexact=clean)
    if others.exclude(pk=0 if own is None else own.pk).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _save(row: DelayCause, before: dict[str, Any], *, by: Actor, at: datetime, request_id: str) -> None:
    after = _told(row)
    if after == before:
        return
    DelayCause.objects.filter(pk=row.pk).update(name=row.name, is_retired=row.is_retired)
    log_setup(What.CAUSE, row.pk, by=by, at=at, before=before, after=after, request_id=request_id)


def _told(row: DelayCause) -> dict[str, Any]:
    return {"stage": row.stage_id, "name": row.name, "is_retired": row.is_retired}
