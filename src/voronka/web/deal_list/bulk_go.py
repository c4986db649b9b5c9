"""One go of a bulk action as it travels between the requests that work it off, in hidden fields."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voronka.commands.bulk import MOST, Chosen, Done, Outcome
from voronka.web.deal_list.words import refusal_text
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voronka.domain.pipeline import Pipeline

# As many titles are shown of each reason; the rest is counted.
_MOST_LINKS = 20
_LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A deal that was refused: why, and how many further things stand in its way."""

    deal: int
    text: str
    more: int


@dataclass(frozen=True, slots=True)
class Go:
    """`left` is still to be looked at; an undo has the events that it takes back in `todo` instead."""

    action: str
    pipeline: Pipeline
    left: tuple[Chosen, ...] = ()
    todo: tuple[Done, ...] = ()
    done: tuple[Done, ...] = ()
    refused: tuple[LeftAlone, ...] = ()

    @property
    def worked_off(self) -> int:
        """How many deals have been looked at."""
        return len(self.done) + len(self.refused)

    @property
    def all(self) -> int:
        """How many deals the go is about."""
        return self.worked_off + len(self.left) + len(self.todo)

    @property
    def carried(self) -> Mapping[str, str]:
        """The hidden fields that bring it to the next request."""
        return {
            "pipeline": str(self.pipeline.id),
            "left": " ".join(f"{each.deal}:{each.version or ''}" for each in self.left),
            "todo": _told(self.todo),
            "done": _told(self.done),
            "refused": json.dumps([[each.deal, each.text, each.more] for each in self.refused]),
        }

    def after(self, outcome: Outcome, *, left: tuple[Chosen, ...] = (), todo: tuple[Done, ...] = ()) -> Go:
        """The go when a batch has been worked off."""
        told = (LeftAlone(each.deal, *refusal_text(each.refusal)) for each in outcome.refused)
        return replace(
            self, left=left, todo=todo, done=self.done + outcome.done, refused=(*self.refused, *told)
        )

    @property
    def undo(self) -> Mapping[str, str]:
        """The hidden fields of a go that takes back what this one did."""
        return {"pipeline": str(self.pipeline.id), "todo": _told(self.done)}


@dataclass(frozen=True, slots=True)
class Group:
    """The deals that were refused for one reason, as (id, title, further obstacles); `hidden` are only counted."""

    text: str
    deals: int
    links: tuple[tuple[int, str, int], ...]
    hidden: int


def read_chosen(text: str) -> tuple[Chosen, ...]:
    """Deals as `id:version`, parted by spaces; what makes no sense is left out, and nothing comes twice."""
    found: dict[int, Chosen] = {}
    for part in text.split(" ")[: MOST * 2]:
        id, _, version = part.partition(":")
        deal = whole_number(id)
        if deal is not None:
            found.setdefault(deal, Chosen(deal, whole_number(version)))
    return tuple(found.values())[:MOST]


def read_go(data: Mapping[str, str], action: str, pipeline: Pipeline) -> Go:
    """The go back from the hidden fields; what was tampered with is left out."""
    return Go(
        action,
        pipeline,
        left=read_chosen(data.get("left", "")),
        todo=_read_done(data.get("todo", "")),
        done=_read_done(data.get("done", "")),
        refused=_read_refused(data.get("refused", "")),
    )


def grouped(refused: Sequence[LeftAlone], titles: Mapping[int, str]) -> list[Group]:
    """The refused deals by reason, the commonest first; only what has a title may be shown."""
    by_reason: defaultdict[str, list[LeftAlone]] = defaultdict(list)
    for each in refused:
        by_reason[each.text].append(each)
    groups = [_group(text, deals, titles) for text, deals in by_reason.items()]
    return sorted(groups, key=lambda group: (-group.deals, group.text))


def _group(text: str, deals: list[LeftAlone], titles: Mapping[int, str]) -> Group:
    known = [(each.deal, titles[each.deal], each.more) for each in deals if each.deal in titles]
    return Group(text, len(deals), tuple(known[:_MOST_LINKS]), len(deals) - len(known[:_MOST_LINKS]))


def _told(done: Sequence[Done]) -> str:
    return json.dumps([[each.deal, each.event] for each in done])


def _read_done(text: str) -> tuple[Done, ...]:
    return tuple(Done(deal, event) for deal, event in _lists(text, 2) if _is_id(deal) and _is_id(event))


def _read_refused(text: str) -> tuple[LeftAlone, ...]:
    return tuple(
        LeftAlone(deal, words[:_LONGEST_WORDS], more)
        for deal, words, more in _lists(text, 3)
        if _is_id(deal) and isinstance(words, str) and _is_id(more)
    )


def _lists(text: str, length: int) -> list[list[Any]]:
    """The lists of this length in a JSON list; none in what is no such thing."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [each for each in found[:MOST] if isinstance(each, list) and len(each) == length]


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
