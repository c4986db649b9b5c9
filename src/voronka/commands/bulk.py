"""The same action on many deals, each judged and written on its own, as if done one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from voronka.commands.assignments import assign_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.tags import add_tag, remove_tag
from voronka.commands.undo import undo
from voronka.domain.errors import Refused
from voronka.domain.permissions import Actor
from voronka.models import Event

# As many deals as one go may take, and as one request works off: a request must end while people watch.
MOST = 1000
BATCH = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """A deal that was chosen, as it was seen. `version` None: however it is now."""

    deal: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to one deal, and the event that it can be undone by."""

    deal: int
    event: int


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """A deal that was left as it is, and why."""

    deal: int
    refusal: Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each deal, in their order."""

    done: tuple[Done, ...]
    refused: tuple[TurnedDown, ...]


def move_deals(
    *, by: Actor, at: datetime, chosen: Iterable[Chosen], move: Move, request_id: str = ""
) -> Outcome:
    """`move_deal` for each; every deal passes its own gate, or stays and says why."""

    def one(each: Chosen) -> Event:
        moved = move_deal(
            by=by, at=at, deal=each.deal, move=move, version=each.version, request_id=request_id
        )
        return moved.event

    return _each(chosen, one)


def assign_deals(
    *, by: Actor, at: datetime, chosen: Iterable[Chosen], owner: int, request_id: str = ""
) -> Outcome:
    """`assign_deal` for each."""

    def one(each: Chosen) -> Event:
        return assign_deal(
            by=by, at=at, deal=each.deal, owner=owner, version=each.version, request_id=request_id
        )

    return _each(chosen, one)


def tag_deals(
    *, by: Actor, at: datetime, chosen: Iterable[Chosen], tag: str, adds: bool, request_id: str = ""
) -> Outcome:
    """`add_tag` or `remove_tag` for each. What else changed on a deal meanwhile is no matter for its tags."""
    change = add_tag if adds else remove_tag

    def one(each: Chosen) -> Event:
        return change(by=by, at=at, deal=each.deal, tag=tag, request_id=request_id)

    return _each(chosen, one)


def undo_all(*, by: Actor, at: datetime, done: Iterable[Done], request_id: str = "") -> Outcome:
    """`undo` for each event; the deals in it are only named, the event says which deal it was."""
    undone: list[Done] = []
    refused: list[TurnedDown] = []
    for each in done:
        try:
            event = undo(by=by, at=at, event=each.event, request_id=request_id)
            undone.append(Done(each.deal, event.pk))
        except Refused as refusal:
            refused.append(TurnedDown(each.deal, refusal))
    return Outcome(tuple(undone), tuple(refused))


def _each(chosen: Iterable[Chosen], act: Callable[[Chosen], Event]) -> Outcome:
    done: list[Done] = []
    refused: list[TurnedDown] = []
    for each in chosen:
        try:
            done.append(Done(each.deal, act(each).pk))
        except Refused as refusal:
            refused.append(TurnedDown(each.deal, refusal))
    return Outcome(tuple(done), tuple(refused))
