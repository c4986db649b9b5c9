"""Demo data on its way: portion by portion, told how far it is; and cleared again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from voronka.commands.demonstration.clearing import clear_demonstration
from voronka.commands.demonstration.laying import lay_more
from voronka.domain.errors import NotFound
from voronka.queries.demonstration import demonstration, may_clear, what_goes
from voronka.queries.playbook_pipelines import first_pipeline_of
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import gone

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.queries.demonstration import Shown
    from voronka.web.request import AppRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def laying(request: AppRequest) -> HttpResponse:
    """How far it is. Each POST lays a portion; the page sends the next by itself, and goes to the board at the end."""
    if request.method == "POST":
        lay_more(by=request.actor, folder=settings.FILES_DIR)
    found = _there()
    if found.is_complete:
        pipeline = first_pipeline_of(found.playbook)
        return gone(request, "board-first") if pipeline is None else gone(request, "board", pipeline)
    template = "_laying.html" if request.is_htmx else "demonstration.html"
    return render(request, f"settings_/{template}", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def clear(request: AppRequest) -> HttpResponse:
    """What goes is counted and confirmed; then it goes, and the empty board is shown."""
    found = _there()
    if request.method == "POST":
        clear_demonstration(
            by=request.actor, at=request.now, folder=settings.FILES_DIR, request_id=request.request_id
        )
        return gone(request, "board-first")
    context = {"goes": what_goes() if may_clear(request.actor) else None, "found": found}
    return render(request, "settings_/_demonstration_clear.html", context)


def _there() -> Shown:
    found = demonstration()
    if found is None:
        raise NotFound
    return found
