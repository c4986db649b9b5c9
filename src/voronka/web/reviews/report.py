"""The figures of reviews and of first touches, and the deals behind each number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from voronka.domain.reviews import SOON_DAYS, Came
from voronka.queries.pipelines import all_pipelines, pipeline_among
from voronka.queries.refusal_words import PROBLEMS
from voronka.queries.workspace import workspace
from voronka.reports.first_touch import speed_to_lead
from voronka.reports.names import stage_name
from voronka.reports.review_deals import cause_name, deals_behind, seller_name
from voronka.reports.review_filter import ReviewQuery, read_reviews
from voronka.reports.reviews import review_figures
from voronka.web.durations import duration_text
from voronka.web.gates.words import SPANS, range_text, span_text
from voronka.web.review_words import CAME, CAME_TONES, working_text

if TYPE_CHECKING:
    from voronka.domain.ids import PipelineId
    from voronka.domain.pipeline import Pipeline
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """The pipeline and what is asked of its reviews. `pipelines`: ids and names of all, for the switcher."""

    pipeline: Pipeline
    pipelines: list[tuple[PipelineId, str]]
    query: ReviewQuery


@require_safe
def front(_request: AppRequest) -> HttpResponse:
    """The report of the first pipeline."""
    first = next(iter(all_pipelines()), None)
    if first is None:
        return HttpResponseRedirect(reverse("home"))
    return HttpResponseRedirect(reverse("reviews-report", args=[first.id]))


@require_safe
def report(request: AppRequest, pipeline: int) -> HttpResponse:
    """By stage, by cause and by seller; how long new deals wait for the first touch."""
    asked = _asked(request, pipeline)
    query = asked.query
    shown = _around(request, asked, "reviews-report") | {
        "figures": review_figures(request.actor, asked.pipeline, query),
        "speed": speed_to_lead(request.actor, asked.pipeline, query.time),
        "soon_days": SOON_DAYS,
        "chips": [],
    }
    return render(request, "reviews/report.html", shown)


@require_safe
def deals(request: AppRequest, pipeline: int) -> HttpResponse:
    """The reviews behind a number, with their deals."""
    asked = _asked(request, pipeline)
    query = asked.query
    shown = _around(request, asked, "review-deals") | {
        "found": deals_behind(request.actor, asked.pipeline, query),
        "chips": _chips(asked),
    }
    return render(request, "reviews/deals.html", shown)


def _asked(request: AppRequest, pipeline: int) -> Asked:
    chosen, pipelines = pipeline_among(pipeline)
    zone = ZoneInfo(workspace().time_zone)
    return Asked(chosen, pipelines, read_reviews(request.GET.dict(), request.now, zone))


def _around(request: AppRequest, asked: Asked, page: str) -> dict[str, object]:
    query = asked.query
    spans = [
        (
            label,
            query.address(period=None if span.value == "90" else span.value, **{"from": None, "to": None}),
            query.time.span == span,
        )
        for span, label in SPANS.items()
    ]
    return {
        "asked": asked,
        "query": query,
        "target": reverse(page, args=[asked.pipeline.id]),
        "spans": spans,
        "span_text": span_text(query.time),
        "errors": {name: str(PROBLEMS[problem]) for name, problem in query.time.problems.items()},
        "came_names": CAME,
        "came_tones": CAME_TONES,
        "cames": list(Came),
        "working_text": working_text,
        "duration_text": duration_text,
        "range_text": range_text,
        "leads": request.actor.policy.leads,
    }


def _chips(asked: Asked) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    query = asked.query
    named = {
        "stage": stage_name(asked.pipeline, query.stage),
        "cause": cause_name(query.cause),
        "seller": seller_name(query.seller),
        "came": "" if query.came is None else str(CAME[query.came]),
    }
    return [(label, query.address(**{name: None})) for name, label in named.items() if label]
