"""Settings of robots: all of them, those of a stage, and one with what it would have done lately."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.robot_fields import read_robot
from voronka.commands.setup.robots import add_robot, change_robot, retire_robot, switch_robot
from voronka.domain.errors import Invalid
from voronka.domain.playbook.as_written import stage_key
from voronka.queries.pipelines import all_pipelines
from voronka.queries.robot_history import LastRun, last_runs, runs_of
from voronka.queries.robot_trial import Trial, would_have
from voronka.queries.stage_robots import (
    StageRobot,
    place_of_robots,
    robot_here,
    robots_at,
    robots_of,
    track_names,
)
from voronka.web.request import AppRequest, whole_number
from voronka.web.robot_sentences import RobotPlace, RobotSaid, robot_said
from voronka.web.robot_words import robot_words
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, gone, refused, saved
from voronka.web.settings_.robot_form import blank, chosen_from, typed, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.domain.pipeline import Pipeline, Stage
    from voronka.domain.robot import Robot

PERIODS = (7, 30)


@dataclass(frozen=True, slots=True)
class Said:
    """A robot with its sentences."""

    at: StageRobot
    said: RobotSaid
    last: LastRun | None = None


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Every robot, by pipeline and stage."""
    pipelines = all_pipelines()
    by_pipeline = groupby(_said(robots_of(pipelines)), key=lambda one: one.at.pipeline)
    groups = [(pipeline, list(robots)) for pipeline, robots in by_pipeline]
    return render(request, "settings_/robots.html", {"groups": groups, "pipelines": pipelines})


@require_safe
@for_the_method
def of_stage(request: AppRequest, stage: int) -> HttpResponse:
    """The robots of one stage."""
    pipeline, found = place_of_robots(stage)
    shown = {"pipeline": pipeline, "stage": found, "robots": _said(robots_at(pipeline, found))}
    return render(request, "settings_/stage_robots.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, stage: int) -> HttpResponse:
    """The form of one more robot."""
    place = place_of_robots(stage)
    if request.method != "POST":
        return _form(request, place, as_form(blank()))
    values = typed(request)
    if "more" in request.POST:
        return _form(request, place, as_form(values))
    try:
        robot = read_robot(values)
        add_robot(
            by=request.actor, at=request.now, stage=place[1].id, robot=robot, request_id=request.request_id
        )
    except Invalid as invalid:
        return _form(request, place, refused(values, invalid), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return gone(request, "settings-stage-robots", place[1].id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, robot: int) -> HttpResponse:
    """The form of one robot."""
    found = robot_here(robot)
    place = found.pipeline, found.stage
    if request.method != "POST":
        return _form(request, place, as_form(values_of(found.robot)), found)
    values = typed(request)
    if "more" in request.POST:
        return _form(request, place, as_form(values), found)
    try:
        wanted = read_robot(values, is_on=found.robot.is_on)
        change_robot(
            by=request.actor, at=request.now, robot=robot, wanted=wanted, request_id=request.request_id
        )
    except Invalid as invalid:
        return _form(request, place, refused(values, invalid), found, HTTPStatus.UNPROCESSABLE_ENTITY)
    return gone(request, "settings-stage-robots", found.stage.id)


@require_POST
@for_the_method
def switch(request: AppRequest, robot: int) -> HttpResponse:
    """Let it act from now on, or no longer."""
    is_on = request.POST.get("on") == "1"
    switch_robot(by=request.actor, at=request.now, robot=robot, is_on=is_on, request_id=request.request_id)
    words = _("The robot acts from now on.") if is_on else _("The robot rests.")
    return saved(request, words, "settings-robots")


@require_POST
@for_the_method
def remove(request: AppRequest, robot: int) -> HttpResponse:
    """Take it away."""
    stage = robot_here(robot).stage.id
    retire_robot(by=request.actor, at=request.now, robot=robot, request_id=request.request_id)
    return gone(request, "settings-stage-robots", stage)


@require_POST
@for_the_method
def preview(request: AppRequest, stage: int) -> HttpResponse:
    """What the form says in sentences, and what such a robot would have done lately."""
    pipeline, found = place_of_robots(stage)
    values = typed(request)
    try:
        robot = read_robot({**values, "name": values.get("name") or "-"})
    except Invalid:
        return render(request, "settings_/_robot_said.html", {"said": None})
    days = _period(values.get("period"))
    said = robot_said(robot, RobotPlace(pipeline, found), track_names())
    shown = {"said": said, **_trial(request, found, robot, days), "address": "", "robot": robot}
    return render(request, "settings_/_robot_said.html", shown)


@require_safe
@for_the_method
def trial(request: AppRequest, robot: int) -> HttpResponse:
    """What a robot would have done in the last days; nothing is done."""
    found = robot_here(robot)
    days = _period(request.GET.get("days"))
    shown = _trial(request, found.stage, found.robot, days)
    runs = [(run, robot_words(run.told)) for run in runs_of(request.actor, robot)]
    words = {"found": found, "said": _said([found])[0], "runs": runs}
    return render(request, "settings_/robot_trial.html", {**shown, **words})


def _trial(request: AppRequest, stage: Stage, robot: Robot, days: int) -> dict[str, object]:
    found: Trial = would_have(request.actor, stage.id, robot, request.now, days)
    return {"trial": found, "days": days, "periods": PERIODS}


def _period(said: str | None) -> int:
    days = whole_number(said)
    return days if days in PERIODS else PERIODS[0]


def _said(robots: tuple[StageRobot, ...] | list[StageRobot]) -> list[Said]:
    tracks = track_names()
    last = last_runs(one.id for one in robots)
    return [
        Said(one, robot_said(one.robot, RobotPlace(one.pipeline, one.stage), tracks), last.get(one.id))
        for one in robots
    ]


def _form(
    request: AppRequest,
    place: tuple[Pipeline, Stage],
    form: Form,
    found: StageRobot | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    pipeline, stage = place
    keys = [(stage_key(one), one.name) for one in pipeline.working if one.id != stage.id]
    address = (
        reverse("settings-robot", args=[found.id])
        if found
        else reverse("settings-robot-new", args=[stage.id])
    )
    shown: Mapping[str, object] = {
        **form, **chosen_from(pipeline, keys), "pipeline": pipeline, "stage": stage, "found": found, "address": address,
        "conditions": int(form["values"]["conditions"]), "steps": int(form["values"]["steps"]),
    }  # fmt: skip
    return render(request, "settings_/robot.html", dict(shown), status=status)
