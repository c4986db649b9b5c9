"""Settings of the causes of delay that reviews find, of every stage and of single stages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.delay_causes import (
    add_cause,
    change_cause,
    place_cause,
    restore_cause,
    retire_cause,
)
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.pipelines import all_pipelines
from voronka.queries.settings import CauseView, causes_of
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """All lists of causes."""
    return render(request, "settings_/causes.html", {"lists": causes_of(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more cause."""
    values = form_values(request, "name", "stage")
    if request.method != "POST":
        return _dialog(request, None, as_form({"stage": request.GET.get("stage", "")}))
    try:
        add_cause(
            by=request.actor,
            at=request.now,
            stage=whole_number(values["stage"]) if values["stage"] else None,
            name=values["name"],
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, None, refused(values, invalid), status=422)
    return saved(request, _("The cause is added."), "settings-causes")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, cause: int) -> HttpResponse:
    """The dialog of one cause."""
    found = _cause(request, cause)
    if request.method != "POST":
        return _dialog(request, found, as_form({"name": found.name}))
    values = form_values(request, "name")
    try:
        change_cause(
            by=request.actor, at=request.now, cause=cause, name=values["name"], request_id=request.request_id
        )
    except Invalid as invalid:
        return _dialog(request, found, refused(values, invalid), status=422)
    return saved(request, _("The cause is saved."), "settings-causes")


@require_POST
@for_the_method
def place(request: AppRequest, cause: int) -> HttpResponse:
    """Put a cause at another place of its list."""
    to = whole_number(request.POST.get("place")) or 0
    place_cause(by=request.actor, at=request.now, cause=cause, place=to, request_id=request.request_id)
    return saved(request, _("The order is saved."), "settings-causes")


@require_POST
@for_the_method
def retire(request: AppRequest, cause: int) -> HttpResponse:
    """Offer it no longer."""
    try:
        retire_cause(by=request.actor, at=request.now, cause=cause, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return saved(request, _("The cause is offered no longer."), "settings-causes")


@require_POST
@for_the_method
def restore(request: AppRequest, cause: int) -> HttpResponse:
    """Offer it again."""
    restore_cause(by=request.actor, at=request.now, cause=cause, request_id=request.request_id)
    return saved(request, _("The cause is offered again."), "settings-causes")


def _cause(request: AppRequest, cause: int) -> CauseView:
    for found in causes_of(request.actor):
        for view in found.causes:
            if view.id == cause:
                return view
    raise NotFound


def _dialog(request: AppRequest, found: CauseView | None, form: Form, status: int = 200) -> HttpResponse:
    stages = [
        (stage.id, f"{pipeline.name}: {stage.name}")
        for pipeline in all_pipelines()
        for stage in pipeline.columns
    ]
    return render(request, "settings_/_cause.html", {**form, "found": found, "stages": stages}, status=status)
