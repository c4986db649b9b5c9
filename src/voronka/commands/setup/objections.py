"""Kinds of objections with their answers: added, changed, retired, put in order."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.setup.playbooks import install_objections
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
from voronka.domain.playbook.model import PlaybookObjection
from voronka.models import ObjectionKind
from voronka.queries.workspace import workspace

NAME_LENGTH = 80
ANSWER_LENGTH = 300
MOST_ANSWERS = 20
MOST_KINDS = 50


def add_objection_kind(
    *, by: Actor, at: datetime, name: str, answers: str, request_id: str = ""
) -> ObjectionKind:
    """One more kind at the end; `answers`: one a line.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        clean = _checked(name, answers, None)
        there = ObjectionKind.objects.count()
        if there >= MOST_KINDS:
            raise Invalid({"name": Problem.TOO_LARGE})
        row = ObjectionKind.objects.create(position=there, **clean)
        log_setup(What.OBJECTION, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id)
        return row


def take_usual_kinds(
    *, by: Actor, at: datetime, objections: Iterable[PlaybookObjection], request_id: str = ""
) -> None:
    """Begin with what clients of nearly any trade object, in the workspace's language; what is there stays.

    Raises:
        NotAllowed
    """
    refuse_unless_sets_up_method(by)
    with writing():
        there = set(ObjectionKind.objects.values_list("id", flat=True))
        install_objections(objections, workspace().language)
        for row in ObjectionKind.objects.exclude(pk__in=there).order_by("position"):
            log_setup(
                What.OBJECTION, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id
            )


def change_objection_kind(
    *, by: Actor, at: datetime, kind: int, name: str, answers: str, request_id: str = ""
) -> None:
    """Rename a kind, or write other answers. What was noted under it shows the new name.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(kind)
        before, clean = _told(row), _checked(name, answers, row)
        row.name, row.answers = clean["name"], clean["answers"]
        _write(row, before, by=by, at=at, request_id=request_id)


def retire_objection_kind(*, by: Actor, at: datetime, kind: int, request_id: str = "") -> None:
    """Offer it no longer; what was noted under it stays.

    Raises:
        NotAllowed, NotFound
    """
    _set_retired(by, at, kind, request_id, is_retired=True)


def restore_objection_kind(*, by: Actor, at: datetime, kind: int, request_id: str = "") -> None:
    """Offer a retired kind again.

    Raises:
        NotAllowed, NotFound
    """
    _set_retired(by, at, kind, request_id, is_retired=False)


def place_objection_kind(*, by: Actor, at: datetime, kind: int, place: int, request_id: str = "") -> None:
    """Put a kind at another place, counted from 0; retired ones are not counted.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        rows = ObjectionKind.objects.order_by("position", "id")
        order = list(rows.filter(is_retired=False).values_list("id", flat=True))
        retired = list(rows.filter(is_retired=True).values_list("id", flat=True))
        if kind not in order:
            raise NotFound
        wanted = reordered(order, kind, place)
        if wanted == order:
            return
        number_rows(ObjectionKind, [*wanted, *retired])
        log_setup(
            What.OBJECTION, kind, by=by, at=at, before={"order": order}, after={"order": wanted},
            request_id=request_id,
        )  # fmt: skip


def _set_retired(by: Actor, at: datetime, kind: int, request_id: str, *, is_retired: bool) -> None:
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(kind)
        before, row.is_retired = _told(row), is_retired
        _write(row, before, by=by, at=at, request_id=request_id)


def _load(kind: int) -> ObjectionKind:
    row = ObjectionKind.objects.filter(pk=kind).first()
    if row is None:
        raise NotFound
    return row


def _checked(name: str, answers: str, own: ObjectionKind | None) -> dict[str, Any]:
    return values.checked({"name": lambda: _name(name, own), "answers": lambda: _lines(answers)})


def _name(name: str, own: ObjectionKind | None) -> str:
    clean = values.line(name, NAME_LENGTH, required=True)
    same = ObjectionKind.objects.filter(name__iexact=clean).exclude(pk=0 if own is None else own.pk)
    if same.exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _lines(text: str) -> list[str]:
    found = [line for line in (values.line(part, ANSWER_LENGTH) for part in text.splitlines()) if line]
    if len(found) > MOST_ANSWERS:
        raise Bad(Problem.TOO_LONG)
    return found


def _write(row: ObjectionKind, before: dict[str, Any], *, by: Actor, at: datetime, request_id: str) -> None:
    after = _told(row)
    if after == before:
        return
    ObjectionKind.objects.filter(pk=row.pk).update(
        name=row.name, answers=row.answers, is_retired=row.is_retired
    )
    log_setup(What.OBJECTION, row.pk, by=by, at=at, before=before, after=after, request_id=request_id)


def _told(row: ObjectionKind) -> dict[str, Any]:
    return {"name": row.name, "answers": list(row.answers), "is_retired": row.is_retired}
