"""Settings of the workspace: name, base currency, country, zone, language; and exchange rates by day."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.setup.workspace import change_workspace, remove_rate, set_rate
from voronka.domain.errors import Invalid
from voronka.queries.rates import currency_is_settled, rates
from voronka.queries.workspace import workspace
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down
from voronka.web.settings_.choices import countries, currencies, languages, rate_text, time_zones

_FIELDS = ("name", "currency", "country", "time_zone", "language", "care_days")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def index(request: AppRequest) -> HttpResponse:
    """The workspace's own settings, and saving them."""
    if request.method != "POST":
        return _page(request, as_form(_values()))
    given = {**_values(), **{name: request.POST[name] for name in _FIELDS if name in request.POST}}
    try:
        change_workspace(by=request.actor, at=request.now, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        return _page(request, refused(given, invalid), status=422)
    return saved(request, _("The workspace is saved."), "settings-workspace")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new_rate(request: AppRequest) -> HttpResponse:
    """The dialog of a rate since a day."""
    if request.method != "POST":
        today = localtime(request.now).date().isoformat()
        values = {"currency": request.GET.get("currency", ""), "since_on": today}
        return _rate_dialog(request, as_form(values))
    given = form_values(request, "currency", "since_on", "rate")
    try:
        set_rate(by=request.actor, at=request.now, **given, request_id=request.request_id)
    except Invalid as invalid:
        return _rate_dialog(request, refused(given, invalid), status=422)
    return saved(request, _("The rate is saved."), "settings-workspace")


@require_POST
@for_administrators
def remove_rate_(request: AppRequest, rate: int) -> HttpResponse:
    """Remove a rate."""
    try:
        remove_rate(by=request.actor, at=request.now, rate=rate, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return saved(request, _("The rate is removed."), "settings-workspace")


def _values() -> Mapping[str, str]:
    here = workspace()
    return {
        "name": here.name,
        "currency": here.currency,
        "country": here.country,
        "time_zone": here.time_zone,
        "language": here.language,
        "care_days": str(here.care_days or ""),
    }


def _page(request: AppRequest, form: Form, status: int = 200) -> HttpResponse:
    shown = {
        **form,
        "base": workspace().currency,
        "is_settled": currency_is_settled(),
        "rates": rates(),
        "rate_text": rate_text,
        "countries": countries(),
        "currencies": currencies(),
        "time_zones": time_zones(request.now),
        "languages": languages(),
    }
    template = (
        "settings_/_workspace_form.html" if request.is_htmx and status != 200 else "settings_/workspace.html"
    )
    return render(request, template, shown, status=status)


def _rate_dialog(request: AppRequest, form: Form, status: int = 200) -> HttpResponse:
    base = workspace().currency
    shown = {**form, "base": base, "currencies": currencies(without=base)}
    return render(request, "settings_/_rate.html", shown, status=status)
