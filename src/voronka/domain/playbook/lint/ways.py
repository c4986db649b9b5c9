"""The ways that deals go: stages that none leads to, and places that none leads out of. Source: requirement R99."""

from collections.abc import Iterator

from voronka.domain.pipeline import Advance, PipelineKind
from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.criteria import never_met
from voronka.domain.playbook.lint.remark import (
    DeadEnd,
    FallsThrough,
    NothingLeadsThere,
    NoWayBack,
    Remark,
    Unreachable,
)
from voronka.domain.playbook.model import Playbook, PlaybookPipeline

_AFTER_A_SALE = frozenset({PipelineKind.FULFILMENT, PipelineKind.RETENTION})


def dead_ends(playbook: Playbook) -> Iterator[Remark]:
    """A stage whose exit can never be met, and Postponed when nothing may come back from it."""
    for spot, stage, rule in never_met(playbook):
        if rule in stage.exit:
            yield Remark(spot, DeadEnd(rule))
    for pipeline in playbook.pipelines:
        if pipeline.postponed.returns_to == ():
            yield Remark(Spot(pipeline.key), NoWayBack())


def unreachable_stages(playbook: Playbook) -> Iterator[Remark]:
    """Stages behind a dead end, where no hand-over begins and nothing comes back to."""
    blocked = {spot for spot, stage, rule in never_met(playbook) if rule in stage.exit}
    closed = {spot for spot, stage, rule in never_met(playbook) if rule in stage.enter}
    for pipeline in playbook.pipelines:
        reached = _reached(playbook, pipeline, blocked, closed)
        for stage in pipeline.stages:
            if stage.key not in reached:
                yield Remark(Spot(pipeline.key, stage.key), Unreachable())


def _reached(
    playbook: Playbook, pipeline: PlaybookPipeline, blocked: set[Spot], closed: set[Spot]
) -> set[str]:
    """The keys of the stages that a deal can come to, from the first one and from where hand-overs begin."""
    keys = [stage.key for stage in pipeline.stages]
    handed_over = [one.to_stage for one in playbook.hand_overs if one.to_pipeline == pipeline.key]
    waiting = [keys[0], *handed_over]
    reached: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in reached or Spot(pipeline.key, key) in closed:
            continue
        reached.add(key)
        waiting += _from(pipeline, keys.index(key), blocked)
    return reached


def _from(pipeline: PlaybookPipeline, place: int, blocked: set[Spot]) -> list[str]:
    """Where a deal can go from a stage: on, back, and out and in again."""
    keys = [stage.key for stage in pipeline.stages]
    stage = pipeline.stages[place]
    back = keys[:place] if stage.back_to is None else list(stage.back_to)
    # Where a deal may come back to from an exit is told by name only if it was meant.
    again = [*(pipeline.lost.returns_to or ()), *(pipeline.postponed.returns_to or ())]
    on = [] if Spot(pipeline.key, stage.key) in blocked else keys[place + 1 : place + 2]
    return [*on, *back, *again]


def nothing_leads_there(playbook: Playbook) -> Iterator[Remark]:
    """Fulfilment and retention begin with what was won elsewhere."""
    targets = {one.to_pipeline for one in playbook.hand_overs}
    for pipeline in playbook.pipelines:
        if pipeline.kind in _AFTER_A_SALE and pipeline.key not in targets and len(playbook.pipelines) > 1:
            yield Remark(Spot(pipeline.key), NothingLeadsThere())


def falls_through(playbook: Playbook) -> Iterator[Remark]:
    """Going on by itself as soon as nothing is missing, when nothing is asked for, is not stopping at all."""
    for pipeline in playbook.pipelines:
        for stage in pipeline.stages:
            if stage.advance is Advance.BY_ITSELF and not stage.exit:
                yield Remark(Spot(pipeline.key, stage.key), FallsThrough())
