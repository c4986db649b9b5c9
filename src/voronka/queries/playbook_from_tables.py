"""The workspace's playbook as tables that came back would have it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from voronka.domain.pipeline import Pipeline
from voronka.domain.playbook.as_written import pipeline_keys
from voronka.domain.playbook.model import Playbook, PlaybookPipeline
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.model import Table
from voronka.domain.robot import OfferHandOver
from voronka.queries.pipelines import all_pipelines
from voronka.queries.playbook_now import playbook_now
from voronka.queries.stage_robots import robot_names


class NoPipelineOfThatName(Exception):
    """A table names none of the workspace's pipelines. `name` is how it calls itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def playbook_from_tables(tables: Iterable[Table]) -> Playbook:
    """The pipelines that the tables speak of, changed as they say, with all that stands around them.

    A table knows its pipeline by the key that it carries, or, where that was lost, by its name.

    Raises:
        NoPipelineOfThatName
        UnreadableTable: see `with_table`.
    """
    now = playbook_now()
    every = {pipeline.id: pipeline for pipeline in all_pipelines()}
    here = {key: every[id] for id, key in pipeline_keys(every.values()).items()}
    changed = {pipeline.key: pipeline for pipeline in (_changed(now, here, table) for table in tables)}
    told = _with_those_offered_to(now, changed)
    stages = {(pipeline.key, stage.key) for pipeline in told.values() for stage in pipeline.stages}
    return replace(
        now,
        pipelines=tuple(told.values()),
        hand_overs=tuple(
            one
            for one in now.hand_overs
            if one.from_pipeline in told and (one.to_pipeline, one.to_stage) in stages
        ),
    )


def _with_those_offered_to(
    now: Playbook, changed: Mapping[str, PlaybookPipeline]
) -> dict[str, PlaybookPipeline]:
    """Also, as they are, the pipelines that robots offer deals to: a file that speaks of a hand-over has both its ends."""
    told, waiting = dict(changed), list(changed.values())
    while waiting:
        offered = _offered(waiting.pop())
        for one in now.hand_overs:
            target = now.pipeline(one.to_pipeline)
            if one.key in offered and target is not None and target.key not in told:
                told[target.key] = target
                waiting.append(target)
    return told


def _offered(pipeline: PlaybookPipeline) -> set[str]:
    steps = (deed.step for _place, robot in pipeline.robots for deed in robot.deeds)
    return {step.hand_over for step in steps if isinstance(step, OfferHandOver)}


def _changed(now: Playbook, here: Mapping[str, Pipeline], table: Table) -> PlaybookPipeline:
    named = table.name.casefold()
    called = (one for one in now.pipelines if one.name[now.languages[0]].casefold() == named)
    found = now.pipeline(table.pipeline or "") or next(called, None)
    if found is None:
        raise NoPipelineOfThatName(table.name)
    return with_table(found, table, robot_names(here[found.key]))
