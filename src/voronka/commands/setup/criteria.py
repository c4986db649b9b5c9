"""Criteria of a stage, at its entry or its exit: added, changed, put in order, removed. Each is a typed fact.

They are the draft's, as stages are (see drafts.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from django.db.models import QuerySet

from voronka.commands import values
from voronka.commands.setup.drafts import drafted_criterion, drafted_stage, let_go_if_new
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
from voronka.domain.criteria import (
    MOST_SECONDS,
    ConsentTo,
    Criterion,
    CriterionKind,
    Field,
    FileKind,
    MeetingOutcome,
    NoteKind,
    Party,
    Provable,
    Reached,
    Sendable,
    SomeOf,
    choosable,
    criterion_params,
    parse_criterion,
)
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.ids import CriterionId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Gate, StageKind
from voronka.domain.qualification import LeastFit
from voronka.domain.task import TaskKind
from voronka.models import Stage, StageCriterion

TITLE_LENGTH = 160
MOST_CRITERIA = 20
# What each kind chooses beside its title, by the name of the form's field and of the stored parameter.
_CHOICES: Mapping[CriterionKind, Mapping[str, type[StrEnum]]] = {
    CriterionKind.FIELD: {"field": Field},
    CriterionKind.TASK: {"task": TaskKind},
    CriterionKind.FILE: {"file": FileKind},
    CriterionKind.NOTE: {"note": NoteKind},
    CriterionKind.CALL: {"with": Party},
    CriterionKind.SENT: {"what": Sendable, "reached": Reached},
    CriterionKind.CONSENT: {"to": ConsentTo},
    CriterionKind.QUALIFIED: {"fit": LeastFit},
}
_SINCE_ENTERED = frozenset(
    {
        CriterionKind.TASK,
        CriterionKind.NOTE,
        CriterionKind.CALL,
        CriterionKind.MEETING,
        CriterionKind.SENT,
        CriterionKind.CONSENT,
    }
)
_HUNDRED = 100


def read_criterion(
    fields: Mapping[str, str], id: int = 0, others: Mapping[str, Provable] | None = None
) -> Criterion:
    """The criterion that a form means: title, kind, and what the kind asks for.

    `others` is what one that asks for some of several may hold (`domain.criteria.choosable`); lists in `fields`
    (outcomes, of) are joined by commas.

    Raises:
        Invalid
    """
    clean = values.checked(
        {
            "title": lambda: values.line(fields.get("title", ""), TITLE_LENGTH, required=True),
            "kind": lambda: _kind(fields.get("kind", "")),
        }
        | _readers(fields, others or {})
    )
    params = {key: value for key, value in clean.items() if key not in {"title", "kind"}}
    return parse_criterion(CriterionId(id), clean["kind"], clean["title"], params)


def add_criterion(
    *,
    by: Actor,
    at: datetime,
    stage: int,
    fields: Mapping[str, str],
    gate: Gate = Gate.EXIT,
    request_id: str = "",
) -> StageCriterion:
    """One more criterion at the end of those of a stage's gate.

    Raises:
        NotAllowed, Invalid
        NotFound: no such stage, or one without that gate: nothing leaves an exit, and anything may be unsorted.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_stage(stage, at)
        if not has_gate(StageKind(row.kind), gate):
            raise NotFound
        place = _Place(row, gate)
        fields = _in_draft(fields, place)
        criterion = read_criterion(fields, 0, _others(place, 0))
        _take_in(place, fields, criterion, by=by, at=at, request_id=request_id)
        _refuse_doubled(place, criterion)
        if place.rows.count() >= MOST_CRITERIA:
            raise Invalid({"title": Problem.TOO_LARGE})
        made = _insert(place, criterion)
        number_rows(StageCriterion, _order(place))
        _log(row, made.pk, by=by, at=at, before=None, after=_told(made), request_id=request_id)
        return made


def change_criterion(
    *, by: Actor, at: datetime, criterion: int, fields: Mapping[str, str], request_id: str = ""
) -> None:
    """Change what a criterion says or asks for. Words given for it stay with it while it asks for the same.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_criterion(criterion, at)
        before = _told(row)
        place = _Place(row.stage, Gate(row.gate))
        fields = _in_draft(fields, place)
        others = _others(place, row.pk)
        wanted = read_criterion(fields, row.pk, others)
        _take_in(place, fields, wanted, by=by, at=at, request_id=request_id)
        _refuse_doubled(place, wanted)
        row.kind, row.params = criterion_params(wanted)
        row.title = wanted.title
        if before == _told(row):
            let_go_if_new(row.stage.pipeline)
            return
        StageCriterion.objects.filter(pk=row.pk).update(kind=row.kind, title=row.title, params=row.params)
        _let_go(place, _left_out(fields, others), by=by, at=at, request_id=request_id)
        _log(row.stage, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id)


def place_criterion(*, by: Actor, at: datetime, criterion: int, place: int, request_id: str = "") -> None:
    """Put a criterion at another place of its gate's, counted from 0.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_criterion(criterion, at)
        order = _order(_Place(row.stage, Gate(row.gate)))
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            let_go_if_new(row.stage.pipeline)
            return
        number_rows(StageCriterion, wanted)
        _log(
            row.stage, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            request_id=request_id,
        )  # fmt: skip


def remove_criterion(*, by: Actor, at: datetime, criterion: int, request_id: str = "") -> None:
    """Ask for it no longer, once the draft is published.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = drafted_criterion(criterion, at)
        StageCriterion.objects.filter(pk=row.pk).delete()
        number_rows(StageCriterion, _order(_Place(row.stage, Gate(row.gate))))
        _log(row.stage, criterion, by=by, at=at, before=_told(row), after=None, request_id=request_id)


@dataclass(frozen=True, slots=True)
class _Place:
    """One gate of a stage."""

    stage: Stage
    gate: Gate

    @property
    def rows(self) -> QuerySet[StageCriterion]:
        """Its criteria in their order."""
        return StageCriterion.objects.filter(stage=self.stage, gate=self.gate).order_by("position", "id")


def has_gate(kind: StageKind, gate: Gate) -> bool:
    """Whether criteria can be asked for there."""
    return kind.is_open if gate is Gate.EXIT else kind is StageKind.WORKING


def _insert(place: _Place, criterion: Criterion) -> StageCriterion:
    kind, params = criterion_params(criterion)
    return StageCriterion.objects.create(
        stage=place.stage, gate=place.gate, position=place.rows.count(), kind=kind, title=criterion.title,
        params=params,
    )  # fmt: skip


def _in_draft(fields: Mapping[str, str], place: _Place) -> Mapping[str, str]:
    """The form with the draft's criteria where it names those in force: it was opened before the draft began."""
    drafts = dict(place.rows.exclude(draft_of=None).values_list("draft_of_id", "id"))
    named = (
        key if not key.startswith("c") else f"c{drafts.get(_number(key), _number(key))}"
        for key in _listed(fields, "of")
    )
    return {**fields, "of": ",".join(named)}


def _number(key: str) -> int:
    return int(key[1:]) if key[1:].isascii() and key[1:].isdigit() else 0


def _others(place: _Place, criterion: int) -> dict[str, Provable]:
    rows = place.rows
    return choosable((parse_criterion(CriterionId(r.pk), r.kind, r.title, r.params) for r in rows), criterion)


def _take_in(
    place: _Place, fields: Mapping[str, str], wanted: Criterion, *, by: Actor, at: datetime, request_id: str
) -> None:
    """Criteria of the stage that are now some of several stand for themselves no longer."""
    if not isinstance(wanted, SomeOf):
        return
    taken = [int(key[1:]) for key in _listed(fields, "of") if key.startswith("c")]
    for row in place.rows.filter(pk__in=taken):
        told = _told(row)
        id = row.pk
        row.delete()
        _log(place.stage, id, by=by, at=at, before=told, after=None, request_id=request_id)
    number_rows(StageCriterion, _order(place))


def _left_out(fields: Mapping[str, str], others: Mapping[str, Provable]) -> list[Provable]:
    kept = set(_listed(fields, "of")) if fields.get("kind") == CriterionKind.SOME else set()
    return [part for key, part in others.items() if key.startswith("p") and key not in kept]


def _let_go(place: _Place, parts: list[Provable], *, by: Actor, at: datetime, request_id: str) -> None:
    """What is one of several no longer stands for itself again."""
    for part in parts:
        _refuse_doubled(place, part)
        made = _insert(place, part)
        _log(place.stage, made.pk, by=by, at=at, before=None, after=_told(made), request_id=request_id)


def _refuse_doubled(place: _Place, wanted: Criterion) -> None:
    same = place.rows.filter(title__iexact=wanted.title)
    if same.exclude(pk=wanted.id).exists():
        raise Invalid({"title": Problem.ALREADY_TAKEN})


def _order(place: _Place) -> list[int]:
    return list(place.rows.values_list("id", flat=True))


def _kind(text: str) -> CriterionKind:
    try:
        return CriterionKind(text)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE if text else Problem.REQUIRED) from None


def _readers(fields: Mapping[str, str], others: Mapping[str, Provable]) -> dict[str, Any]:
    """Readers of what the chosen kind asks for; nothing of an unknown kind."""
    try:
        kind = CriterionKind(fields.get("kind", ""))
    except ValueError:
        return {}
    chosen = _CHOICES.get(kind, {})
    readers: dict[str, Any] = {name: partial(_choice, kinds, fields, name) for name, kinds in chosen.items()}
    if kind in _SINCE_ENTERED:
        readers["in_stage"] = lambda: fields.get("in_stage", "") in {"1", "on", "true"}
    return readers | _measures(kind, fields, others)


def _measures(
    kind: CriterionKind, fields: Mapping[str, str], others: Mapping[str, Provable]
) -> dict[str, Any]:
    match kind:
        case CriterionKind.AMOUNT:
            return {"amount": lambda: str(_positive(fields.get("amount", "")))}
        case CriterionKind.CALL:
            return {"seconds": lambda: values.whole(fields.get("seconds", ""), 0, MOST_SECONDS) or 0}
        case CriterionKind.MEETING:
            return {"outcomes": lambda: [_outcome(text) for text in _listed(fields, "outcomes")]}
        case CriterionKind.PAYMENT:
            return {"share": lambda: _share(fields.get("share", ""))}
        case CriterionKind.SOME:
            return {"of": lambda: _parts(fields, others), "least": lambda: _least(fields)}
        case _:
            return {}


def _choice(kinds: type[StrEnum], fields: Mapping[str, str], name: str) -> str:
    text = fields.get(name, "")
    try:
        return kinds(text).value
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE if text else Problem.REQUIRED) from None


def _positive(text: str) -> Decimal:
    amount = values.amount(text)
    if not amount:
        raise Bad(Problem.REQUIRED)
    return amount


def _share(text: str) -> str:
    share = _positive(text)
    if share > _HUNDRED:
        raise Bad(Problem.OUT_OF_RANGE)
    return f"{share.normalize():f}"


def _outcome(text: str) -> str:
    try:
        return MeetingOutcome(text).value
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None


def _parts(fields: Mapping[str, str], others: Mapping[str, Provable]) -> list[dict[str, Any]]:
    keys = _listed(fields, "of")
    if any(key not in others for key in keys):
        raise Bad(Problem.UNKNOWN_CHOICE)
    if len(keys) < 2:
        raise Bad(Problem.TOO_FEW)
    told = [(others[key], *criterion_params(others[key])) for key in keys]
    return [{"kind": kind.value, "title": part.title, "params": params} for part, kind, params in told]


def _least(fields: Mapping[str, str]) -> int:
    least = values.whole(fields.get("least", ""), 1, max(len(_listed(fields, "of")), 1))
    if least is None:
        raise Bad(Problem.REQUIRED)
    return least


def _listed(fields: Mapping[str, str], name: str) -> list[str]:
    """The members of a list, each once, in their order."""
    return list(dict.fromkeys(text for text in fields.get(name, "").split(",") if text))


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
        before=before and {"stage": stage.draft_of_id or stage.pk, **before},
        after=after and {"stage": stage.draft_of_id or stage.pk, **after},
        pipeline=stage.pipeline_id, request_id=request_id,
    )  # fmt: skip


def _told(row: StageCriterion) -> dict[str, Any]:
    return {"gate": str(row.gate), "title": row.title, "kind": str(row.kind), "params": dict(row.params)}
