"""Settings of what sources cost and how many buyers the markets hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.spending import add_cost, count_market, remove_cost, remove_market
from voronka.domain.errors import Invalid
from voronka.queries.sources import source_view
from voronka.queries.spending import markets
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved

if TYPE_CHECKING:
    from django.http import HttpResponse

_COST = ("campaign", "first_on", "last_on", "amount")
_MARKET = ("geography", "segment", "buyers", "counted_on", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def cost(request: AppRequest, source: int) -> HttpResponse:
    """The dialog of one more cost of a source; the month so far is proposed."""
    found = source_view(request.actor, source, request.now)
    if request.method != "POST":
        today = localdate(request.now)
        days = {"first_on": today.replace(day=1).isoformat(), "last_on": today.isoformat()}
        return _cost_dialog(request, found.id, as_form(days))
    values = form_values(request, *_COST)
    try:
        add_cost(
            by=request.actor, at=request.now, source=source, fields=values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _cost_dialog(request, found.id, refused(values, invalid), status=422)
    return saved(request, _("The cost is noted."), "settings-source", source)


@require_POST
@for_the_method
def cost_remove(request: AppRequest, cost: int) -> HttpResponse:
    """Take a cost away."""
    source = remove_cost(by=request.actor, at=request.now, cost=cost, request_id=request.request_id)
    return saved(request, _("The cost is removed."), "settings-source", source)


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """The markets."""
    return render(request, "settings_/market.html", {"markets": markets()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def market(request: AppRequest) -> HttpResponse:
    """The dialog of a count of buyers."""
    if request.method != "POST":
        return _market_dialog(request, as_form({"counted_on": localdate(request.now).isoformat()}))
    values = form_values(request, *_MARKET)
    try:
        count_market(by=request.actor, at=request.now, fields=values, request_id=request.request_id)
    except Invalid as invalid:
        return _market_dialog(request, refused(values, invalid), status=422)
    return saved(request, _("The count is saved."), "settings-market")


@require_POST
@for_the_method
def market_remove(request: AppRequest, market: int) -> HttpResponse:
    """Take a count away."""
    remove_market(by=request.actor, at=request.now, market=market, request_id=request.request_id)
    return saved(request, _("The count is removed."), "settings-market")


def _cost_dialog(request: AppRequest, source: int, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, "source": source, "currency": request.workspace.currency}
    return render(request, "settings_/_cost.html", shown, status=status)


def _market_dialog(request: AppRequest, form: Form, status: int = 200) -> HttpResponse:
    return render(request, "settings_/_market.html", {**form}, status=status)
