"""What the linter says of a pipeline as it is, or as its draft would make it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from voronka.domain.ids import StageId
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.playbook.as_written import pipeline_as_written, pipeline_key, stage_key, with_robots
from voronka.domain.playbook.lint.remark import NobodyUses, NothingLeadsThere, Remark
from voronka.domain.playbook.lint.rules import GRAVE, lint
from voronka.domain.playbook.model import Playbook
from voronka.domain.robot import MoveTo, Robot, RobotStep
from voronka.queries.pipelines import pipeline_of
from voronka.queries.playbook_use import use_of_pipeline
from voronka.queries.qualification import questions_as_written
from voronka.queries.stage_robots import place_key, robots_as_written
from voronka.queries.workspace import workspace

_KEY = "workspace"


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks: `of` each stage by its id, and those `of_all` of it. `playbook` is what they speak of."""

    playbook: Playbook
    of: Mapping[StageId, tuple[Remark, ...]]
    of_all: tuple[Remark, ...]


def remarks_on(pipeline: Pipeline, in_force: Pipeline, now: datetime) -> Remarks:
    """The linter's remarks, with how the pipeline is used. Some queries.

    `in_force` is the same pipeline with the ids that deals know, which those of a draft are not.
    """
    both = tuple(zip(in_force.working, pipeline.working, strict=True))
    playbook = _alone(pipeline, _robots(in_force, pipeline))
    use = use_of_pipeline(in_force, {known.id: stage_key(shown) for known, shown in both}, now=now)
    published = pipeline_of(in_force.id)
    new = {stage_key(shown) for known, shown in both if published.stage(known.id) is None}
    found = [one for one in lint(playbook, {pipeline_key(pipeline): use}) if not _is_beside_it(one, new)]
    ids = {stage_key(stage): stage.id for stage in pipeline.stages}
    spots = {one.spot.stage for one in found} & ids.keys()
    return Remarks(
        playbook=playbook,
        of={ids[key]: tuple(one for one in found if one.spot.stage == key) for key in spots if key},
        of_all=tuple(one for one in found if one.spot.stage is None),
    )


def _is_beside_it(remark: Remark, new: set[str]) -> bool:
    """What is no matter of one pipeline's draft: hand-overs from others, and that no deal was at a stage not there yet."""
    match remark.finding:
        case NothingLeadsThere():
            return True
        case NobodyUses():
            return remark.spot.stage in new
        case _:
            return False


def _robots(in_force: Pipeline, shown: Pipeline) -> dict[str, tuple[Robot, ...]]:
    """The robots by the keys of the stages as they are shown: they are no part of a version, and stand at those in force."""
    both = zip(in_force.stages, shown.stages, strict=True)
    keys = {place_key(known): place_key(one) for known, one in both}
    return {
        keys[at]: tuple(
            replace(robot, steps=tuple(_to(step, keys) for step in robot.steps)) for robot in robots
        )
        for at, robots in robots_as_written(pipeline_of(in_force.id)).items()
        if at in keys
    }


def _to(step: RobotStep, keys: Mapping[str, str]) -> RobotStep:
    return MoveTo(keys.get(step.stage, step.stage)) if isinstance(step, MoveTo) else step


def stages_not_to_be_published(pipeline: Pipeline) -> tuple[Stage, ...]:
    """Stages with which a version can't be published: nothing objective says when a deal belongs there (R106)."""
    grave = {one.spot.stage for one in lint(_alone(pipeline)) if isinstance(one.finding, GRAVE)}
    return tuple(stage for stage in pipeline.working if stage_key(stage) in grave)


def _alone(pipeline: Pipeline, robots: Mapping[str, tuple[Robot, ...]] | None = None) -> Playbook:
    """A playbook of this pipeline alone, in the workspace's language."""
    language = workspace().language
    name = {language: pipeline.name}
    asked = questions_as_written(pipeline.id, language)
    written = replace(pipeline_as_written(pipeline, language), qualification=asked)
    written = with_robots(written, robots or {}, language)
    return Playbook(_KEY, name, name, name, (language,), (written,), (), ())
