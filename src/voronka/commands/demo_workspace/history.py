"""The closed deals of the last months, in numbers that make the funnel: 75, 58, 67, 36, 75, 81 % go on.

What is counted is who left a stage in the last 90 days. A deal that was closed in that time may have
passed its first stages before it; `early` tells how many of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from voronka.commands.demo_workspace import invented
from voronka.commands.demo_workspace.cast import ClientCard
from voronka.commands.demo_workspace.playbook import COMPETITOR, NO_CONTACT, NO_NEED, PRICE
from voronka.commands.demo_workspace.stories import Stay

WINDOW = timedelta(days=90)
# So far from its edges that a clock or a zone never moves a figure across.
_MARGIN = timedelta(hours=36)
POSTPONED = "postponed"
ALL_ACTS = 99
# Clients of each seller beside the named ones.
CLIENTS_EACH = 20
WON = "won"

# Where deals were lost and why; place in the pipeline -> reason -> how many.
LOSSES: dict[int, dict[str, int]] = {
    0: {NO_NEED: 21, NO_CONTACT: 16},
    1: {PRICE: 4, COMPETITOR: 6, POSTPONED: 12, NO_NEED: 28, NO_CONTACT: 12},
    2: {PRICE: 5, COMPETITOR: 6, POSTPONED: 8, NO_NEED: 6, NO_CONTACT: 3},
    3: {PRICE: 17, COMPETITOR: 11, POSTPONED: 4, NO_NEED: 3, NO_CONTACT: 2},
    4: {PRICE: 2, COMPETITOR: 2, POSTPONED: 1},
    5: {PRICE: 1, COMPETITOR: 1, NO_CONTACT: 1},
}
# With “Pastry chillers”, told apart, 13 won for $310k.
WON_AMOUNTS = (12_800, 31_500, 44_000, 9_900, 27_300, 18_700, 36_200, 22_600, 15_100, 41_800, 8_200, 22_500)
# Which of them had left how many working stages before the window: place -> (early, how many).
_EARLY = {5: ((4, 3), (3, 1)), 4: ((3, 2), (2, 1)), 3: ((2, 10), (1, 3)), 2: ((1, 6),)}
# How many of those that began within the window came through Unsorted.
_SORTED = 73
_LAST = 5
# Days at a stage, from and to; the median is what the team is used to.
DAYS = {0: (0.1, 0.9), 1: (1.0, 4.0), 2: (3.0, 7.5), 3: (4.0, 12.0), 4: (3.5, 10.0), 5: (2.0, 6.0)}


@dataclass(frozen=True, slots=True)
class Ending:
    """A closed deal in outline: at which place it ended, why (`WON`, `POSTPONED` or a reason), how early."""

    place: int
    why: str
    early: int
    through_unsorted: bool
    amount: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """An ending with everything that was left to chance."""

    ending: Ending
    owner: str
    client: ClientCard
    thing: str
    size: str
    source: str
    stays: tuple[Stay, ...]


def endings(chance: Random) -> list[Ending]:
    """All closed deals in outline."""
    unsorted_left = _SORTED
    found = []
    for place, why, amount, early in _outline(chance):
        sorted_first = place == 0 or (early == 0 and unsorted_left > 0)
        unsorted_left -= sorted_first and place > 0
        found.append(Ending(place, why, early, sorted_first, amount))
    return found


def _outline(chance: Random) -> Iterator[tuple[int, str, int | None, int]]:
    for place, losses in LOSSES.items():
        ends: list[tuple[str, int | None]] = [
            (why, None) for why, count in losses.items() for _ in range(count)
        ]
        if place == _LAST:
            ends += [(WON, amount) for amount in WON_AMOUNTS]
        chance.shuffle(ends)
        early = [number for number, count in _EARLY.get(place, ()) for _ in range(count)]
        early += [0] * (len(ends) - len(early))
        for (why, amount), number in zip(ends, early, strict=True):
            yield place, why, amount, number


def pasts(chance: Random, now: datetime) -> Iterator[Past]:
    """The closed deals with names, owners and dates."""
    for ending in endings(chance):
        owner = invented.seller(chance)
        client = invented.client(chance, owner, CLIENTS_EACH)
        stays = tuple(_stays(chance, now, ending))
        yield Past(ending, owner, client, *invented.request(chance), stays)


def _stays(chance: Random, now: datetime, ending: Ending) -> Iterator[Stay]:
    """The stays in order; those of the early stages end before the window, the others in it."""
    places = list(range(0 if ending.through_unsorted else 1, ending.place + 1))
    lengths = [timedelta(days=chance.uniform(*DAYS[place])) for place in places]
    entered = _began(chance, now, ending, lengths)
    for place, length in zip(places, lengths, strict=True):
        left = entered + length
        if ending.early and place == ending.early + 1:
            left = now - WINDOW + _MARGIN + timedelta(days=chance.uniform(0.2, 9))
        yield Stay(place, entered, left, ALL_ACTS)
        entered = left


def _began(chance: Random, now: datetime, ending: Ending, lengths: list[timedelta]) -> datetime:
    if ending.early:
        edge = now - WINDOW - _MARGIN - timedelta(days=chance.uniform(0, 3))
        return edge - sum(lengths[: ending.early], timedelta())
    earliest = now - WINDOW + _MARGIN - lengths[0]
    latest = now - timedelta(hours=chance.uniform(3, 24)) - sum(lengths, timedelta())
    return earliest + (latest - earliest) * chance.random()
