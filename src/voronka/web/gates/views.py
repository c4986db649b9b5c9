"""How the gates of a pipeline are passed, the passes behind each number, and the playbook's versions side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from voronka.domain.errors import NotAllowed
from voronka.queries.pipelines import pipeline_among
from voronka.reports.gates import gate_figures, person_lines
from voronka.reports.names import criterion_title, stage_name
from voronka.reports.passes import passes_behind
from voronka.reports.versions import MOST_COMPARED, compared, forces
from voronka.web.gates import page
from voronka.web.gates.export import csv_of
from voronka.web.gates.words import force_text, length_text, range_text
from voronka.web.request import AppRequest


@require_safe
def gates_page(request: AppRequest, pipeline: int) -> HttpResponse:
    """By stage and by person."""
    asked = page.read(request, pipeline)
    figures = gate_figures(request.actor, asked.pipeline, asked.query)
    shown = page.around(request, asked) | {
        "figures": figures,
        **page.people_tables(figures, person_lines(request.actor, asked.pipeline.id, asked.query)),
        "behind": page.Behind(asked.query),
        "chips": page.chips(asked.query),
        "may_export": request.actor.policy.may_export,
    }
    return render(request, "gates/page.html", shown)


@require_safe
def passes_page(request: AppRequest, pipeline: int) -> HttpResponse:
    """The passes behind a number."""
    asked = page.read(request, pipeline)
    query = asked.query
    found = passes_behind(request.actor, asked.pipeline.id, query, request.GET.get("after", ""))
    names = {
        "stage": stage_name(asked.pipeline, query.stage),
        "person": found.name_of(query.person),
        "criterion": criterion_title(asked.pipeline, query.criterion),
    }
    shown = page.around(request, asked) | {
        "found": found,
        "chips": page.chips(query, **{name: told for name, told in names.items() if told}),
        "may_export": False,
        "is_further": bool(request.GET.get("after")),
    }
    return render(request, "gates/passes.html", shown)


@require_safe
def table(request: AppRequest, pipeline: int) -> HttpResponse:
    """The figures of each stage as CSV.

    Raises:
        NotAllowed
    """
    if not request.actor.policy.may_export:
        raise NotAllowed
    asked = page.read(request, pipeline)
    text = csv_of(gate_figures(request.actor, asked.pipeline, asked.query))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="gates-{pipeline}-{localdate(request.now):%Y-%m-%d}.csv"'
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def versions_page(request: AppRequest, pipeline: int) -> HttpResponse:
    """The versions side by side."""
    chosen, pipelines = pipeline_among(pipeline)
    every = forces(chosen)
    wanted, too_many = page.chosen_forces(request, every)
    shown = {
        "pipeline": chosen,
        "pipelines": pipelines,
        "every": every[::-1],
        "figures": compared(request.actor, chosen, wanted),
        "most": MOST_COMPARED,
        "too_many": too_many,
        "force_text": force_text,
        "range_text": range_text,
        "length_text": length_text,
    }
    return render(request, "gates/versions.html", shown)
