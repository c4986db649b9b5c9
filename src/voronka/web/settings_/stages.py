"""Settings of a stage: what it says, its limit, the step it supplies; its place; and taking it out of the pipeline."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from zlib import crc32

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.stages import (
    add_stage,
    change_stage,
    place_stage,
    read_limit,
    remove_stage,
)
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid
from voronka.domain.pipeline import Advance, Pipeline, Stage
from voronka.domain.seller_steps import step_lines
from voronka.domain.task import TaskKind
from voronka.queries.pipelines import pipeline_of
from voronka.queries.settings import StageOfPipeline, stage_of
from voronka.queries.setup_effects import limit_effect
from voronka.queries.workspace import workspace
from voronka.web.buyer_words import BUYER_STAGES
from voronka.web.durations import duration_fields, duration_text
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, gone, refused, saved, turned_down
from voronka.web.settings_.choices import duration_units
from voronka.web.settings_.criterion_words import words_of
from voronka.web.wording import choices

CONFLICT = HTTPStatus.CONFLICT
_FIELDS = (
    "name", "purpose", "limit", "limit_unit", "steps", "step_kind", "step_title", "step_after",
    "step_after_unit", "question", "buyer", "advance", "back", "wake_after", "wake_after_unit",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, pipeline: int) -> HttpResponse:
    """The dialog of one more working stage."""
    found = pipeline_of(pipeline)
    if request.method != "POST":
        values = {"limit_unit": "days", "step_kind": TaskKind.CALL, "step_title": _("What is next?")}
        return _new_dialog(request, found.id, as_form(values))
    values = form_values(request, "name", "purpose", "limit", "limit_unit", "step_kind", "step_title")
    try:
        made = add_stage(
            by=request.actor, at=request.now, pipeline=found.id, fields=values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _new_dialog(request, found.id, refused(values, invalid), status=422)
    return gone(request, "settings-stage", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, stage: int) -> HttpResponse:
    """The page of one stage, and saving it."""
    place = stage_of(request.actor, stage)
    if request.method != "POST":
        return _page(request, place, as_form(_values(place.stage, place.pipeline)))
    given = _given(request)
    if request.POST.get("seen", _seen(place)) != _seen(place):
        return _page(
            request, place, as_form({**_values(place.stage, place.pipeline), **given}), status=CONFLICT
        )
    try:
        change_stage(
            by=request.actor, at=request.now, stage=stage, fields=given, request_id=request.request_id
        )
    except Invalid as invalid:
        form = refused({**_values(place.stage, place.pipeline), **given}, invalid)
        return _page(request, place, form, status=422)
    answer = saved(request, _("The stage is saved."), "settings-stage", stage)
    if not request.is_htmx:
        return answer
    now = stage_of(request.actor, stage)
    renewed = _page(request, now, as_form(_values(now.stage, now.pipeline)), is_part=True)
    renewed.headers["HX-Trigger"] = answer.headers["HX-Trigger"]
    return renewed


@require_safe
@for_the_method
def preview(request: AppRequest, stage: int) -> HttpResponse:
    """What the limit in the form would change, before it is saved."""
    place = stage_of(request.actor, stage)
    effect = None
    try:
        limit = read_limit(request.GET.get("limit", ""), request.GET.get("limit_unit", ""))
    except Bad:
        # The form says what is wrong when it is sent; until then there is nothing to foretell.
        return render(request, "settings_/_limit_effect.html", {"effect": effect})
    if limit != place.stage.limit:
        effect = limit_effect(request.actor, place, limit, request.now)
    return render(request, "settings_/_limit_effect.html", {"effect": effect})


@require_POST
@for_the_method
def place(request: AppRequest, stage: int) -> HttpResponse:
    """Put a working stage at another place."""
    to = whole_number(request.POST.get("place")) or 0
    place_stage(by=request.actor, at=request.now, stage=stage, place=to, request_id=request.request_id)
    pipeline = stage_of(request.actor, stage).of
    return saved(request, _("The order is saved."), "settings-pipeline", pipeline.id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def remove(request: AppRequest, stage: int) -> HttpResponse:
    """The dialog of taking a stage out of the draft."""
    found = stage_of(request.actor, stage)
    if request.method != "POST":
        return render(request, "settings_/_stage_remove.html", {"place": found})
    try:
        remove_stage(by=request.actor, at=request.now, stage=found.stage.id, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return gone(request, "settings-pipeline", found.of.id)


def _given(request: AppRequest) -> dict[str, str]:
    """What the form says. Where the ways back are asked for, no tick means to none; where moving on is, by hand."""
    given = {name: request.POST[name] for name in _FIELDS if name in request.POST}
    if "back" in given:
        given["back_to"] = "\n".join(request.POST.getlist("back_to"))
    if "asks_advance" in request.POST:
        given["advance"] = given.get("advance", Advance.BY_HAND)
    return given


def _values(stage: Stage, pipeline: Pipeline) -> Mapping[str, str]:
    back_to = (one.name for one in pipeline.working if stage.may_go_back_to(one.id))
    wake_after, wake_after_unit = duration_fields(stage.wake_after)
    limit, limit_unit = duration_fields(stage.limit)
    after, after_unit = duration_fields(stage.default_step.after)
    return {
        "name": stage.name,
        "purpose": stage.purpose,
        "limit": limit,
        "limit_unit": limit_unit,
        "steps": step_lines(stage.steps),
        "step_kind": stage.default_step.kind,
        "step_title": stage.default_step.title,
        "step_after": after,
        "step_after_unit": after_unit,
        "question": stage.question,
        "buyer": stage.buyer or "",
        "advance": stage.advance,
        "back": "any" if stage.back_to is None else "only",
        "back_to": "" if stage.back_to is None else "\n".join(back_to),
        "wake_after": wake_after,
        "wake_after_unit": wake_after_unit,
    }


def _seen(place: StageOfPipeline) -> str:
    """What the form knows the stage by, to notice that a colleague saved another one meanwhile."""
    return f"{crc32(json.dumps(_values(place.stage, place.pipeline), sort_keys=True).encode()):08x}"


def _others(place: StageOfPipeline) -> list[str]:
    """The stages that a deal might go back to: earlier ones, out of an exit all."""
    working = place.pipeline.working
    earlier = (one for one in working if not place.stage.kind.is_open or one.position < place.stage.position)
    return [one.name for one in earlier]


def _page(
    request: AppRequest, place: StageOfPipeline, form: Form, status: int = 200, *, is_part: bool = False
) -> HttpResponse:
    """The page, or for htmx the form alone: refused, or saved and known by its new values."""
    currency = workspace().currency
    shown = {
        **form,
        "place": place,
        "units": duration_units(),
        "task_kinds": choices(TaskKind),
        "duration": duration_text,
        "buyers": [("", _("Not said")), *((kind.value, str(name)) for kind, name in BUYER_STAGES.items())],
        "others": _others(place),
        "seen": _seen(place),
        "is_overtaken": status == CONFLICT,
        "evidence": lambda criterion: words_of(criterion, currency),
    }
    template = (
        "settings_/_stage_form.html"
        if is_part or (request.is_htmx and status != HTTPStatus.OK)
        else "settings_/stage.html"
    )
    return render(request, template, shown, status=status)


def _new_dialog(request: AppRequest, pipeline: int, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, "pipeline": pipeline, "units": duration_units(), "task_kinds": choices(TaskKind)}
    return render(request, "settings_/_stage_new.html", shown, status=status)
