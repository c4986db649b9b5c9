"""The workspace's playbook as tables that came back would have it."""

from collections.abc import Iterable
from dataclasses import replace

from voronka.domain.playbook.model import Playbook, PlaybookPipeline
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.model import Table
from voronka.queries.playbook_now import playbook_now


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
    changed = {pipeline.key: pipeline for pipeline in (_changed(now, table) for table in tables)}
    stages = {(pipeline.key, stage.key) for pipeline in changed.values() for stage in pipeline.stages}
    return replace(
        now,
        pipelines=tuple(changed.values()),
        hand_overs=tuple(
            one
            for one in now.hand_overs
            if one.from_pipeline in changed and (one.to_pipeline, one.to_stage) in stages
        ),
    )


def _changed(now: Playbook, table: Table) -> PlaybookPipeline:
    named = table.name.casefold()
    called = (one for one in now.pipelines if one.name[now.languages[0]].casefold() == named)
    found = now.pipeline(table.pipeline or "") or next(called, None)
    if found is None:
        raise NoPipelineOfThatName(table.name)
    return with_table(found, table)
