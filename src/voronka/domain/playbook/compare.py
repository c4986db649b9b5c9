"""What differs between two playbooks, told by keys: a renamed stage is the same stage, a moved one too."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from voronka.domain.pipeline import Gate
from voronka.domain.playbook.model import (
    Exit,
    HandOver,
    Playbook,
    PlaybookLimit,
    PlaybookObjection,
    PlaybookPipeline,
    PlaybookReason,
    PlaybookRobot,
    PlaybookStage,
    PlaybookTrack,
    Rule,
    Text,
)

Value = TypeVar("Value")


class Part(StrEnum):
    """What of a playbook, a pipeline or a stage is another; what is told more closely has a change of its own."""

    NAME = "name"
    ABOUT = "about"
    FITS = "fits"
    LANGUAGES = "languages"
    FORM = "form"
    KIND = "kind"
    UNSORTED = "unsorted"
    QUALIFICATION = "qualification"
    WON = "won"
    LOST = "lost"
    POSTPONED = "postponed"
    PURPOSE = "purpose"
    BUYER = "buyer"
    QUESTION = "question"
    NEXT = "next"
    STEPS = "steps"
    MOVES_ON = "moves_on"
    BACK_TO = "back_to"


class ReasonOf(StrEnum):
    """Which list of reasons."""

    LOST = "lost"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Spot:
    """What is spoken of: a stage of a pipeline, the pipeline when `stage` is None, the playbook when both are."""

    pipeline: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class PartChanged:
    """A part is another."""

    part: Part


@dataclass(frozen=True, slots=True)
class Renamed:
    """A pipeline or stage is called otherwise."""

    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Added:
    """The pipeline or stage is new."""

    name: Text


@dataclass(frozen=True, slots=True)
class Removed:
    """The pipeline or stage is gone."""

    name: Text


@dataclass(frozen=True, slots=True)
class Moved:
    """The stage has another place among those that stayed; places count from one, in the whole pipeline."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class LimitChanged:
    """How long a deal may stay; None: no limit."""

    before: timedelta | None
    after: timedelta | None


@dataclass(frozen=True, slots=True)
class LimitOfSomeChanged:
    """How long some deals may stay: those of the limit that is new or changed, of a removed one that was; None: as all others."""

    before: PlaybookLimit | None
    after: PlaybookLimit | None


@dataclass(frozen=True, slots=True)
class CriterionAdded:
    """The stage asks for more."""

    gate: Gate
    rule: Rule


@dataclass(frozen=True, slots=True)
class CriterionRemoved:
    """The stage asks for it no more."""

    gate: Gate
    rule: Rule


@dataclass(frozen=True, slots=True)
class CriterionChanged:
    """The stage asks for another value of the same kind, or says it in other words."""

    gate: Gate
    before: Rule
    after: Rule


@dataclass(frozen=True, slots=True)
class ReasonAdded:
    """A new reason."""

    of: ReasonOf
    reason: PlaybookReason


@dataclass(frozen=True, slots=True)
class ReasonRemoved:
    """A reason less."""

    of: ReasonOf
    reason: PlaybookReason


@dataclass(frozen=True, slots=True)
class ReasonChanged:
    """A reason has other words, or asks for the competitor, or no more."""

    of: ReasonOf
    before: PlaybookReason
    after: PlaybookReason


@dataclass(frozen=True, slots=True)
class ObjectionAdded:
    """A new kind of objection."""

    objection: PlaybookObjection


@dataclass(frozen=True, slots=True)
class ObjectionRemoved:
    """A kind of objection less."""

    objection: PlaybookObjection


@dataclass(frozen=True, slots=True)
class ObjectionChanged:
    """A kind of objection has another name or other answers."""

    before: PlaybookObjection
    after: PlaybookObjection


@dataclass(frozen=True, slots=True)
class HandOverAdded:
    """A new hand-over."""

    hand_over: HandOver


@dataclass(frozen=True, slots=True)
class HandOverRemoved:
    """A hand-over less."""

    hand_over: HandOver


@dataclass(frozen=True, slots=True)
class HandOverChanged:
    """A hand-over goes elsewhere or carries something else."""

    before: HandOver
    after: HandOver


@dataclass(frozen=True, slots=True)
class TrackAdded:
    """A new nurture track."""

    track: PlaybookTrack


@dataclass(frozen=True, slots=True)
class TrackRemoved:
    """A nurture track less."""

    track: PlaybookTrack


@dataclass(frozen=True, slots=True)
class TrackChanged:
    """A nurture track has another name or other touches."""

    before: PlaybookTrack
    after: PlaybookTrack


@dataclass(frozen=True, slots=True)
class RobotAdded:
    """A new robot; the spot names its stage, of the first column and the exits the pipeline."""

    robot: PlaybookRobot


@dataclass(frozen=True, slots=True)
class RobotRemoved:
    """A robot less."""

    robot: PlaybookRobot


@dataclass(frozen=True, slots=True)
class RobotChanged:
    """A robot acts at another time, on other deals, or does something else."""

    before: PlaybookRobot
    after: PlaybookRobot


What = (
    PartChanged
    | Renamed
    | Added
    | Removed
    | Moved
    | LimitChanged
    | LimitOfSomeChanged
    | CriterionAdded
    | CriterionRemoved
    | CriterionChanged
    | ReasonAdded
    | ReasonRemoved
    | ReasonChanged
    | ObjectionAdded
    | ObjectionRemoved
    | ObjectionChanged
    | HandOverAdded
    | HandOverRemoved
    | HandOverChanged
    | TrackAdded
    | TrackRemoved
    | TrackChanged
    | RobotAdded
    | RobotRemoved
    | RobotChanged
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference and where it is."""

    spot: Spot
    what: What


def compare(before: Playbook, after: Playbook) -> tuple[Change, ...]:
    """Everything that differs, in the order of the file; nothing for equal ones."""
    return (
        *_parts(before, after, Spot(), _WHOLE),
        *_reasons(ReasonOf.LOST, before.lost_reasons, after.lost_reasons),
        *_reasons(ReasonOf.POSTPONED, before.postpone_reasons, after.postpone_reasons),
        *_tracks(before, after),
        *_objections(before, after),
        *_pipelines(before, after),
        *_hand_overs(before, after),
    )


# What is compared as it is, and under which name.
_WHOLE: tuple[tuple[Part, Callable[[Playbook], object]], ...] = (
    (Part.LANGUAGES, lambda one: one.languages),
    (Part.FORM, lambda one: one.form),
    (Part.NAME, lambda one: one.name),
    (Part.ABOUT, lambda one: one.about),
    (Part.FITS, lambda one: one.fits),
)
_OF_PIPELINE: tuple[tuple[Part, Callable[[PlaybookPipeline], object]], ...] = (
    (Part.KIND, lambda one: one.kind),
    (Part.UNSORTED, lambda one: replace(one.unsorted, robots=())),
    (Part.QUALIFICATION, lambda one: one.qualification),
)
_EXITS: tuple[tuple[Part, Callable[[PlaybookPipeline], Exit]], ...] = (
    (Part.WON, lambda one: replace(one.won, robots=())),
    (Part.LOST, lambda one: replace(one.lost, robots=())),
    (Part.POSTPONED, lambda one: replace(one.postponed, robots=())),
)
_OF_STAGE: tuple[tuple[Part, Callable[[PlaybookStage], object]], ...] = (
    (Part.PURPOSE, lambda one: one.purpose),
    (Part.BUYER, lambda one: one.buyer),
    (Part.QUESTION, lambda one: one.question),
    (Part.NEXT, lambda one: one.next_step),
    (Part.STEPS, lambda one: one.steps),
    (Part.MOVES_ON, lambda one: one.advance),
    (Part.BACK_TO, lambda one: one.back_to),
)


def _parts(
    before: Value, after: Value, spot: Spot, parts: Sequence[tuple[Part, Callable[[Value], object]]]
) -> Iterator[Change]:
    for part, of in parts:
        if of(before) != of(after):
            yield Change(spot, PartChanged(part))


def _pipelines(before: Playbook, after: Playbook) -> Iterator[Change]:
    for gone in before.pipelines:
        if after.pipeline(gone.key) is None:
            yield Change(Spot(gone.key), Removed(gone.name))
    for now in after.pipelines:
        was = before.pipeline(now.key)
        if was is None:
            yield Change(Spot(now.key), Added(now.name))
        else:
            yield from _pipeline(was, now)


def _pipeline(before: PlaybookPipeline, after: PlaybookPipeline) -> Iterator[Change]:
    spot = Spot(after.key)
    yield from _renamed(before.name, after.name, spot)
    yield from _parts(before, after, spot, _OF_PIPELINE)
    yield from _stages(before, after)
    yield from _parts(before, after, spot, _EXITS)
    yield from _robots(before, after)


def _robots(before: PlaybookPipeline, after: PlaybookPipeline) -> Iterator[Change]:
    """Robots by the key of their stage and their own; those of stages that are new or gone are told with these."""
    was = {(place, robot.key): robot for place, robot in before.robots}
    now = {(place, robot.key): robot for place, robot in after.robots}
    both = {place for place, _ in before.places} & {place for place, _ in after.places}
    for place, key in sorted({*was, *now}, key=[*now, *was].index):
        spot = Spot(after.key, place if any(stage.key == place for stage in after.stages) else None)
        gone, new = was.get((place, key)), now.get((place, key))
        if place not in both or gone == new:
            continue
        if gone is None:
            yield from (Change(spot, RobotAdded(one)) for one in (new,) if one)
        elif new is None:
            yield Change(spot, RobotRemoved(gone))
        else:
            yield Change(spot, RobotChanged(gone, new))


def _stages(before: PlaybookPipeline, after: PlaybookPipeline) -> Iterator[Change]:
    was = {stage.key: stage for stage in before.stages}
    now = {stage.key: stage for stage in after.stages}
    for key in (key for key in was if key not in now):
        yield Change(Spot(after.key, key), Removed(was[key].name))
    moved = _moved(list(was), list(now))
    for place, (key, stage) in enumerate(now.items(), 1):
        spot = Spot(after.key, key)
        if key not in was:
            yield Change(spot, Added(stage.name))
            continue
        if key in moved:
            yield Change(spot, Moved(list(was).index(key) + 1, place))
        yield from _stage(was[key], stage, spot)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The keys that left their order; as few as explain it."""
    stayed = [key for key in before if key in after]
    now = [key for key in after if key in before]
    blocks = SequenceMatcher(None, stayed, now, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in stayed[block.a : block.a + block.size]}
    return set(stayed) - kept


def _stage(before: PlaybookStage, after: PlaybookStage, spot: Spot) -> Iterator[Change]:
    yield from _renamed(before.name, after.name, spot)
    if before.limit != after.limit:
        yield Change(spot, LimitChanged(before.limit, after.limit))
    yield from _limits(before.limits, after.limits, spot)
    yield from _parts(before, after, spot, _OF_STAGE)
    yield from _rules(Gate.ENTER, before.enter, after.enter, spot)
    yield from _rules(Gate.EXIT, before.exit, after.exit, spot)


def _limits(
    before: tuple[PlaybookLimit, ...], after: tuple[PlaybookLimit, ...], spot: Spot
) -> Iterator[Change]:
    """Their order says nothing but among those of the same deals, of which the first counts."""
    was, now = ({_whose(one): one for one in reversed(limits)} for limits in (before, after))
    for whose in sorted({*was, *now}, key=[*map(_whose, after), *map(_whose, before)].index):
        gone, new = was.get(whose), now.get(whose)
        if gone is None or new is None or gone.limit != new.limit:
            yield Change(spot, LimitOfSomeChanged(gone, new))


def _whose(limit: PlaybookLimit) -> object:
    source = () if limit.source is None else tuple(sorted(limit.source.items()))
    return limit.amount_from, source


def _renamed(before: Text, after: Text, spot: Spot) -> Iterator[Change]:
    if before != after:
        yield Change(spot, Renamed(before, after))


def _rules(gate: Gate, before: tuple[Rule, ...], after: tuple[Rule, ...], spot: Spot) -> Iterator[Change]:
    """Equal ones are let be; of the rest those that ask for the same kind of thing are one that changed."""
    gone, new = _without(before, after), _without(after, before)
    for rule in list(gone):
        pair = _same_kind(rule, new)
        if pair is not None:
            gone.remove(rule)
            new.remove(pair)
            yield Change(spot, CriterionChanged(gate, rule, pair))
    yield from (Change(spot, CriterionRemoved(gate, rule)) for rule in gone)
    yield from (Change(spot, CriterionAdded(gate, rule)) for rule in new)


def _without(rules: tuple[Rule, ...], others: tuple[Rule, ...]) -> list[Rule]:
    left = list(others)
    found = []
    for rule in rules:
        if rule in left:
            left.remove(rule)
        else:
            found.append(rule)
    return found


def _same_kind(rule: Rule, among: list[Rule]) -> Rule | None:
    """The same criterion in other words if there is one, else one of the same kind in the same words."""
    same = (other for other in among if other.criterion == rule.criterion)
    alike = (
        other
        for other in among
        if type(other.criterion) is type(rule.criterion) and other.title == rule.title
    )
    return next(same, None) or next(alike, None)


def _reasons(
    of: ReasonOf, before: tuple[PlaybookReason, ...], after: tuple[PlaybookReason, ...]
) -> Iterator[Change]:
    was = {reason.key: reason for reason in before}
    now = {reason.key: reason for reason in after}
    yield from (Change(Spot(), ReasonRemoved(of, was[key])) for key in was if key not in now)
    for key, reason in now.items():
        if key not in was:
            yield Change(Spot(), ReasonAdded(of, reason))
        elif was[key] != reason:
            yield Change(Spot(), ReasonChanged(of, was[key], reason))


def _objections(before: Playbook, after: Playbook) -> Iterator[Change]:
    was = {one.key: one for one in before.objections}
    now = {one.key: one for one in after.objections}
    yield from (Change(Spot(), ObjectionRemoved(was[key])) for key in was if key not in now)
    for key, one in now.items():
        if key not in was:
            yield Change(Spot(), ObjectionAdded(one))
        elif was[key] != one:
            yield Change(Spot(), ObjectionChanged(was[key], one))


def _hand_overs(before: Playbook, after: Playbook) -> Iterator[Change]:
    was = {one.key: one for one in before.hand_overs}
    now = {one.key: one for one in after.hand_overs}
    yield from (Change(Spot(), HandOverRemoved(was[key])) for key in was if key not in now)
    for key, one in now.items():
        if key not in was:
            yield Change(Spot(), HandOverAdded(one))
        elif was[key] != one:
            yield Change(Spot(), HandOverChanged(was[key], one))


def _tracks(before: Playbook, after: Playbook) -> Iterator[Change]:
    was = {one.key: one for one in before.tracks}
    now = {one.key: one for one in after.tracks}
    yield from (Change(Spot(), TrackRemoved(was[key])) for key in was if key not in now)
    for key, one in now.items():
        if key not in was:
            yield Change(Spot(), TrackAdded(one))
        elif was[key] != one:
            yield Change(Spot(), TrackChanged(was[key], one))
