"""Saving what the board or the list shows as a view, and removing one. `on` says which of the two it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.views import remove_view, save_view
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.pipelines import pipeline_of
from voronka.web.errors.wording import problem_texts
from voronka.web.request import whole_number
from voronka.web.saved_views.kept import Kept, kept, page_address

if TYPE_CHECKING:
    from voronka.web.request import AppRequest


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: AppRequest) -> HttpResponse:
    """Ask for a name for what `query` means; on POST keep it and show it."""
    given = request.POST if request.method == "POST" else request.GET
    pipeline = whole_number(given.get("pipeline"))
    if pipeline is None:
        raise NotFound
    on = given.get("on", "board")
    wanted = kept(request, on, pipeline_of(pipeline), given.get("query", ""))
    if request.method != "POST":
        return _dialog(request, on, pipeline, wanted) if request.is_htmx else _go(request, wanted.address)
    shared = given.get("shared") == "on" and request.actor.policy.leads
    name = given.get("name", "")
    try:
        save_view(by=request.actor, pipeline=pipeline, name=name, query=wanted.query, shared=shared)
    except Invalid as refusal:
        return _dialog(request, on, pipeline, wanted, refusal)
    return _go(request, wanted.address)


def _dialog(
    request: AppRequest, on: str, pipeline: int, wanted: Kept, refusal: Invalid | None = None
) -> HttpResponse:
    context = {
        "on": on,
        "pipeline": pipeline,
        "kept": wanted,
        "name": request.POST.get("name", ""),
        "shared": request.POST.get("shared") == "on",
        "may_share": request.actor.policy.leads,
        "errors": {} if refusal is None else problem_texts(refusal),
    }
    return render(request, "saved_views/save.html", context, status=200 if refusal is None else 422)


@require_POST
def remove(request: AppRequest, view: int) -> HttpResponse:
    """Remove one of one's own views; the page shows everything again."""
    row = remove_view(by=request.actor, view=view)
    return _go(request, page_address(request.GET.get("on", "board"), row.pipeline_id))


def _go(request: AppRequest, address: str) -> HttpResponse:
    if not request.is_htmx:
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response
