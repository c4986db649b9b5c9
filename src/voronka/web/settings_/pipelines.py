"""Settings of pipelines: the list, a new one, its name, kind and place; and one pipeline with its stages."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.pipelines import (
    FirstWords,
    change_pipeline,
    create_pipeline,
    place_pipeline,
    remove_pipeline,
)
from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.errors import Invalid
from voronka.domain.pipeline import PipelineKind, Stage
from voronka.queries.hand_overs import ways_into, ways_on
from voronka.queries.pipelines import pipeline_of
from voronka.queries.publishing import edited_pipeline, versions
from voronka.queries.qualification import questions_of
from voronka.queries.remarks import remarks_on
from voronka.queries.settings import pipeline_changed_at, pipeline_summaries
from voronka.web.durations import working_text
from voronka.web.labels import TASK_ICONS
from voronka.web.playbook_remark_words import remark_words
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, gone, refused, saved, turned_down
from voronka.web.wording import choices, pipeline_kind


@require_safe
@for_the_method
def front(_request: AppRequest) -> HttpResponse:
    """The settings open on the pipelines."""
    return HttpResponseRedirect(reverse("settings-pipelines"))


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Every pipeline, in the order of the switcher."""
    shown = {"pipelines": pipeline_summaries(request.actor), "kind_name": pipeline_kind}
    return render(request, "settings_/pipelines.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a new pipeline."""
    values = form_values(request, "name", "kind", "stages")
    if request.method != "POST":
        return _new_dialog(request, as_form({**values, "kind": PipelineKind.SALE}))
    try:
        made = create_pipeline(
            by=request.actor, at=request.now, **values, words=_first_words(), request_id=request.request_id
        )
    except Invalid as invalid:
        return _new_dialog(request, refused(values, invalid), status=422)
    return gone(request, "settings-pipeline", made.pk)


@require_safe
@for_the_method
def one(request: AppRequest, pipeline: int) -> HttpResponse:
    """One pipeline with its stages."""
    edited = edited_pipeline(request.actor, pipeline)

    def judgements(stage: Stage) -> int:
        return sum(
            isinstance(criterion, ConfirmedByHand) for criterion in stage.enter_criteria + stage.exit_criteria
        )

    shown = {
        "pipeline": edited.shown,
        "remarks": remarks_on(edited.shown, edited.then, request.now),
        "remark_words": remark_words,
        "edited": edited,
        "versions": versions(pipeline),
        "changed_at": pipeline_changed_at(pipeline),
        "deals": edited.deals,
        "kind_name": pipeline_kind,
        "duration": working_text,
        "judgements": judgements,
        "step_icons": TASK_ICONS,
        "questions": questions_of(edited.shown.id),
        "ways_on": ways_on(edited.shown.id),
        "ways_into": ways_into(pipeline),
    }
    return render(request, "settings_/pipeline.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def edit(request: AppRequest, pipeline: int) -> HttpResponse:
    """The dialog of a pipeline's name and kind."""
    found = pipeline_of(pipeline)
    if request.method != "POST":
        form = as_form({"name": found.name, "kind": found.kind})
        return _edit_dialog(request, pipeline, form)
    values = form_values(request, "name", "kind")
    try:
        change_pipeline(
            by=request.actor, at=request.now, pipeline=pipeline, **values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _edit_dialog(request, pipeline, refused(values, invalid), status=422)
    return saved(request, _("The pipeline is saved."), "settings-pipeline", pipeline)


@require_POST
@for_the_method
def place(request: AppRequest, pipeline: int) -> HttpResponse:
    """Put a pipeline at another place of the switcher."""
    to = whole_number(request.POST.get("place")) or 0
    place_pipeline(
        by=request.actor, at=request.now, pipeline=pipeline, place=to, request_id=request.request_id
    )
    return saved(request, _("The order is saved."), "settings-pipelines")


@require_POST
@for_the_method
def remove(request: AppRequest, pipeline: int) -> HttpResponse:
    """Remove a pipeline that was never used."""
    try:
        remove_pipeline(by=request.actor, at=request.now, pipeline=pipeline, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return gone(request, "settings-pipelines")


def _first_words() -> FirstWords:
    return FirstWords(
        unsorted=_("Unsorted"),
        won=_("Won"),
        lost=_("Lost"),
        postponed=_("Postponed"),
        next_step=_("What is next?"),
    )


def _new_dialog(request: AppRequest, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, "kinds": choices(PipelineKind)}
    return render(request, "settings_/_pipeline_new.html", shown, status=status)


def _edit_dialog(request: AppRequest, pipeline: int, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, "pipeline": pipeline, "kinds": choices(PipelineKind)}
    return render(request, "settings_/_pipeline_edit.html", shown, status=status)
