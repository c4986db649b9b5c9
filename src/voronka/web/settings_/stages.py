"""Settings of a stage: what it says, its limit, the step it supplies; its place; and taking it out of the pipeline."""

import re
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.limit_fields import read_limit, read_limits
from voronka.commands.setup.stages import (
    add_stage,
    change_stage,
    place_stage,
    remove_stage,
)
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid
from voronka.domain.task import TaskKind
from voronka.queries.pipelines import pipeline_of
from voronka.queries.settings import StageOfPipeline, stage_of
from voronka.queries.setup_effects import limit_effect
from voronka.queries.workspace import workspace
from voronka.web.durations import duration_text
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, gone, refused, saved, turned_down
from voronka.web.settings_.choices import duration_units
from voronka.web.settings_.criterion_words import words_of
from voronka.web.settings_.limit_rows import rows_shown, typed_lines, typed_rows
from voronka.web.settings_.stage_fields import chosen_from, given, seen, values_of
from voronka.web.wording import choices

CONFLICT = HTTPStatus.CONFLICT


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
        return _page(request, place, as_form(values_of(place.stage, place.pipeline)))
    values = values_of(place.stage, place.pipeline)
    said = given(request)
    if request.POST.get("seen", seen(values)) != seen(values):
        return _page(request, place, as_form({**values, **said}), status=CONFLICT)
    try:
        change_stage(
            by=request.actor, at=request.now, stage=stage, fields=said, request_id=request.request_id
        )
    except Invalid as invalid:
        return _page(request, place, refused({**values, **said}, invalid), status=422)
    answer = saved(request, _("The stage is saved."), "settings-stage", stage)
    if not request.is_htmx:
        return answer
    now = stage_of(request.actor, stage)
    renewed = _page(request, now, as_form(values_of(now.stage, now.pipeline)), is_part=True)
    renewed.headers["HX-Trigger"] = answer.headers["HX-Trigger"]
    return renewed


@require_safe
@for_the_method
def preview(request: AppRequest, stage: int) -> HttpResponse:
    """What the limit in the form would change, before it is saved."""
    place = stage_of(request.actor, stage)
    effect = None
    said = request.GET.dict()
    try:
        limit, limits = read_limit(said.get("limit", ""), said.get("limit_unit", "")), read_limits(said)
    except (Bad, Invalid):
        # The form says what is wrong when it is sent; until then there is nothing to foretell.
        return render(request, "settings_/_limit_effect.html", {"effect": effect, "limit_lines": ()})
    if (limit, limits) != (place.stage.limit, place.stage.limits):
        effect = limit_effect(request.actor, place, limit, limits, request.now)
    lines = typed_lines(said, workspace().currency)
    return render(request, "settings_/_limit_effect.html", {"effect": effect, "limit_lines": lines})


@require_POST
@for_the_method
def limit_rows(request: AppRequest, stage: int) -> HttpResponse:
    """The rows of limits of some deals, with one more or one less; nothing is saved."""
    place, said = stage_of(request.actor, stage), request.POST.dict()
    values = {**said, **typed_rows(said)}
    at = said.get("at", "")
    shown = {
        **as_form(values),
        **rows_shown(values),
        "place": place,
        "units": duration_units(),
        "at": at if re.fullmatch(r"[a-z0-9-]{0,40}", at) else "",
        "focus": "more" if "less" in said else "last",
    }
    return render(request, "settings_/_stage_limits.html", shown)


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
        shown = {"place": found, "address": reverse("settings-stage-remove", args=[stage])}
        return render(request, "settings_/_stage_remove.html", shown)
    try:
        remove_stage(by=request.actor, at=request.now, stage=found.stage.id, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return gone(request, "settings-pipeline", found.of.id)


def _page(
    request: AppRequest, place: StageOfPipeline, form: Form, status: int = 200, *, is_part: bool = False
) -> HttpResponse:
    """The page, or for htmx the form alone: refused, or saved and known by its new values."""
    currency = workspace().currency
    shown = {
        **form,
        "place": place,
        **chosen_from(place),
        **rows_shown(form["values"]),
        "duration": duration_text,
        "seen": seen(values_of(place.stage, place.pipeline)),
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
    shown = {
        **form,
        "address": reverse("settings-stage-new", args=[pipeline]),
        "units": duration_units(),
        "task_kinds": choices(TaskKind),
    }
    return render(request, "settings_/_stage_new.html", shown, status=status)
