"""What the figures of use say: limits that never bind, stages where nobody comes."""

from collections.abc import Iterator

from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import LimitBeyondCycle, NobodyUses, Remark, SourceOfNobody, Use
from voronka.domain.playbook.model import Exit, Playbook

# Before so many deals have begun, a stage without any is no surprise.
FEWEST_DEALS = 20


def limits_beyond_cycle(playbook: Playbook, use: Use) -> Iterator[Remark]:
    """A limit is there to be noticed: longer than the median way to the sale it never is."""
    for pipeline in playbook.pipelines:
        cycle = use[pipeline.key].cycle if pipeline.key in use else None
        for stage in pipeline.stages:
            limits = ((stage.limit, None), *((one.limit, one) for one in stage.limits))
            for limit, of in limits:
                if cycle is not None and limit is not None and limit > cycle:
                    yield Remark(Spot(pipeline.key, stage.key), LimitBeyondCycle(limit, cycle, of))


def limits_of_nobody(playbook: Playbook, use: Use) -> Iterator[Remark]:
    """A source that is written otherwise than on the deals limits none of them."""
    for pipeline in playbook.pipelines:
        used = use.get(pipeline.key)
        if used is None or used.sources is None or used.deals < FEWEST_DEALS:
            continue
        for key, place in pipeline.places:
            for one in () if isinstance(place, Exit) else place.limits:
                if one.source and not {said.casefold() for said in one.source.values()} & used.sources:
                    spot = Spot(pipeline.key, None if key == StageKind.UNSORTED else key)
                    yield Remark(spot, SourceOfNobody(one))


def stages_nobody_uses(playbook: Playbook, use: Use) -> Iterator[Remark]:
    """A stage that no deal stops at is a column to look past."""
    for pipeline in playbook.pipelines:
        used = use.get(pipeline.key)
        if used is None or used.deals < FEWEST_DEALS:
            continue
        for stage in pipeline.stages:
            if not used.visits.get(stage.key):
                yield Remark(Spot(pipeline.key, stage.key), NobodyUses(used.deals))
