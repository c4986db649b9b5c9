"""Settings of the reasons for leaving a pipeline, lost or postponed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.reasons import (
    add_reason,
    change_reason,
    place_reason,
    restore_reason,
    retire_reason,
)
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.pipeline import StageKind
from voronka.queries.settings import ReasonView, reasons_of
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down

_WAYS_OUT = {way.value: way for way in (StageKind.LOST, StageKind.POSTPONED)}


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Both lists of reasons."""
    lists = {way: reasons_of(request.actor, kind) for way, kind in _WAYS_OUT.items()}
    return render(request, "settings_/reasons.html", {"lists": lists})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, way_out: str) -> HttpResponse:
    """The dialog of one more reason."""
    if way_out not in _WAYS_OUT:
        raise NotFound
    values = form_values(request, "name", "asks_competitor")
    if request.method != "POST":
        return _dialog(request, way_out, None, as_form(values))
    try:
        add_reason(
            by=request.actor,
            at=request.now,
            way_out=way_out,
            name=values["name"],
            asks_competitor=bool(values["asks_competitor"]),
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, way_out, None, refused(values, invalid), status=422)
    return saved(request, _("The reason is added."), "settings-reasons")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, reason: int) -> HttpResponse:
    """The dialog of one reason."""
    way_out, found = _reason(request, reason)
    if request.method != "POST":
        values = {"name": found.name, "asks_competitor": "on" if found.asks_competitor else ""}
        return _dialog(request, way_out, found, as_form(values))
    values = form_values(request, "name", "asks_competitor")
    try:
        change_reason(
            by=request.actor,
            at=request.now,
            reason=reason,
            name=values["name"],
            asks_competitor=bool(values["asks_competitor"]),
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, way_out, found, refused(values, invalid), status=422)
    return saved(request, _("The reason is saved."), "settings-reasons")


@require_POST
@for_the_method
def place(request: AppRequest, reason: int) -> HttpResponse:
    """Put a reason at another place of its list."""
    to = whole_number(request.POST.get("place")) or 0
    place_reason(by=request.actor, at=request.now, reason=reason, place=to, request_id=request.request_id)
    return saved(request, _("The order is saved."), "settings-reasons")


@require_POST
@for_the_method
def retire(request: AppRequest, reason: int) -> HttpResponse:
    """Offer it no longer."""
    try:
        retire_reason(by=request.actor, at=request.now, reason=reason, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return saved(request, _("The reason is offered no longer."), "settings-reasons")


@require_POST
@for_the_method
def restore(request: AppRequest, reason: int) -> HttpResponse:
    """Offer it again."""
    restore_reason(by=request.actor, at=request.now, reason=reason, request_id=request.request_id)
    return saved(request, _("The reason is offered again."), "settings-reasons")


def _reason(request: AppRequest, reason: int) -> tuple[str, ReasonView]:
    for way, kind in _WAYS_OUT.items():
        for view in reasons_of(request.actor, kind):
            if view.id == reason:
                return way, view
    raise NotFound


def _dialog(
    request: AppRequest, way_out: str, found: ReasonView | None, form: Form, status: int = 200
) -> HttpResponse:
    shown = {**form, "way_out": way_out, "found": found}
    return render(request, "settings_/_reason.html", shown, status=status)
