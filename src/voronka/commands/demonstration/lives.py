"""How the deals of a demonstration live, in outline: where each begins, how long it stays where, and where it ends up.

A life is one request of a client on its way through the pipelines that hand over to each other. Pure but for the pipelines
that it is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from voronka.domain.pipeline import Pipeline, Stage, StageKind

# So many deals a demonstration has, more or less; a life is one in each of its pipelines.
DEALS = 60
# How many stand now at the first working stage, at the second and so on: of the first pipeline, and of further ones. By how
# many pipelines there are, for a life is a deal in each.
_FIRST = {1: (8, 7, 6, 5, 4, 3, 3, 2, 2), 2: (6, 5, 4, 3, 3, 2, 2, 2, 2), 3: (5, 4, 3, 2, 2, 2, 1, 1, 1)}
_FURTHER = {1: (), 2: (5, 4, 3, 2, 2, 2, 1), 3: (2, 2, 1, 1, 1, 1, 1)}
_UNSORTED = 3
_ENDS = (StageKind.LOST, StageKind.WON, StageKind.LOST, StageKind.POSTPONED, StageKind.WON, StageKind.LOST)
# At least so many are closed, however long the way is.
_LEAST_CLOSED = 7
# Every so many of those that stand somewhere stand there too long.
_OVERSTAYS = 4
_NO_LIMIT = timedelta(days=3)
_SHORTEST, _LONGEST = timedelta(minutes=50), timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Life:
    """A request of a client. It goes through the pipelines of `way`; in the last it comes to the column at `place`.

    `end`: how it leaves from there; None: it is there still, and `overstays` when longer than the limit.
    """

    number: int
    way: tuple[Pipeline, ...]
    place: int
    end: StageKind | None = None
    overstays: bool = False

    @property
    def is_unsorted(self) -> bool:
        """Whether nobody has taken it yet."""
        return self.end is None and self.way[-1].columns[self.place].kind is StageKind.UNSORTED


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay at a stage. `left` None: it is there still; `is_last`: the end of the life's way, wherever it leads."""

    pipeline: Pipeline
    stage: Stage
    entered: datetime
    left: datetime | None
    is_last: bool


def portion(planned: Sequence[Life], done: int, deals: int) -> Sequence[Life]:
    """The next ones after the first `done`: about so many deals, and one life at least."""
    made = 0
    for count, life in enumerate(planned[done:], 1):
        made += len(life.way)
        if made >= deals:
            return planned[done : done + count]
    return planned[done:]


def lives(chains: Sequence[tuple[Pipeline, ...]], deals: int = DEALS) -> tuple[Life, ...]:
    """All lives through these chains of pipelines, mixed, the same for the same pipelines."""
    outlines: list[Life] = []
    for chain in chains:
        open_ones = list(_open(chain, deals / DEALS))
        share = deals // len(chains) - sum(len(life.way) for life in open_ones)
        outlines += [*open_ones, *_closed(chain, share)]
    Random("the order of lives").shuffle(outlines)  # noqa: S311 - invented deals
    return tuple(_numbered(outlines))


def _numbered(outlines: list[Life]) -> Iterator[Life]:
    for number, one in enumerate(outlines):
        yield Life(number, one.way, one.place, one.end, one.end is None and number % _OVERSTAYS == 0)


def _open(chain: tuple[Pipeline, ...], scale: float) -> Iterator[Life]:
    def some(count: int) -> range:
        return range(max(1, round(count * scale)))

    for depth, pipeline in enumerate(chain):
        way = chain[: depth + 1]
        counts = (_FURTHER if depth else _FIRST)[min(len(chain), 3)]
        if depth == 0:
            yield from (Life(0, way, 0) for _ in some(_UNSORTED))
        for place, stage in enumerate(pipeline.columns):
            if stage.kind is StageKind.WORKING:
                nth = pipeline.working.index(stage)
                yield from (Life(0, way, place) for _ in some(counts[min(nth, len(counts) - 1)]))


def _closed(chain: tuple[Pipeline, ...], share: int) -> Iterator[Life]:
    """Lost and postponed ones where deals are sold, first stages more often; the won ones have gone the whole way."""
    left, made, places = share, 0, cycle(_losing_places(chain))
    for end in cycle(_ENDS):
        if left <= 0 and made >= _LEAST_CLOSED:
            return
        depth, place = (len(chain) - 1, len(chain[-1].columns) - 1) if end is StageKind.WON else next(places)
        yield Life(0, chain[: depth + 1], place, end)
        left, made = left - depth - 1, made + 1


def _losing_places(chain: tuple[Pipeline, ...]) -> list[tuple[int, int]]:
    found = []
    for depth, pipeline in enumerate(chain[:2]):
        found += [(depth, pipeline.columns.index(stage)) for stage in pipeline.working]
    return [*found[:3], *found]


def stays(life: Life, begins: Mapping[int, Stage], now: datetime, chance: Random) -> list[Stay]:
    """The stays of a life, backwards from now. `begins`: where a pipeline's deals begin that were handed over, by its id."""
    stages = list(_path(life, begins, chance))
    leaves = None if life.end is None else now - timedelta(days=chance.uniform(0.3, 25))
    found: list[Stay] = []
    for turn, (pipeline, stage) in enumerate(reversed(stages)):
        is_now = turn == 0 and leaves is None
        entered = (leaves or now) - _length(stage, chance, overstays=is_now and life.overstays, is_now=is_now)
        found.append(Stay(pipeline, stage, entered, leaves, is_last=turn == 0))
        leaves = entered
    return found[::-1]


def _path(life: Life, begins: Mapping[int, Stage], chance: Random) -> Iterator[tuple[Pipeline, Stage]]:
    sorted_first = chance.random() < 1 / 3
    for depth, pipeline in enumerate(life.way):
        columns = pipeline.columns
        is_end = depth == len(life.way) - 1
        first = columns.index(begins[pipeline.id]) if depth else int(not sorted_first)
        last = life.place if is_end else len(columns) - 1
        yield from ((pipeline, stage) for stage in columns[min(first, last) : last + 1])


def _length(stage: Stage, chance: Random, *, overstays: bool, is_now: bool) -> timedelta:
    limit = min(stage.limit or _NO_LIMIT, _LONGEST)
    if overstays:
        return max(_SHORTEST, limit * chance.uniform(1.15, 1.7))
    if is_now:
        return limit * chance.uniform(0.2, 0.75)
    return max(_SHORTEST, limit * chance.uniform(0.3, 0.85))
