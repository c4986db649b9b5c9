"""Settings of a pipeline's hand-overs: where its won deals go on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.setup.hand_overs import add_hand_over, change_hand_over, remove_hand_over
from voronka.domain.errors import Invalid
from voronka.domain.pipeline import Pipeline
from voronka.queries.hand_overs import WayOn, way_on
from voronka.queries.pipelines import all_pipelines, pipeline_of
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, pipeline: int) -> HttpResponse:
    """The dialog of one more hand-over."""
    found = pipeline_of(pipeline)
    values = form_values(request, "stage", "carries")
    if request.method != "POST":
        return _dialog(request, found, None, as_form(values))
    try:
        add_hand_over(
            by=request.actor, at=request.now, pipeline=pipeline, stage=whole_number(values["stage"]),
            carries=values["carries"], request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, found, None, refused(values, invalid), status=422)
    return saved(request, _("The hand-over is added."), "settings-pipeline", pipeline)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, hand_over: int) -> HttpResponse:
    """The dialog of one hand-over."""
    way = way_on(hand_over)
    found = pipeline_of(way.pipeline)
    if request.method != "POST":
        form = as_form({"stage": str(way.stage.id), "carries": way.carries})
        return _dialog(request, found, way, form)
    values = form_values(request, "stage", "carries")
    try:
        change_hand_over(
            by=request.actor, at=request.now, hand_over=hand_over, stage=whole_number(values["stage"]),
            carries=values["carries"], request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, found, way, refused(values, invalid), status=422)
    return saved(request, _("The hand-over is saved."), "settings-pipeline", way.pipeline)


@require_POST
@for_the_method
def remove(request: AppRequest, hand_over: int) -> HttpResponse:
    """Let won deals go on there no longer."""
    pipeline = remove_hand_over(
        by=request.actor, at=request.now, hand_over=hand_over, request_id=request.request_id
    )  # fmt: skip
    return saved(request, _("The hand-over is taken out of the draft."), "settings-pipeline", pipeline)


def _dialog(
    request: AppRequest, pipeline: Pipeline, way: WayOn | None, form: Form, status: int = 200
) -> HttpResponse:
    shown = {**form, "pipeline": pipeline, "way": way, "beginnings": _beginnings(pipeline)}
    return render(request, "settings_/_hand_over.html", shown, status=status)


def _beginnings(pipeline: Pipeline) -> list[tuple[int, str]]:
    """Every stage where a deal may begin, the other pipelines' before this one's own."""
    others = sorted(all_pipelines(), key=lambda one: one.id == pipeline.id)
    return [(stage.id, f"{one.name}: {stage.name}") for one in others for stage in one.columns]
