"""What counts as passing a gate, and what of it rested on facts, on somebody's word, or on an exception.

A pass is a move on: from an open stage to a later one, or to Won. Not a pass: the way back, out of an exit or into Lost
and Postponed; a move that was undone; one that publishing made because the stage is no more; what was brought in from
elsewhere, where nobody judged. A deal that is sent back and goes on again passes again; one that an exception lets jump
over stages passes only the gate of the stage that it left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.events import MoveHow
from voronka.domain.gate import Review

_ON = frozenset({MoveHow.FORWARD, MoveHow.WON})


@dataclass(frozen=True, slots=True)
class Weighed:
    """How the criteria of one gate were passed: `asked` in all, `by_word` of them by hand, `waived` without evidence."""

    asked: int
    by_word: int
    waived: int


def is_passage(how: MoveHow, *, published: bool = False) -> bool:
    """Whether a move that is made now counts. `published`: the playbook moved the deal, for its stage is no more."""
    return how in _ON and not published


def weigh(reviews: Iterable[Review]) -> Weighed:
    """Count what a gate was passed by."""
    every = tuple(reviews)
    by_word = sum(one.is_met and isinstance(one.criterion, ConfirmedByHand) for one in every)
    return Weighed(len(every), by_word, sum(not one.is_met for one in every))


def was_passage(told: Mapping[str, Any]) -> bool:
    """The same of a move that the log tells of.

    Moves of before this was counted don't say it. What was brought in then is known by an exception from all that
    was asked, which ended and began no task.
    """
    if "passage" in told:
        return bool(told["passage"])
    met_none = all(one["evidence"] is None for one in told["evidence"])
    brought_in = told["exception"] and met_none and not (told["made"] or told["cancelled"])
    return told["how"] in _ON and not brought_in


def weigh_told(told: Mapping[str, Any]) -> Weighed:
    """`weigh` of the reviews that the log has frozen."""
    every = told["evidence"]
    by_word = sum(one["by_hand"] and one["evidence"] is not None for one in every)
    return Weighed(len(every), by_word, sum(one["evidence"] is None for one in every))
