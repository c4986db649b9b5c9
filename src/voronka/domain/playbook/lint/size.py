"""How many stages a pipeline has, and whether two pipelines are one. Source: the methods, sections 1 and 5."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import Remark, TooManyStages, Twins
from voronka.domain.playbook.model import Playbook, PlaybookPipeline, PlaybookStage

MOST_STAGES = 9
# Of this share of their stages and more two pipelines are the same.
ALIKE = 0.75


def too_many_stages(playbook: Playbook) -> Iterator[Remark]:
    """Nine statuses fit one company; another had fourteen, and seven served it better."""
    for pipeline in playbook.pipelines:
        if len(pipeline.stages) > MOST_STAGES:
            yield Remark(Spot(pipeline.key), TooManyStages(len(pipeline.stages), MOST_STAGES))


def twin_pipelines(playbook: Playbook) -> Iterator[Remark]:
    """Two pipelines of one kind that do and ask for nearly the same: one with a field would do."""
    for one, other in combinations(playbook.pipelines, 2):
        if one.kind is other.kind and _alike(one, other) >= ALIKE:
            yield Remark(Spot(one.key), Twins(other.name, _differing(one, other)))


def _alike(one: PlaybookPipeline, other: PlaybookPipeline) -> float:
    first, second = [_does(stage) for stage in one.stages], [_does(stage) for stage in other.stages]
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _differing(one: PlaybookPipeline, other: PlaybookPipeline) -> tuple[dict[str, str], ...]:
    known = {_does(stage) for stage in one.stages}
    return tuple(dict(stage.name) for stage in other.stages if _does(stage) not in known)


def _does(stage: PlaybookStage) -> tuple[object, ...]:
    """What a stage is apart from its name: what it asks for and what is to be done."""
    asked = frozenset(rule.criterion for rule in (*stage.enter, *stage.exit))
    return asked, stage.next_step.kind, tuple(sorted(stage.purpose.items()))
