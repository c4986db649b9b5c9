"""Which row is which stage, and which line is which text: what is told apart decides what stays as it was."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.model import PlaybookPipeline, PlaybookStage
from voronka.domain.playbook.shapes import KEY_PATTERN, MOST_IN_KEY
from voronka.domain.playbook.table.model import Row, Table
from voronka.domain.playbook.table.show import Shown, exit_of

Item = TypeVar("Item")

_SINGLE = tuple(kind for kind in StageKind if kind is not StageKind.WORKING)
# A stage made in the workspace is called so after its number: a new one must not be taken for it.
_NUMBERED = re.compile(r"stage-[0-9]+\Z")


@dataclass(frozen=True, slots=True)
class Seat:
    """A row with what it is. `stage` is None for a new one, and for what is no working stage."""

    row: Row
    kind: StageKind
    key: str
    stage: PlaybookStage | None = None
    keeps_name: bool = False


def seats(pipeline: PlaybookPipeline, table: Table, shown: Shown) -> tuple[Seat, ...]:
    """What each row is: by its key, else by its name, else a new stage."""
    singles = _singles(pipeline, table.rows, shown)
    working = tuple(row for place, row in enumerate(table.rows) if place not in singles)
    stages = _stages(pipeline, working, shown)
    taken = {stage.key for stage in stages if stage is not None}
    left = iter(zip(working, stages, strict=True))
    found = []
    for place, row in enumerate(table.rows):
        if place in singles:
            kind = singles[place]
            found.append(Seat(row, kind, kind.value, None, row.name == _single_name(pipeline, kind, shown)))
            continue
        _row, stage = next(left)
        key = stage.key if stage is not None else _new_key(row, taken)
        taken.add(key)
        keeps = stage is not None and shown.said(stage.name) == row.name
        found.append(Seat(row, StageKind.WORKING, key, stage, keeps))
    return tuple(found)


def _singles(pipeline: PlaybookPipeline, rows: Sequence[Row], shown: Shown) -> dict[int, StageKind]:
    """Which rows are Unsorted and the exits; of several the first."""
    found: dict[int, StageKind] = {}
    for kind in _SINGLE:
        name = _single_name(pipeline, kind, shown).casefold()
        named = [place for place, row in enumerate(rows) if row.name.casefold() == name]
        keyed = [place for place, row in enumerate(rows) if row.key == kind]
        keyless = [place for place in named if rows[place].key is None]
        place = next((place for place in named if place in keyed), next(iter(keyed + keyless), None))
        if place is not None:
            found.setdefault(place, kind)
    return found


def _single_name(pipeline: PlaybookPipeline, kind: StageKind, shown: Shown) -> str:
    unsorted = kind is StageKind.UNSORTED
    return shown.said(pipeline.unsorted.name if unsorted else exit_of(pipeline, kind).name)


def _stages(
    pipeline: PlaybookPipeline, rows: Sequence[Row], shown: Shown
) -> tuple[PlaybookStage | None, ...]:
    """Each row's stage. A row that was copied has its original's key: who kept the name is the original."""
    names = tuple(shown.said(stage.name) for stage in pipeline.stages)
    found: dict[int, int] = {}
    tests: tuple[Callable[[Row, int], bool], ...] = (
        lambda row, at: row.key == pipeline.stages[at].key and row.name == names[at],
        lambda row, at: row.key == pipeline.stages[at].key,
        lambda row, at: row.name.casefold() == names[at].casefold(),
    )
    for is_it in tests:
        for place, row in enumerate(rows):
            free = (at for at in range(len(names)) if at not in found.values() and is_it(row, at))
            at = None if place in found else next(free, None)
            if at is not None:
                found[place] = at
    return tuple(pipeline.stages[found[place]] if place in found else None for place in range(len(rows)))


def _new_key(row: Row, taken: set[str]) -> str:
    """A key of a stage's own: the row's if nobody has it, else one made of its name."""
    reserved = {kind.value for kind in _SINGLE}
    given = row.key or ""
    fits = re.fullmatch(KEY_PATTERN, given) and len(given) <= MOST_IN_KEY and not _NUMBERED.match(given)
    if fits and given not in taken | reserved:
        return given
    return made_key(row.name, taken, lambda key: key in reserved or bool(_NUMBERED.match(key)))


def made_key(name: str, taken: set[str], is_refused: Callable[[str], bool]) -> str:
    """A key made of a name, as far as it is written in Latin letters, that nobody has yet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: MOST_IN_KEY - 4].strip("-")
    if not made or is_refused(made):
        made = f"new-{made}".strip("-")
    tries = (made, *(f"{made}-{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in tries if key not in taken)


def paired(
    was: Sequence[Item], now: Sequence[Item], *likenesses: Callable[[Item], Hashable]
) -> tuple[int | None, ...]:
    """Of each present item the place of the one it was, None for a new one.

    The first likeness that tells decides; then whatever stands at the same place and was not found elsewhere.
    """
    found = {place: at for place, at in enumerate(recognised(was, now, *likenesses)) if at is not None}
    for place in range(min(len(was), len(now))):
        if place not in found and place not in found.values():
            found[place] = place
    return tuple(found.get(place) for place in range(len(now)))


def recognised(
    was: Sequence[Item], now: Sequence[Item], *likenesses: Callable[[Item], Hashable]
) -> tuple[int | None, ...]:
    """The same, but nothing is known by its place."""
    found: dict[int, int] = {}
    for alike in likenesses:
        before = [alike(one) for one in was]
        for place, one in enumerate(now):
            free = (at for at, said in enumerate(before) if at not in found.values() and said == alike(one))
            at = None if place in found else next(free, None)
            if at is not None:
                found[place] = at
    return tuple(found.get(place) for place in range(len(now)))
