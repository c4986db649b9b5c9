"""Exit criteria of a stage: added, changed, put in order, removed. Each is a typed fact that code checks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    renew,
    reordered,
)
from voronka.commands.setup.stages import load_stage
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.criteria import (
    Criterion,
    CriterionKind,
    Field,
    FileKind,
    NoteKind,
    criterion_params,
    parse_criterion,
)
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.ids import CriterionId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.task import TaskKind
from voronka.models import ExitCriterion, Stage

TITLE_LENGTH = 160
MOST_CRITERIA = 20
# What each kind asks for beside its title, by the name of the form's field and of the stored parameter.
_CHOICES: Mapping[str, type[Field | TaskKind | FileKind | NoteKind]] = {
    "field": Field,
    "task": TaskKind,
    "file": FileKind,
    "note": NoteKind,
}
_SINCE_ENTERED = frozenset({CriterionKind.TASK, CriterionKind.NOTE})


def read_criterion(fields: Mapping[str, str], id: int = 0) -> Criterion:
    """The criterion that a form means: title, kind, and what the kind asks for (field, task, file, note, amount, in_stage).

    Raises:
        Invalid
    """
    clean = values.checked(
        {
            "title": lambda: values.line(fields.get("title", ""), TITLE_LENGTH, required=True),
            "kind": lambda: _kind(fields.get("kind", "")),
        }
        | _readers(fields)
    )
    params = {key: value for key, value in clean.items() if key not in {"title", "kind"}}
    return parse_criterion(CriterionId(id), clean["kind"], clean["title"], params)


def add_criterion(
    *, by: Actor, at: datetime, stage: int, fields: Mapping[str, str], request_id: str = ""
) -> ExitCriterion:
    """One more criterion at the end of a stage's.

    Raises:
        NotAllowed, Invalid
        NotFound: no such stage, or an exit, which nothing leaves by a gate.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = load_stage(stage)
        if not StageKind(row.kind).is_open:
            raise NotFound
        criterion = read_criterion(fields)
        _refuse_doubled(row.pk, criterion)
        there = ExitCriterion.objects.filter(stage=row).count()
        if there >= MOST_CRITERIA:
            raise Invalid({"title": Problem.TOO_LARGE})
        kind, params = criterion_params(criterion)
        made = ExitCriterion.objects.create(
            stage=row, position=there, kind=kind, title=criterion.title, params=params
        )
        number_rows(ExitCriterion, _order(row.pk))
        _log(row, made.pk, by=by, at=at, before=None, after=_told(made), request_id=request_id)
        return made


def change_criterion(
    *, by: Actor, at: datetime, criterion: int, fields: Mapping[str, str], request_id: str = ""
) -> None:
    """Change what a criterion says or asks for. Confirmations given to it stay with it.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(criterion)
        before = _told(row)
        wanted = read_criterion(fields, row.pk)
        _refuse_doubled(row.stage_id, wanted)
        row.kind, row.params = criterion_params(wanted)
        row.title = wanted.title
        if before == _told(row):
            return
        ExitCriterion.objects.filter(pk=row.pk).update(kind=row.kind, title=row.title, params=row.params)
        _log(row.stage, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id)


def place_criterion(*, by: Actor, at: datetime, criterion: int, place: int, request_id: str = "") -> None:
    """Put a criterion at another place of its stage's, counted from 0.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(criterion)
        order = _order(row.stage_id)
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            return
        number_rows(ExitCriterion, wanted)
        _log(
            row.stage, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            request_id=request_id,
        )  # fmt: skip


def remove_criterion(*, by: Actor, at: datetime, criterion: int, request_id: str = "") -> None:
    """Ask for it no longer. Confirmations given to it go with it; the log keeps that they were given.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(criterion)
        ExitCriterion.objects.filter(pk=row.pk).delete()
        number_rows(ExitCriterion, _order(row.stage_id))
        _log(row.stage, criterion, by=by, at=at, before=_told(row), after=None, request_id=request_id)


def _refuse_doubled(stage: int, wanted: Criterion) -> None:
    same = ExitCriterion.objects.filter(stage=stage, title__iexact=wanted.title)
    if same.exclude(pk=wanted.id).exists():
        raise Invalid({"title": Problem.ALREADY_TAKEN})


def _load(criterion: int) -> ExitCriterion:
    row = ExitCriterion.objects.filter(pk=criterion, stage__retired_at=None).select_related("stage").first()
    if row is None:
        raise NotFound
    return row


def _order(stage: int) -> list[int]:
    rows = ExitCriterion.objects.filter(stage=stage).order_by("position", "id")
    return list(rows.values_list("id", flat=True))


def _kind(text: str) -> CriterionKind:
    try:
        return CriterionKind(text)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE if text else Problem.REQUIRED) from None


def _readers(fields: Mapping[str, str]) -> dict[str, Any]:
    """Readers of what the chosen kind asks for; nothing of an unknown kind."""
    kind = fields.get("kind", "")
    readers: dict[str, Any] = {}
    if kind in _CHOICES:
        readers[kind] = lambda: _choice(kind, fields.get(kind, ""))
    if kind in _SINCE_ENTERED:
        readers["in_stage"] = lambda: fields.get("in_stage", "") in {"1", "on", "true"}
    if kind == CriterionKind.AMOUNT:
        readers["amount"] = lambda: _amount(fields.get("amount", ""))
    return readers


def _choice(kind: str, text: str) -> str:
    try:
        return _CHOICES[kind](text).value
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE if text else Problem.REQUIRED) from None


def _amount(text: str) -> str:
    amount = values.amount(text)
    if not amount:
        raise Bad(Problem.REQUIRED)
    return str(amount)


def _log(
    stage: Stage,
    id: int,
    *,
    by: Actor,
    at: datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    request_id: str,
) -> None:
    renew(stage.pipeline_id, at)
    log_setup(
        What.CRITERION, id, by=by, at=at,
        before=before and {"stage": stage.pk, **before}, after=after and {"stage": stage.pk, **after},
        pipeline=stage.pipeline_id, request_id=request_id,
    )  # fmt: skip


def _told(row: ExitCriterion) -> dict[str, Any]:
    return {"title": row.title, "kind": str(row.kind), "params": dict(row.params)}
