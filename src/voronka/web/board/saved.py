"""Saving the present filters as a view, and removing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.views import remove_view, save_view
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.board_filter import read_query
from voronka.queries.pipelines import pipeline_of
from voronka.queries.workspace import workspace
from voronka.web.board.words import chips_of
from voronka.web.errors.wording import problem_texts
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from voronka.web.request import AppRequest


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: AppRequest) -> HttpResponse:
    """Ask for a name for the filters of `query`; on POST keep them and show them."""
    given = request.POST if request.method == "POST" else request.GET
    pipeline = whole_number(given.get("pipeline"))
    if pipeline is None:
        raise NotFound
    query = _canonical(request, given.get("query", ""))
    if request.method != "POST":
        return _dialog(request, pipeline, query)
    shared = given.get("shared") == "on" and request.actor.policy.leads
    try:
        save_view(by=request.actor, pipeline=pipeline, name=given.get("name", ""), query=query, shared=shared)
    except Invalid as refusal:
        return _dialog(request, pipeline, query, refusal)
    return _go(request, f"{reverse('board', args=[pipeline])}?{query}")


def _canonical(request: AppRequest, query: str) -> str:
    """Only what the board understands, in its own order, so that equal views are equal texts."""
    return read_query(query[:1000], owners=request.actor.policy.may_see_colleagues).address()[1:]


def _dialog(request: AppRequest, pipeline: int, query: str, refusal: Invalid | None = None) -> HttpResponse:
    chosen = pipeline_of(pipeline)
    asked = read_query(query, owners=request.actor.policy.may_see_colleagues)
    context = {
        "pipeline": chosen,
        "query": query,
        "filters": chips_of(asked.filter, workspace().currency),
        "name": request.POST.get("name", ""),
        "shared": request.POST.get("shared") == "on",
        "may_share": request.actor.policy.leads,
        "errors": {} if refusal is None else problem_texts(refusal),
    }
    status = 200 if refusal is None else 422
    if not request.is_htmx and request.method != "POST":
        return HttpResponseRedirect(f"{reverse('board', args=[chosen.id])}?{query}")
    return render(request, "board/save_view.html", context, status=status)


@require_POST
def remove(request: AppRequest, view: int) -> HttpResponse:
    """Remove one of one's own views; the board shows everything again."""
    row = remove_view(by=request.actor, view=view)
    return _go(request, reverse("board", args=[row.pipeline_id]))


def _go(request: AppRequest, address: str) -> HttpResponse:
    if not request.is_htmx:
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response
