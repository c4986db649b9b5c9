"""What only the whole file can tell: keys that are taken, and names of pipelines and stages that do not exist.

It goes through the tree and not through what was built, so that these faults are told beside all others.
"""

from collections.abc import Iterator

from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.faults import (
    Fault,
    KeyReserved,
    LimitOfNobody,
    MoreThanThereAre,
    NotEarlier,
    Role,
)
from voronka.domain.playbook.nodes import Listing, Node, Scalar, Table
from voronka.domain.playbook.robot_references import robot_faults
from voronka.domain.playbook.tree import get, keys_of, scalars, tables, taken, text_of, unknown

_RESERVED = tuple(kind.value for kind in StageKind if kind is not StageKind.WORKING)


def reference_faults(root: Node) -> Iterator[Fault]:
    """Every such fault. Whatever is of the wrong kind is passed over here: it was told already."""
    pipelines = list(tables(root, "pipelines"))
    yield from taken(pipelines, Role.PIPELINE)
    for exit_kind in ("lost", "postponed"):
        yield from taken(list(tables(get(root, "reasons"), exit_kind)), Role.REASON)
    tracks = list(tables(root, "tracks"))
    yield from taken(tracks, Role.TRACK)
    for pipeline in pipelines:
        yield from _in_pipeline(pipeline)
        proposed = get(get(pipeline, "postponed"), "track")
        if isinstance(proposed, Scalar):
            yield from unknown(proposed, keys_of(tracks), Role.TRACK)
    yield from taken(list(tables(root, "objections")), Role.OBJECTION)
    hand_overs = list(tables(root, "hand_overs"))
    yield from taken(hand_overs, Role.HAND_OVER)
    for hand_over in hand_overs:
        yield from _in_hand_over(hand_over, pipelines)
    for pipeline in pipelines:
        yield from robot_faults(pipeline, keys_of(tracks), keys_of(hand_overs))


def _in_pipeline(pipeline: Table) -> Iterator[Fault]:
    stages = list(tables(pipeline, "stages"))
    yield from taken(stages, Role.STAGE)
    yield from taken(list(tables(pipeline, "qualification")), Role.QUESTION)
    keys = keys_of(stages)
    for stage in stages:
        yield from _in_stage(stage, keys)
    for place in (get(pipeline, StageKind.UNSORTED.value), *stages):
        for limit in tables(place, "limits"):
            if get(limit, "limit") is not None and get(limit, "from") is get(limit, "source") is None:
                yield Fault(limit.place, LimitOfNobody())
    for way_out in ("won", "lost", "postponed"):
        for named in scalars(get(pipeline, way_out), "returns_to"):
            yield from unknown(named, keys, Role.STAGE)


def _in_stage(stage: Table, keys: tuple[str, ...]) -> Iterator[Fault]:
    own = get(stage, "key")
    if isinstance(own, Scalar) and own.text in _RESERVED:
        yield Fault(own.place, KeyReserved(own.text))
    for named in scalars(stage, "back_to"):
        yield from unknown(named, keys, Role.STAGE)
        later = isinstance(own, Scalar) and own.text in keys and named.text in keys[keys.index(own.text) :]
        if later:
            yield Fault(named.place, NotEarlier(named.text))
    for rules in ("enter", "exit"):
        for rule in tables(stage, rules):
            yield from _too_many_wanted(get(rule, "some"))


def _too_many_wanted(some: Node | None) -> Iterator[Fault]:
    least, of = get(some, "least"), get(some, "of")
    if isinstance(least, Scalar) and least.text.isdecimal() and isinstance(of, Listing):
        there = len(of.items)
        if there < int(least.text[:9]):
            yield Fault(least.place, MoreThanThereAre(int(least.text[:9]), there))


def _in_hand_over(hand_over: Table, pipelines: list[Table]) -> Iterator[Fault]:
    keys = keys_of(pipelines)
    for end in ("from", "to"):
        named = get(hand_over, end)
        if isinstance(named, Scalar):
            yield from unknown(named, keys, Role.PIPELINE)
    to, stage = get(hand_over, "to"), get(hand_over, "stage")
    if isinstance(to, Scalar) and isinstance(stage, Scalar) and to.text in keys:
        target = next(p for p in pipelines if text_of(get(p, "key")) == to.text)
        yield from unknown(stage, keys_of(list(tables(target, "stages"))), Role.STAGE)
