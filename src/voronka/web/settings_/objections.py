"""Settings of the kinds of objections and the answers to them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.objections import (
    add_objection_kind,
    change_objection_kind,
    place_objection_kind,
    restore_objection_kind,
    retire_objection_kind,
    take_usual_kinds,
)
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.settings import ObjectionKindView, objection_kinds_of
from voronka.queries.shipped_playbooks import usual_objections
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """All kinds in their order."""
    return render(request, "settings_/objections.html", {"kinds": objection_kinds_of(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more kind."""
    values = form_values(request, "name", "answers")
    if request.method != "POST":
        return _dialog(request, None, as_form(values))
    try:
        add_objection_kind(by=request.actor, at=request.now, **values, request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, None, refused(values, invalid), status=422)
    return saved(request, _("The objection is added."), "settings-objections")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, kind: int) -> HttpResponse:
    """The dialog of one kind."""
    found = next((view for view in objection_kinds_of(request.actor) if view.id == kind), None)
    if found is None:
        raise NotFound
    if request.method != "POST":
        return _dialog(request, found, as_form({"name": found.name, "answers": "\n".join(found.answers)}))
    values = form_values(request, "name", "answers")
    try:
        change_objection_kind(
            by=request.actor, at=request.now, kind=kind, **values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _dialog(request, found, refused(values, invalid), status=422)
    return saved(request, _("The objection is saved."), "settings-objections")


@require_POST
@for_the_method
def usual(request: AppRequest) -> HttpResponse:
    """Begin with what clients of nearly any trade object."""
    take_usual_kinds(
        by=request.actor, at=request.now, objections=usual_objections(), request_id=request.request_id
    )
    return saved(request, _("The usual objections are there."), "settings-objections")


@require_POST
@for_the_method
def place(request: AppRequest, kind: int) -> HttpResponse:
    """Put a kind at another place of the list."""
    to = whole_number(request.POST.get("place")) or 0
    place_objection_kind(by=request.actor, at=request.now, kind=kind, place=to, request_id=request.request_id)
    return saved(request, _("The order is saved."), "settings-objections")


@require_POST
@for_the_method
def retire(request: AppRequest, kind: int) -> HttpResponse:
    """Offer it no longer."""
    retire_objection_kind(by=request.actor, at=request.now, kind=kind, request_id=request.request_id)
    return saved(request, _("The objection is offered no longer."), "settings-objections")


@require_POST
@for_the_method
def restore(request: AppRequest, kind: int) -> HttpResponse:
    """Offer it again."""
    restore_objection_kind(by=request.actor, at=request.now, kind=kind, request_id=request.request_id)
    return saved(request, _("The objection is offered again."), "settings-objections")


def _dialog(
    request: AppRequest, found: ObjectionKindView | None, form: Form, status: int = 200
) -> HttpResponse:
    return render(request, "settings_/_objection.html", {**form, "found": found}, status=status)
