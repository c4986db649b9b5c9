"""What only the whole file can tell: keys that are taken, and names of pipelines and stages that do not exist.

It goes through the tree and not through what was built, so that these faults are told beside all others.
"""

from collections.abc import Iterator

from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.faults import (
    Fault,
    KeyReserved,
    KeyTaken,
    MoreThanThereAre,
    NoSuch,
    NotEarlier,
    Place,
    Role,
)
from voronka.domain.playbook.nodes import Listing, Node, Scalar, Table
from voronka.domain.playbook.shapes import nearest

_RESERVED = tuple(kind.value for kind in StageKind if kind is not StageKind.WORKING)


def reference_faults(root: Node) -> Iterator[Fault]:
    """Every such fault. Whatever is of the wrong kind is passed over here: it was told already."""
    pipelines = list(_tables(root, "pipelines"))
    yield from _taken(pipelines, Role.PIPELINE)
    for exit_kind in ("lost", "postponed"):
        yield from _taken(list(_tables(_get(root, "reasons"), exit_kind)), Role.REASON)
    tracks = list(_tables(root, "tracks"))
    yield from _taken(tracks, Role.TRACK)
    for pipeline in pipelines:
        yield from _in_pipeline(pipeline)
        proposed = _get(_get(pipeline, "postponed"), "track")
        if isinstance(proposed, Scalar):
            yield from _unknown(proposed, _keys(tracks), Role.TRACK)
    yield from _taken(list(_tables(root, "objections")), Role.OBJECTION)
    hand_overs = list(_tables(root, "hand_overs"))
    yield from _taken(hand_overs, Role.HAND_OVER)
    for hand_over in hand_overs:
        yield from _in_hand_over(hand_over, pipelines)


def _in_pipeline(pipeline: Table) -> Iterator[Fault]:
    stages = list(_tables(pipeline, "stages"))
    yield from _taken(stages, Role.STAGE)
    yield from _taken(list(_tables(pipeline, "qualification")), Role.QUESTION)
    keys = _keys(stages)
    for stage in stages:
        yield from _in_stage(stage, keys)
    for way_out in ("won", "lost", "postponed"):
        for named in _scalars(_get(pipeline, way_out), "returns_to"):
            yield from _unknown(named, keys, Role.STAGE)


def _in_stage(stage: Table, keys: tuple[str, ...]) -> Iterator[Fault]:
    own = _get(stage, "key")
    if isinstance(own, Scalar) and own.text in _RESERVED:
        yield Fault(own.place, KeyReserved(own.text))
    for named in _scalars(stage, "back_to"):
        yield from _unknown(named, keys, Role.STAGE)
        later = isinstance(own, Scalar) and own.text in keys and named.text in keys[keys.index(own.text) :]
        if later:
            yield Fault(named.place, NotEarlier(named.text))
    for rules in ("enter", "exit"):
        for rule in _tables(stage, rules):
            yield from _too_many_wanted(_get(rule, "some"))


def _too_many_wanted(some: Node | None) -> Iterator[Fault]:
    least, of = _get(some, "least"), _get(some, "of")
    if isinstance(least, Scalar) and least.text.isdecimal() and isinstance(of, Listing):
        there = len(of.items)
        if there < int(least.text[:9]):
            yield Fault(least.place, MoreThanThereAre(int(least.text[:9]), there))


def _in_hand_over(hand_over: Table, pipelines: list[Table]) -> Iterator[Fault]:
    keys = _keys(pipelines)
    for end in ("from", "to"):
        named = _get(hand_over, end)
        if isinstance(named, Scalar):
            yield from _unknown(named, keys, Role.PIPELINE)
    to, stage = _get(hand_over, "to"), _get(hand_over, "stage")
    if isinstance(to, Scalar) and isinstance(stage, Scalar) and to.text in keys:
        target = next(p for p in pipelines if _text(_get(p, "key")) == to.text)
        yield from _unknown(stage, _keys(list(_tables(target, "stages"))), Role.STAGE)


def _unknown(named: Scalar, keys: tuple[str, ...], role: Role) -> Iterator[Fault]:
    if named.text not in keys:
        yield Fault(
            named.place, NoSuch(role, named.text, nearest(named.text, keys), tuple(dict.fromkeys(keys)))
        )


def _taken(tables: list[Table], role: Role) -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    for table in tables:
        key = _get(table, "key")
        if not isinstance(key, Scalar):
            continue
        if key.text in seen:
            yield Fault(key.place, KeyTaken(role, key.text, seen[key.text]))
        seen.setdefault(key.text, key.place)


def _keys(tables: list[Table]) -> tuple[str, ...]:
    return tuple(text for table in tables if (text := _text(_get(table, "key"))) is not None)


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) else None


def _get(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Table) else None


def _tables(node: Node | None, key: str) -> Iterator[Table]:
    listing = _get(node, key)
    if isinstance(listing, Listing):
        yield from (item for item in listing.items if isinstance(item, Table))


def _scalars(node: Node | None, key: str) -> Iterator[Scalar]:
    listing = _get(node, key)
    if isinstance(listing, Listing):
        yield from (item for item in listing.items if isinstance(item, Scalar))
