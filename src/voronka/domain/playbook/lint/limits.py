"""Limits of some deals that never count."""

from collections.abc import Iterator

from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import LimitNeverCounts, Remark
from voronka.domain.playbook.model import Exit, Playbook, PlaybookLimit


def limits_that_never_count(playbook: Playbook) -> Iterator[Remark]:
    """Of two limits of the same deals the first counts."""
    for pipeline in playbook.pipelines:
        for key, place in pipeline.places:
            if not isinstance(place, Exit):
                spot = Spot(pipeline.key, None if key == StageKind.UNSORTED else key)
                yield from (Remark(spot, LimitNeverCounts(one)) for one in _second_ones(place.limits))


def _second_ones(limits: tuple[PlaybookLimit, ...]) -> Iterator[PlaybookLimit]:
    for number, one in enumerate(limits):
        if any(_is_of_the_same(one, before) for before in limits[:number]):
            yield one


def _is_of_the_same(one: PlaybookLimit, other: PlaybookLimit) -> bool:
    """In any language: a workspace takes one of them."""
    if one.source is None or other.source is None:
        return one.source is other.source and one.amount_from == other.amount_from
    alike = any(one.source[said].casefold() == other.source.get(said, "").casefold() for said in one.source)
    return alike and one.amount_from == other.amount_from
