"""Robots of the stages: made, changed, switched on and off by the head, and taken in with a playbook.

They count at once, and are no part of a version. One that changes what it waits for, or is switched on, begins anew with
what happens from then on.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.model import Playbook, PlaybookPipeline
from voronka.domain.robot import (
    MOST_ROBOTS,
    NAME_LENGTH,
    Enrol,
    MoveTo,
    OfferHandOver,
    Robot,
    RobotStep,
)
from voronka.domain.robot_form import form_of
from voronka.models import Event, HandOver, NurtureTrack, Pipeline, RobotAlarm, Stage
from voronka.models import Robot as RobotRow
from voronka.queries.stage_robots import robot_of_row, track_key

Told = Mapping[str, Any]


def add_robot(*, by: Actor, at: datetime, stage: int, robot: Robot, request_id: str = "") -> RobotRow:
    """One more robot at a stage in force.

    Raises:
        NotAllowed, NotFound
        Invalid: `name` REQUIRED, TOO_LONG, or TOO_MANY at this stage; `steps` REQUIRED.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = Stage.objects.filter(pk=stage, pipeline__draft_of=None, retired_at=None).first()
        if row is None:
            raise NotFound
        here = RobotRow.objects.filter(stage=row, retired_at=None).count()
        if here >= MOST_ROBOTS:
            raise Invalid({"name": Problem.TOO_MANY})
        made = _make(row, replace(_checked(robot), key=""), here, at)
        _log(made, None, by=by, at=at, request_id=request_id)
        return made


def change_robot(*, by: Actor, at: datetime, robot: int, wanted: Robot, request_id: str = "") -> None:
    """Let a robot wait for something else, ask for something else or do something else.

    Raises:
        NotAllowed, NotFound, Invalid: as `add_robot`.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(robot)
        before = _told(row)
        _rewrite(row, replace(_checked(wanted), key=row.key), at)
        if _told(row) != before:
            _log(row, before, by=by, at=at, request_id=request_id)


def switch_robot(*, by: Actor, at: datetime, robot: int, is_on: bool, request_id: str = "") -> None:
    """Let a robot act from now on, or no longer.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(robot)
        if row.is_on == is_on:
            return
        before = _told(row)
        _rewrite(row, replace(robot_of_row(row), is_on=is_on), at)
        _log(row, before, by=by, at=at, request_id=request_id)


def retire_robot(*, by: Actor, at: datetime, robot: int, request_id: str = "") -> None:
    """Take a robot away; what it did stays in the history.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(robot)
        before = _told(row)
        _retire(row, at)
        log_setup(
            What.ROBOT, row.pk, by=by, at=at, before=before, after=None, pipeline=row.pipeline_id,
            request_id=request_id,
        )  # fmt: skip


# -- with a playbook -------------------------------------------------------------------------------------------------


def install_robots(
    playbook: Playbook, pipelines: Mapping[str, Pipeline], language: str, at: datetime, *, every: bool = False
) -> None:
    """Let the robots of pipelines be as a file says them, within the transaction of taking it in.

    Whether one is on stays as the head has it. One that the file leaves out goes, if it came from a file; with `every`
    also one that was made by hand. Stages that wait in a draft get theirs when it is published.
    """
    tracks = _track_keys(playbook, language)
    for key, row in pipelines.items():
        said = playbook.pipeline(key)
        if said is not None:
            _install(said, row, tracks, language, at, every=every)


def install_robots_of_new_stages(
    said: PlaybookPipeline, pipeline: Pipeline, stages: set[int], language: str, at: datetime
) -> None:
    """The robots of stages that have just come into force, within the transaction of publishing them."""
    for key, row in _places(pipeline).items():
        if row.pk in stages:
            for place, (_key, robot) in enumerate((k, r) for k, r in said.robots if k == key):
                _make(row, robot.robot_in(language), place, at)


def _install(
    said: PlaybookPipeline,
    pipeline: Pipeline,
    tracks: Mapping[str, str],
    language: str,
    at: datetime,
    *,
    every: bool,
) -> None:
    places = _places(pipeline)
    here = {
        (row.stage_id, row.key or f"robot-{row.pk}"): row
        for row in RobotRow.objects.filter(pipeline=pipeline, retired_at=None)
    }
    for place, (key, written) in enumerate(said.robots):
        stage = places.get(key)
        if stage is None:
            continue
        robot = written.robot_in(language)
        robot = replace(robot, steps=tuple(_with_track(step, tracks) for step in robot.steps))
        row = here.pop((stage.pk, robot.key), None)
        if row is None:
            _make(stage, robot, place, at)
        else:
            _rewrite(row, replace(robot, key=row.key, is_on=row.is_on), at, place)
    for row in here.values():
        if every or row.key:
            _retire(row, at)


def _places(pipeline: Pipeline) -> dict[str, Stage]:
    rows = Stage.objects.filter(pipeline=pipeline, retired_at=None)
    return {
        (row.key or f"stage-{row.pk}") if row.kind == StageKind.WORKING else str(row.kind): row
        for row in rows
    }


def _track_keys(playbook: Playbook, language: str) -> dict[str, str]:
    """What the file calls a track -> what it is called here: one of the same name may have been here before."""
    rows = list(NurtureTrack.objects.order_by("id"))
    found = {}
    for track in playbook.tracks:
        name = track.name[language].casefold()
        row = next((row for row in rows if track.key in {row.key, track_key(row)}), None)
        row = row or next((row for row in rows if row.name.casefold() == name), None)
        if row is not None:
            found[track.key] = track_key(row)
    return found


def _with_track(step: RobotStep, tracks: Mapping[str, str]) -> RobotStep:
    return replace(step, track=tracks.get(step.track, step.track)) if isinstance(step, Enrol) else step


# -- rows ------------------------------------------------------------------------------------------------------------


def begin_robots_now() -> None:
    """Let every robot pass over what the log holds already, which was made up, and look after the deals that stand."""
    RobotRow.objects.filter(retired_at=None).update(since=_newest(), enrol_after=0)


def _newest() -> int:
    newest: int | None = Event.objects.aggregate(newest=Max("id"))["newest"]
    return newest or 0


def _name_what_it_names(robot: Robot, pipeline: int) -> None:
    """A track, a hand-over or a stage that was made by hand is called by its number from now on, as files call it."""
    for step in robot.steps:
        match step:
            case Enrol(key) if (id := _number(key, "track")) is not None:
                NurtureTrack.objects.filter(pk=id, key="").update(key=key)
            case OfferHandOver(key) if (id := _number(key, "hand-over")) is not None:
                HandOver.objects.filter(pk=id, key="", pipeline=pipeline).update(key=key)
            case MoveTo(key) if (id := _number(key, "stage")) is not None:
                Stage.objects.filter(pk=id, key="", pipeline=pipeline).update(key=key)
            case _:
                continue


def _number(key: str, kind: str) -> int | None:
    number = key.removeprefix(f"{kind}-")
    return int(number) if number != key and number.isdecimal() and len(number) < len("9999999999") else None


def _make(stage: Stage, robot: Robot, position: int, at: datetime) -> RobotRow:
    _name_what_it_names(robot, stage.pipeline_id)
    return RobotRow.objects.create(
        pipeline_id=stage.pipeline_id, stage=stage, key=robot.key, position=position, changed_at=at,
        since=_newest(), enrol_after=0, **_columns(robot),
    )  # fmt: skip


def _rewrite(row: RobotRow, robot: Robot, at: datetime, position: int | None = None) -> None:
    """Write what it says. Its alarms are set anew where it waits for something else or was off."""
    _name_what_it_names(robot, row.pipeline_id)
    columns = _columns(robot)
    waits_anew = (columns["trigger"], columns["is_on"]) != (row.trigger, row.is_on)
    for name, value in columns.items():
        setattr(row, name, value)
    says: dict[str, Any] = {**columns, "changed_at": at}
    if position is not None:
        says["position"] = position
    if waits_anew:
        RobotAlarm.objects.filter(robot=row).delete()
        says |= {"since": _newest(), "enrol_after": 0}
    RobotRow.objects.filter(pk=row.pk).update(**says)


def _retire(row: RobotRow, at: datetime) -> None:
    RobotAlarm.objects.filter(robot=row).delete()
    RobotRow.objects.filter(pk=row.pk).update(retired_at=at, is_on=False, changed_at=at)


def _columns(robot: Robot) -> dict[str, Any]:
    return {
        "name": robot.name,
        "trigger": form_of(robot.trigger),
        "conditions": [form_of(one) for one in robot.conditions],
        "steps": [form_of(one) for one in robot.steps],
        "again": robot.again,
        "is_on": robot.is_on,
    }


def _checked(robot: Robot) -> Robot:
    name = values.checked({"name": lambda: values.line(robot.name, NAME_LENGTH, required=True)})["name"]
    if not robot.steps:
        raise Invalid({"steps": Problem.REQUIRED})
    return replace(robot, name=name)


def _load(robot: int) -> RobotRow:
    row = RobotRow.objects.filter(pk=robot, retired_at=None).first()
    if row is None:
        raise NotFound
    return row


def _log(row: RobotRow, before: Told | None, *, by: Actor, at: datetime, request_id: str) -> None:
    log_setup(
        What.ROBOT, row.pk, by=by, at=at, before=before, after=_told(row), pipeline=row.pipeline_id,
        request_id=request_id,
    )  # fmt: skip


def _told(row: RobotRow) -> Told:
    return {
        "name": row.name, "stage": row.stage_id, "trigger": row.trigger, "conditions": row.conditions,
        "steps": row.steps, "again": row.again, "is_on": row.is_on,
    }  # fmt: skip
