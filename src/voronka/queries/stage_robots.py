"""The robots of the stages as they are set up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from voronka.domain.errors import NotFound
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.playbook.as_written import stage_key
from voronka.domain.playbook.table.names import Names
from voronka.domain.robot import Robot
from voronka.domain.robot_form import condition_of, step_of, trigger_of
from voronka.models import HandOver, NurtureTrack
from voronka.models import Robot as RobotRow
from voronka.models import Stage as StageRow
from voronka.queries.pipelines import pipeline_of


@dataclass(frozen=True, slots=True)
class StageRobot:
    """A robot with the stage it stands at."""

    id: int
    pipeline: Pipeline
    stage: Stage
    robot: Robot


def robot_here(id: int) -> StageRobot:
    """One robot that is in use, switched on or off.

    Raises:
        NotFound
    """
    row = RobotRow.objects.filter(pk=id, retired_at=None).first()
    if row is None:
        raise NotFound
    return _view(row, pipeline_of(row.pipeline_id))


def place_of_robots(stage: int) -> tuple[Pipeline, Stage]:
    """The stage in force at which robots may stand; a draft's stage leads to the one it is the draft of.

    Raises:
        NotFound: there is none, or it waits in a draft.
    """
    row = (
        StageRow.objects.filter(pk=stage).values_list("pipeline_id", "draft_of", "draft_of__pipeline").first()
    )
    if row is None:
        raise NotFound
    pipeline, id = (row[0], stage) if row[1] is None else (row[2], row[1])
    found = pipeline_of(pipeline)
    for one in found.stages:
        if one.id == id:
            return found, one
    raise NotFound


def robots_at(pipeline: Pipeline, stage: Stage) -> tuple[StageRobot, ...]:
    """The robots of a stage in their order. One query."""
    rows = RobotRow.objects.filter(stage=stage.id, retired_at=None).order_by("position", "id")
    return tuple(_view(row, pipeline) for row in rows)


def robots_of(pipelines: Iterable[Pipeline]) -> tuple[StageRobot, ...]:
    """The robots of pipelines, in the order of their stages. One query."""
    known: dict[int, Pipeline] = {one.id: one for one in pipelines}
    rows = RobotRow.objects.filter(pipeline__in=known, retired_at=None).order_by("position", "id")
    views = [_view(row, known[row.pipeline_id]) for row in rows]
    order = {stage.id: place for place, stage in enumerate(s for p in known.values() for s in p.stages)}
    return tuple(
        sorted((view for view in views if view.stage.id in order), key=lambda view: order[view.stage.id])
    )


def robots_as_written(pipeline: Pipeline) -> Mapping[str, tuple[Robot, ...]]:
    """The robots by the key of their stage; one that was made by hand goes by its number. One query."""
    found: dict[str, tuple[Robot, ...]] = {}
    for one in robots_of([pipeline]):
        key = place_key(one.stage)
        robot = replace(one.robot, key=one.robot.key or f"robot-{one.id}")
        found[key] = (*found.get(key, ()), robot)
    return found


def place_key(stage: Stage) -> str:
    """What the file calls the stage, or the exit, or the first column."""
    return stage_key(stage) if stage.kind.value == "working" else stage.kind.value


def track_names() -> dict[str, str]:
    """What robots call the tracks that are offered -> their names."""
    rows = NurtureTrack.objects.filter(is_retired=False).order_by("position", "id")
    return {track_key(row): row.name for row in rows}


def hand_over_names(pipeline: Pipeline) -> dict[str, str]:
    """What robots call the hand-overs of a pipeline -> where they lead."""
    rows = HandOver.objects.filter(pipeline=pipeline.id).select_related("to_pipeline").order_by("id")
    return {hand_over_key(row): row.name or row.to_pipeline.name for row in rows}


def robot_names(pipeline: Pipeline) -> Names:
    """What the steps of a pipeline's robots may speak of beside its stages."""
    return Names(tracks=track_names(), hand_overs=hand_over_names(pipeline))


def hand_over_key(row: HandOver) -> str:
    """What robots and files call a hand-over: its key, or one made of its number."""
    return row.key or f"hand-over-{row.pk}"


def track_key(track: NurtureTrack) -> str:
    """What robots and files call a track: its key, or one made of its number."""
    return track.key or f"track-{track.pk}"


def _view(row: RobotRow, pipeline: Pipeline) -> StageRobot:
    stage = next((one for one in pipeline.stages if one.id == row.stage_id), None)
    if stage is None:
        raise NotFound
    return StageRobot(row.pk, pipeline, stage, robot_of_row(row))


def robot_of_row(row: RobotRow) -> Robot:
    """What a row says."""
    return Robot(
        key=row.key,
        name=row.name,
        trigger=trigger_of(row.trigger),
        steps=tuple(map(step_of, row.steps)),
        conditions=tuple(map(condition_of, row.conditions)),
        again=row.again,
        is_on=row.is_on,
    )
