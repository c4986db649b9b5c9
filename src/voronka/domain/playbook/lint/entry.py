"""Whether facts say when a deal belongs to a stage. Source: the methods, section 5."""

from collections.abc import Iterator
from itertools import pairwise

from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import NoObjectiveEntry, Remark
from voronka.domain.playbook.model import Playbook, Rule


def no_objective_entry(playbook: Playbook) -> Iterator[Remark]:
    """A stage is entered by its own criteria or by the exit of the one before.

    The first one is entered by the deal's being there: somebody asked, and it was sorted.
    """
    for pipeline in playbook.pipelines:
        for before, stage in pairwise(pipeline.stages):
            if not is_objective(stage.enter) and not is_objective(before.exit):
                yield Remark(Spot(pipeline.key, stage.key), NoObjectiveEntry(before.name))


def is_objective(rules: tuple[Rule, ...]) -> bool:
    """Whether anything but somebody's word is asked for."""
    return any(not isinstance(rule.criterion, ConfirmedByHand) for rule in rules)
