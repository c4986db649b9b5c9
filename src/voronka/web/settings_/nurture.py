"""Settings of nurture tracks: what is done with postponed deals, and which track each pipeline proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.limit_fields import read_limit
from voronka.commands.setup.tracks import (
    add_touch,
    add_track,
    change_touch,
    propose_track,
    remove_touch,
    rename_track,
    retire_track,
)
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.task import TaskKind
from voronka.queries.tracks import all_tracks, proposals, touch_of, track_of
from voronka.web.durations import duration_fields, duration_text
from voronka.web.labels import TASK_ICONS, TASK_KINDS
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved
from voronka.web.settings_.choices import duration_units
from voronka.web.wording import choices

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from django.http import HttpResponse

    from voronka.queries.tracks import TouchView, TrackView

_TOUCH = ("after", "after_unit", "kind", "title")


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Every track with its touches."""
    tracks = all_tracks()
    offered = [(str(one.id), one.name) for one in tracks if not one.is_retired and one.touches]
    context = {
        "tracks": tracks,
        "offered": offered,
        "proposals": proposals(),
        "duration": duration_text,
        "task_kinds": TASK_KINDS,
        "task_icons": TASK_ICONS,
    }
    return render(request, "settings_/nurture.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more track."""
    if request.method != "POST":
        return _dialog(request, None, as_form({"name": ""}))
    given = form_values(request, "name")
    try:
        add_track(by=request.actor, at=request.now, name=given["name"], request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, None, refused(given, invalid), status=422)
    return saved(request, _("The track is added."), "settings-nurture")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, track: int) -> HttpResponse:
    """The dialog of a track's name."""
    found = track_of(track)
    if request.method != "POST":
        return _dialog(request, found, as_form({"name": found.name}))
    given = form_values(request, "name")
    try:
        rename_track(
            by=request.actor, at=request.now, track=track, name=given["name"], request_id=request.request_id
        )
    except Invalid as invalid:
        return _dialog(request, found, refused(given, invalid), status=422)
    return saved(request, _("The track is saved."), "settings-nurture")


@require_POST
@for_the_method
def retire(request: AppRequest, track: int) -> HttpResponse:
    """Offer it no longer."""
    retire_track(by=request.actor, at=request.now, track=track, request_id=request.request_id)
    return saved(request, _("The track is offered no longer."), "settings-nurture")


@require_POST
@for_the_method
def restore(request: AppRequest, track: int) -> HttpResponse:
    """Offer it again."""
    retire_track(
        by=request.actor, at=request.now, track=track, is_retired=False, request_id=request.request_id
    )
    return saved(request, _("The track is offered again."), "settings-nurture")


@require_POST
@for_the_method
def propose(request: AppRequest, pipeline: int) -> HttpResponse:
    """Which track a pipeline's dialog of postponing proposes."""
    track = whole_number(request.POST.get(f"track-{pipeline}"))
    propose_track(
        by=request.actor, at=request.now, pipeline=pipeline, track=track, request_id=request.request_id
    )
    return saved(request, _("Saved"), "settings-nurture")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def touch_new(request: AppRequest, track: int) -> HttpResponse:
    """The dialog of one more touch."""
    found = track_of(track)
    if request.method != "POST":
        values = {"after": "", "after_unit": "days", "kind": TaskKind.EMAIL.value, "title": ""}
        return _touch_dialog(request, found, None, as_form(values))
    given = form_values(request, *_TOUCH)
    try:
        add_touch(
            by=request.actor, at=request.now, track=track, **_read(given), request_id=request.request_id
        )
    except Invalid as invalid:
        return _touch_dialog(request, found, None, refused(given, invalid), status=422)
    return saved(request, _("The touch is added."), "settings-nurture")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def touch(request: AppRequest, touch: int) -> HttpResponse:
    """The dialog of one touch."""
    of, found = touch_of(touch)
    track = track_of(of)
    if request.method != "POST":
        after, unit = duration_fields(found.after)
        values = {"after": after, "after_unit": unit, "kind": found.kind.value, "title": found.title}
        return _touch_dialog(request, track, found, as_form(values))
    given = form_values(request, *_TOUCH)
    try:
        change_touch(
            by=request.actor, at=request.now, touch=touch, **_read(given), request_id=request.request_id
        )
    except Invalid as invalid:
        return _touch_dialog(request, track, found, refused(given, invalid), status=422)
    return saved(request, _("The touch is saved."), "settings-nurture")


@require_POST
@for_the_method
def touch_remove(request: AppRequest, touch: int) -> HttpResponse:
    """Take a touch out of its track."""
    remove_touch(by=request.actor, at=request.now, touch=touch, request_id=request.request_id)
    return saved(request, _("The touch is removed."), "settings-nurture")


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    problems: dict[str, Problem] = {}
    after: timedelta | None = None
    try:
        after = read_limit(given["after"], given["after_unit"])
        if after is None:
            problems["after"] = Problem.REQUIRED
    except Bad as bad:
        problems["after"] = bad.problem
    if given["kind"] not in {kind.value for kind in TaskKind}:
        problems["kind"] = Problem.UNKNOWN_CHOICE
    if not given["title"].strip():
        problems["title"] = Problem.REQUIRED
    if problems:
        raise Invalid(problems)
    return {"after": after, "kind": TaskKind(given["kind"]), "title": given["title"]}


def _dialog(request: AppRequest, found: TrackView | None, form: Form, status: int = 200) -> HttpResponse:
    return render(request, "settings_/_track.html", {**form, "found": found}, status=status)


def _touch_dialog(
    request: AppRequest, track: TrackView, found: TouchView | None, form: Form, status: int = 200
) -> HttpResponse:
    shown = {**form, "track": track, "found": found, "kinds": choices(TaskKind), "units": duration_units()}
    return render(request, "settings_/_touch.html", shown, status=status)
