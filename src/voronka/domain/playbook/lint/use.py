"""What the figures of use say: limits that never bind, stages where nobody comes."""

from collections.abc import Iterator

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import LimitBeyondCycle, NobodyUses, Remark, Use
from voronka.domain.playbook.model import Playbook

# Before so many deals have begun, a stage without any is no surprise.
FEWEST_DEALS = 20


def limits_beyond_cycle(playbook: Playbook, use: Use) -> Iterator[Remark]:
    """A limit is there to be noticed: longer than the median way to the sale it never is."""
    for pipeline in playbook.pipelines:
        cycle = use[pipeline.key].cycle if pipeline.key in use else None
        for stage in pipeline.stages:
            if cycle is not None and stage.limit is not None and stage.limit > cycle:
                yield Remark(Spot(pipeline.key, stage.key), LimitBeyondCycle(stage.limit, cycle))


def stages_nobody_uses(playbook: Playbook, use: Use) -> Iterator[Remark]:
    """A stage that no deal stops at is a column to look past."""
    for pipeline in playbook.pipelines:
        used = use.get(pipeline.key)
        if used is None or used.deals < FEWEST_DEALS:
            continue
        for stage in pipeline.stages:
            if not used.visits.get(stage.key):
                yield Remark(Spot(pipeline.key, stage.key), NobodyUses(used.deals))
