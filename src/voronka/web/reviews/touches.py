"""The new deals behind a number of the first touches."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from voronka.queries.pipelines import pipeline_among
from voronka.queries.refusal_words import PROBLEMS
from voronka.queries.workspace import workspace
from voronka.reports.names import team_name
from voronka.reports.review_deals import seller_name
from voronka.reports.touch_deals import deals_waiting
from voronka.reports.touch_filter import Touched, TouchQuery, read_touches
from voronka.web.gates.words import SPANS, span_text
from voronka.web.review_words import working_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

_TOUCHED: Mapping[Touched, Label] = {
    Touched.YES: gettext_lazy("Touched"),
    Touched.IN_TIME: gettext_lazy("Touched in time"),
    Touched.NOT_YET: gettext_lazy("Not touched"),
}


@require_safe
def deals(request: AppRequest, pipeline: int) -> HttpResponse:
    """Who waits, and who waited longest."""
    chosen, _pipelines = pipeline_among(pipeline)
    query = read_touches(request.GET.dict(), request.now, ZoneInfo(workspace().time_zone))
    shown = {
        "pipeline": chosen,
        "query": query,
        "target": reverse("first-touches", args=[chosen.id]),
        "spans": [(label, _at(query, span.value), query.time.span == span) for span, label in SPANS.items()],
        "span_text": span_text(query.time),
        "errors": {name: str(PROBLEMS[problem]) for name, problem in query.time.problems.items()},
        "chips": _chips(query),
        "found": deals_waiting(request.actor, chosen, query, request.now),
        "working_text": working_text,
        "leads": request.actor.policy.leads,
    }
    return render(request, "reviews/touches.html", shown)


def _at(query: TouchQuery, span: str) -> str:
    return query.address(period=None if span == "90" else span, **{"from": None, "to": None})


def _chips(query: TouchQuery) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    named = {
        "seller": seller_name(query.seller),
        "team": team_name(query.team),
        "touched": "" if query.touched is None else str(_TOUCHED[query.touched]),
    }
    return [(label, query.address(**{name: None})) for name, label in named.items() if label]
