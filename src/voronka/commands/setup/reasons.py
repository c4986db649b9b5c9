"""Reasons of leaving a pipeline, lost or postponed: added, renamed, retired, put in order."""

from datetime import datetime
from typing import Any

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
from voronka.models import Reason
from voronka.queries.shipped_playbooks import usual_reasons
from voronka.queries.workspace import workspace

NAME_LENGTH = 80
MOST_REASONS = 50
EXITS = frozenset({StageKind.LOST.value, StageKind.POSTPONED.value})


def install_usual_reasons() -> None:
    """The usual ones in the workspace's language where there are none: without a reason no deal could be lost.

    Within the transaction of who makes the first pipeline.
    """
    if Reason.objects.exists():
        return
    language = workspace().language
    for way_out, usual in zip((StageKind.LOST, StageKind.POSTPONED), usual_reasons(), strict=True):
        Reason.objects.bulk_create(
            Reason(exit=way_out, name=one.name[language], position=place, asks_competitor=one.asks_competitor)
            for place, one in enumerate(usual)
        )


def add_reason(
    *, by: Actor, at: datetime, way_out: str, name: str, asks_competitor: bool, request_id: str = ""
) -> Reason:
    """One more reason at the end of its list; `way_out` is lost or postponed. Only reasons of losing ask for a competitor.

    Raises:
        NotAllowed, Invalid
        NotFound: no such exit.
    """
    refuse_unless_sets_up_method(by)
    if way_out not in EXITS:
        raise NotFound
    with writing():
        clean = values.checked({"name": lambda: _name(name, way_out, None)})["name"]
        there = Reason.objects.filter(exit=way_out).count()
        if there >= MOST_REASONS:
            raise Invalid({"name": Problem.TOO_LARGE})
        row = Reason.objects.create(
            exit=way_out,
            name=clean,
            position=there,
            asks_competitor=asks_competitor and way_out == StageKind.LOST,
        )
        log_setup(What.REASON, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id)
        return row


def change_reason(
    *, by: Actor, at: datetime, reason: int, name: str, asks_competitor: bool, request_id: str = ""
) -> None:
    """Rename a reason, or change what it asks for. Deals that left by it show the new name.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(reason)
        before = _told(row)
        row.name = values.checked({"name": lambda: _name(name, row.exit, row)})["name"]
        row.asks_competitor = asks_competitor and row.exit == StageKind.LOST
        _save(row, before, by=by, at=at, request_id=request_id)


def retire_reason(*, by: Actor, at: datetime, reason: int, request_id: str = "") -> None:
    """Offer it no longer; deals that left by it keep it.

    Raises:
        NotAllowed, NotFound
        Invalid: `reason` LAST_ONE; without a reason no deal could leave that way.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(reason)
        others = Reason.objects.filter(exit=row.exit, is_retired=False).exclude(pk=row.pk)
        if not others.exists():
            raise Invalid({"reason": Problem.LAST_ONE})
        before, row.is_retired = _told(row), True
        _save(row, before, by=by, at=at, request_id=request_id)


def restore_reason(*, by: Actor, at: datetime, reason: int, request_id: str = "") -> None:
    """Offer a retired reason again.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(reason)
        before, row.is_retired = _told(row), False
        _save(row, before, by=by, at=at, request_id=request_id)


def place_reason(*, by: Actor, at: datetime, reason: int, place: int, request_id: str = "") -> None:
    """Put a reason at another place of its list, counted from 0; retired ones are not counted.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(reason)
        rows = Reason.objects.filter(exit=row.exit).order_by("position", "id")
        order = list(rows.filter(is_retired=False).values_list("id", flat=True))
        retired = list(rows.filter(is_retired=True).values_list("id", flat=True))
        if row.pk not in order:
            raise NotFound
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            return
        number_rows(Reason, [*wanted, *retired])
        log_setup(
            What.REASON, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            request_id=request_id,
        )  # fmt: skip


def _load(reason: int) -> Reason:
    row = Reason.objects.filter(pk=reason).first()
    if row is None:
        raise NotFound
    return row


def _name(name: str, way_out: str, own: Reason | None) -> str:
    clean = values.line(name, NAME_LENGTH, required=True)
    if (
        Reason.objects.filter(exit=way_out, name__iexact=clean)
        .exclude(pk=0 if own is None else own.pk)
        .exists()
    ):
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _save(row: Reason, before: dict[str, Any], *, by: Actor, at: datetime, request_id: str) -> None:
    after = _told(row)
    if after == before:
        return
    Reason.objects.filter(pk=row.pk).update(
        name=row.name, asks_competitor=row.asks_competitor, is_retired=row.is_retired
    )
    log_setup(What.REASON, row.pk, by=by, at=at, before=before, after=after, request_id=request_id)


def _told(row: Reason) -> dict[str, Any]:
    return {
        "exit": row.exit,
        "name": row.name,
        "asks_competitor": row.asks_competitor,
        "is_retired": row.is_retired,
    }
