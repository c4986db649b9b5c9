"""The rules of the linter, all of them, in the order in which their remarks are told."""

from collections.abc import Callable, Iterator

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.criteria import (
    asked_before_arrival,
    circular,
    counted_twice,
    goes_on_by_postponing,
    nothing_can_meet,
)
from voronka.domain.playbook.lint.entry import no_objective_entry
from voronka.domain.playbook.lint.limits import limits_that_never_count
from voronka.domain.playbook.lint.names import named_by_what_was_done, tells_nothing
from voronka.domain.playbook.lint.remark import NoObjectiveEntry, Remark, Use
from voronka.domain.playbook.lint.robots import (
    robots_after_the_limit,
    robots_at_dead_ends,
    robots_that_call_themselves,
    robots_that_threaten,
    same_robots,
)
from voronka.domain.playbook.lint.sanctions import limits_on_judgement, sanctions_on_judgement
from voronka.domain.playbook.lint.size import too_many_stages, twin_pipelines
from voronka.domain.playbook.lint.use import limits_beyond_cycle, limits_of_nobody, stages_nobody_uses
from voronka.domain.playbook.lint.ways import (
    dead_ends,
    falls_through,
    nothing_leads_there,
    unreachable_stages,
)
from voronka.domain.playbook.model import Playbook

RULES: tuple[Callable[[Playbook], Iterator[Remark]], ...] = (
    too_many_stages,
    twin_pipelines,
    nothing_leads_there,
    no_objective_entry,
    tells_nothing,
    named_by_what_was_done,
    asked_before_arrival,
    circular,
    goes_on_by_postponing,
    counted_twice,
    nothing_can_meet,
    dead_ends,
    unreachable_stages,
    falls_through,
    limits_that_never_count,
    limits_on_judgement,
    sanctions_on_judgement,
    robots_at_dead_ends,
    robots_that_call_themselves,
    same_robots,
    robots_after_the_limit,
    robots_that_threaten,
)
RULES_OF_USE: tuple[Callable[[Playbook, Use], Iterator[Remark]], ...] = (
    limits_beyond_cycle,
    limits_of_nobody,
    stages_nobody_uses,
)

# With these a version cannot be published (R106); the others are advice.
GRAVE = (NoObjectiveEntry,)


def grave_spots(playbook: Playbook) -> tuple[Spot, ...]:
    """The stages with which no version may be published."""
    return tuple(one.spot for one in lint(playbook) if isinstance(one.finding, GRAVE))


def lint(playbook: Playbook, use: Use | None = None) -> tuple[Remark, ...]:
    """Every remark, in the order of the file's pipelines and stages. `use`: of the pipelines that are in use."""
    found = [remark for rule in RULES for remark in rule(playbook)]
    if use is not None:
        found += [remark for rule in RULES_OF_USE for remark in rule(playbook, use)]
    places = _places(playbook)
    return tuple(sorted(found, key=lambda remark: places[remark.spot]))


def _places(playbook: Playbook) -> dict[Spot, tuple[int, int]]:
    places = {}
    for number, pipeline in enumerate(playbook.pipelines):
        places[Spot(pipeline.key)] = (number, 0)
        for place, stage in enumerate(pipeline.stages, 1):
            places[Spot(pipeline.key, stage.key)] = (number, place)
    return places
