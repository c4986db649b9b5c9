"""Settings of criteria: each typed by its kind, with what it would do to the deals that stand there."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.setup.criteria import (
    add_criterion,
    change_criterion,
    has_gate,
    place_criterion,
    read_criterion,
    remove_criterion,
)
from voronka.domain.criteria import (
    Criterion,
    CriterionKind,
    Field,
    FileKind,
    NoteKind,
    SomeOf,
    choosable,
    criterion_params,
)
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.pipeline import Gate
from voronka.domain.task import TaskKind
from voronka.queries.settings import CriterionOfStage, StageOfPipeline, criterion_of, stage_of
from voronka.queries.setup_effects import GateEffect, gate_effect
from voronka.queries.workspace import workspace
from voronka.web.asked import options
from voronka.web.labels import CONSENTS, LEAST_FITS, MEETING_OUTCOMES, PARTIES, REACHED, SENDABLES
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved
from voronka.web.settings_.criterion_words import words_of
from voronka.web.settings_.stage_fields import seen
from voronka.web.wording import choices

_FIELDS = (
    "title", "kind", "field", "task", "file", "note", "amount", "in_stage", "with", "seconds", "what", "reached",
    "share", "to", "least", "fit",
)  # fmt: skip
# Of these several may be ticked.
_LISTS = ("outcomes", "of")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, stage: int) -> HttpResponse:
    """The dialog of one more criterion."""
    gate = _gate(request)
    place = _gated_stage(request, stage, gate)
    if request.method != "POST":
        return _dialog(request, place, gate, as_form({"kind": CriterionKind.FIELD}))
    values = _typed(request)
    try:
        add_criterion(
            by=request.actor,
            at=request.now,
            stage=stage,
            gate=gate,
            fields=values,
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, place, gate, refused(values, invalid), status=422)
    return saved(request, _("The criterion is added."), "settings-stage", stage)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, criterion: int) -> HttpResponse:
    """The dialog of one criterion."""
    found = criterion_of(request.actor, criterion)
    if request.method != "POST":
        return _dialog(request, found.place, found.gate, as_form(_values(found.criterion)), found)
    values = _typed(request)
    if request.POST.get("seen", _seen(found)) != _seen(found):
        return _dialog(request, found.place, found.gate, as_form(values), found, status=HTTPStatus.CONFLICT)
    try:
        change_criterion(
            by=request.actor,
            at=request.now,
            criterion=criterion,
            fields=values,
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, found.place, found.gate, refused(values, invalid), found, status=422)
    return saved(request, _("The criterion is saved."), "settings-stage", found.place.stage.id)


@require_POST
@for_the_method
def preview(request: AppRequest, stage: int) -> HttpResponse:
    """What the form would do to the deals that stand there, before it is saved."""
    gate = _gate(request)
    place = _gated_stage(request, stage, gate)
    own, criteria = whole_number(request.POST.get("criterion")) or 0, place.stage.criteria_of(gate)
    try:
        wanted = read_criterion(_typed(request) | {"title": "-"}, own, choosable(criteria, own))
    except Invalid:
        return _effect(request, None)
    taken = set(request.POST.getlist("of")) if isinstance(wanted, SomeOf) else set()
    rest = tuple(c for c in criteria if f"c{c.id}" not in taken)
    others = tuple(wanted if c.id == own else c for c in rest) if own else (*rest, wanted)
    return _effect(request, gate_effect(request.actor, place, gate, others, wanted))


@require_POST
@for_the_method
def place(request: AppRequest, criterion: int) -> HttpResponse:
    """Put a criterion at another place."""
    to = whole_number(request.POST.get("place")) or 0
    place_criterion(
        by=request.actor, at=request.now, criterion=criterion, place=to, request_id=request.request_id
    )
    stage = criterion_of(request.actor, criterion).place.stage
    return saved(request, _("The order is saved."), "settings-stage", stage.id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def remove(request: AppRequest, criterion: int) -> HttpResponse:
    """The dialog of asking for it no longer, with what that does."""
    found = criterion_of(request.actor, criterion)
    stage = found.place.stage
    if request.method != "POST":
        rest = tuple(c for c in stage.criteria_of(found.gate) if c.id != criterion)
        shown = {"found": found, "effect": gate_effect(request.actor, found.place, found.gate, rest)}
        return render(request, "settings_/_criterion_remove.html", shown)
    remove_criterion(by=request.actor, at=request.now, criterion=criterion, request_id=request.request_id)
    return saved(request, _("The criterion is removed."), "settings-stage", stage.id)


def _gate(request: AppRequest) -> Gate:
    """Which gate is spoken of: the exit, unless the address or the form says otherwise."""
    asked = request.POST.get("gate") or request.GET.get("gate")
    return Gate.ENTER if asked == Gate.ENTER else Gate.EXIT


def _gated_stage(request: AppRequest, stage: int, gate: Gate) -> StageOfPipeline:
    """The stage, if it has that gate.

    Raises:
        NotFound
    """
    place = stage_of(request.actor, stage)
    if not has_gate(place.stage.kind, gate):
        raise NotFound
    return place


def _typed(request: AppRequest) -> dict[str, str]:
    lists = {name: ",".join(request.POST.getlist(name)) for name in _LISTS}
    return form_values(request, *_FIELDS) | lists


def _values(criterion: Criterion) -> Mapping[str, str]:
    kind, params = criterion_params(criterion)
    told = {name: _shown(value) for name, value in params.items()}
    if isinstance(criterion, SomeOf):
        told["of"] = ",".join(f"p{place}" for place in range(len(criterion.of)))
    return {"title": criterion.title, "kind": kind, **told}


def _seen(found: CriterionOfStage) -> str:
    return seen(_values(found.criterion))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return "on" if value is True else str(value or "")


def _dialog(
    request: AppRequest,
    place: StageOfPipeline,
    gate: Gate,
    form: Form,
    found: CriterionOfStage | None = None,
    status: int = 200,
) -> HttpResponse:
    currency = workspace().currency
    shown = {
        **form,
        "place": place,
        "gate": gate,
        "found": found,
        "seen": "" if found is None else _seen(found),
        # What a colleague saved while the dialog was open.
        "theirs": words_of(found.criterion, currency).text if found and status == HTTPStatus.CONFLICT else "",
        "kinds": choices(CriterionKind),
        "fields": choices(Field),
        "task_kinds": choices(TaskKind),
        "file_kinds": choices(FileKind),
        "note_kinds": choices(NoteKind),
        "parties": options(PARTIES),
        "sendables": options(SENDABLES),
        "reached": options(REACHED),
        "consents": options(CONSENTS),
        "outcomes": options(MEETING_OUTCOMES),
        "least_fits": options(LEAST_FITS),
        "choosable": _choosable(place, gate, found),
        "currency": currency,
    }
    return render(request, "settings_/_criterion.html", shown, status=status)


def _choosable(place: StageOfPipeline, gate: Gate, found: CriterionOfStage | None) -> list[tuple[str, str]]:
    """What a criterion that asks for some of several may hold, with the titles."""
    own = 0 if found is None else found.criterion.id
    return [(key, part.title) for key, part in choosable(place.stage.criteria_of(gate), own).items()]


def _effect(request: AppRequest, effect: GateEffect | None) -> HttpResponse:
    return render(request, "settings_/_gate_effect.html", {"effect": effect})
