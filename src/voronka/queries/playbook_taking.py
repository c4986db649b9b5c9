"""What a playbook's file would change here: which of its pipelines are new, and what differs in those that are there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from voronka.domain.ids import PipelineId
from voronka.domain.pipeline import Pipeline
from voronka.domain.playbook.as_written import pipeline_keys
from voronka.domain.playbook.compare import (
    Change,
    HandOverAdded,
    HandOverChanged,
    ObjectionAdded,
    ReasonAdded,
    RobotAdded,
    RobotChanged,
    RobotRemoved,
    Spot,
    TrackAdded,
    compare,
)
from voronka.domain.playbook.lint.rules import grave_spots
from voronka.domain.playbook.model import (
    HandOver,
    Playbook,
    PlaybookObjection,
    PlaybookPipeline,
    PlaybookReason,
    PlaybookRobot,
    PlaybookTrack,
)
from voronka.domain.playbook.one_language import in_one_language
from voronka.models import Pipeline as PipelineRow
from voronka.queries.pipelines import all_pipelines
from voronka.queries.playbook_now import KEY, playbook_now

NAME_LENGTH = 80
# What of the rest of a file is added or replaced; what is here and not in the file stays.
_ADDS = (ReasonAdded, ObjectionAdded, TrackAdded)
_ROBOTS = (RobotAdded, RobotRemoved, RobotChanged)

Named = TypeVar("Named", PlaybookReason, PlaybookObjection, PlaybookTrack)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A pipeline of the file, in one language.

    `now` is the pipeline here that it speaks of, None when it would be a new one. `changes`: what differs from the
    version in force, `robots`: what counts at once. `has_draft`: somebody has begun its next version otherwise.
    """

    said: PlaybookPipeline
    now: Pipeline | None
    changes: tuple[Change, ...]
    has_draft: bool
    robots: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Taking:
    """What taking a file in would do. `playbook` is the file in the language, `beside` what counts at once for all.

    `bare` are the stages of new pipelines without an objective entry: with them it may not be taken in (R106). Of the
    others the draft waits to be mended.
    """

    playbook: Playbook
    language: str
    pipelines: tuple[Spoken, ...]
    beside: tuple[Change, ...]
    bare: tuple[Spot, ...]

    @property
    def new(self) -> tuple[Spoken, ...]:
        """The pipelines that would be made."""
        return tuple(one for one in self.pipelines if one.now is None)

    @property
    def changed(self) -> tuple[Spoken, ...]:
        """The pipelines whose next version it would begin."""
        return tuple(one for one in self.pipelines if one.now is not None and one.changes)

    @property
    def is_empty(self) -> bool:
        """Whether everything is here as the file says it."""
        return not (self.new or self.changed or self.beside or self.robots)

    @property
    def robots(self) -> tuple[Spoken, ...]:
        """The pipelines whose robots would be others, at once."""
        return tuple(one for one in self.pipelines if one.now is not None and one.robots)


def taking(playbook: Playbook, language: str) -> Taking:
    """What would change if the workspace took this file in, in one of its languages. Some queries for each pipeline."""
    pipelines = {pipeline.id: pipeline for pipeline in all_pipelines()}
    here = _spoken_of(playbook, pipelines.values())
    told = in_one_language(playbook, language)
    now = _as_said(told, here)
    found = compare(now, told)
    drafts = set(PipelineRow.objects.exclude(draft_of=None).values_list("draft_of", flat=True))
    spoken = tuple(
        Spoken(
            said=one,
            now=pipelines[here[one.key]] if one.key in here else None,
            changes=tuple(c for c in found if _waits(c, one.key)),
            has_draft=here.get(one.key) in drafts,
            robots=tuple(c for c in found if c.spot.pipeline == one.key and isinstance(c.what, _ROBOTS)),
        )
        for one in told.pipelines
    )
    beside = tuple(change for change in found if isinstance(change.what, _ADDS) or _begins_new(change, here))
    bare = tuple(spot for spot in grave_spots(told) if spot.pipeline not in here)
    return Taking(told, language, spoken, beside, bare)


def _waits(change: Change, pipeline: str) -> bool:
    """Whether it waits in the draft of this pipeline of the file: what its deals are judged and asked by, where they go on."""
    match change.what:
        case HandOverAdded(way) | HandOverChanged(_, way):
            return way.from_pipeline == pipeline
        case what:
            return change.spot.pipeline == pipeline and not isinstance(what, _ROBOTS)


def _begins_new(change: Change, here: Mapping[str, PipelineId]) -> bool:
    """Whether it is a hand-over out of a pipeline that would be made: it is there with it."""
    match change.what:
        case HandOverAdded(way) | HandOverChanged(_, way):
            return way.from_pipeline not in here
        case _:
            return False


def _spoken_of(playbook: Playbook, pipelines: Iterable[Pipeline]) -> dict[str, PipelineId]:
    """Key in the file -> the pipeline here that came from this playbook; in a workspace's own file the key is enough."""
    wanted = {pipeline.key for pipeline in playbook.pipelines}
    came = PipelineRow.objects.filter(draft_of=None, playbook__key=playbook.key, key__in=wanted)
    found = {key: PipelineId(id) for key, id in came.order_by("-id").values_list("key", "id")}
    if playbook.key == KEY:
        every = {key: id for id, key in pipeline_keys(pipelines).items()}
        found = {key: every[key] for key in wanted & every.keys()} | found
    return found


def _as_said(told: Playbook, here: Mapping[str, PipelineId]) -> Playbook:
    """What is here, under the file's names for it, as far as the file speaks of it."""
    now = playbook_now(told.languages[0])
    keys = {id: key for key, id in here.items()}
    renamed = {key: keys[id] for id, key in pipeline_keys(all_pipelines()).items() if id in keys}
    return replace(
        told,
        pipelines=tuple(
            _pipeline(told, one, renamed[one.key]) for one in now.pipelines if one.key in renamed
        ),
        lost_reasons=_there(told.lost_reasons, now.lost_reasons),
        postpone_reasons=_there(told.postpone_reasons, now.postpone_reasons),
        objections=_there(told.objections, now.objections),
        tracks=_there(told.tracks, now.tracks),
        hand_overs=tuple(_hand_overs(told, now, renamed)),
    )


def _pipeline(told: Playbook, now: PlaybookPipeline, key: str) -> PlaybookPipeline:
    """A pipeline here under its key in the file. Where it had to give way to a taken name, that is no other name."""
    language = told.languages[0]
    said = next(one for one in told.pipelines if one.key == key).name
    is_same = now.name[language] in names_for(said[language], told.name[language])
    named = replace(now, key=key, name=said if is_same else now.name)
    return _robots_as_said(told, next(one for one in told.pipelines if one.key == key), named)


def _robots_as_said(told: Playbook, said: PlaybookPipeline, now: PlaybookPipeline) -> PlaybookPipeline:
    """Whether a robot is on is the head's matter, and one that was made by hand none of a file from elsewhere."""
    places = dict(said.places)

    def at(key: str, robots: tuple[PlaybookRobot, ...]) -> tuple[PlaybookRobot, ...]:
        known = {robot.key: robot for robot in (places[key].robots if key in places else ())}
        kept = (robot for robot in robots if robot.key in known or told.key == KEY or not _is_by_hand(robot))
        return tuple(replace(r, is_on=known[r.key].is_on) if r.key in known else r for r in kept)

    return replace(
        now,
        unsorted=replace(now.unsorted, robots=at("unsorted", now.unsorted.robots)),
        stages=tuple(replace(stage, robots=at(stage.key, stage.robots)) for stage in now.stages),
        won=replace(now.won, robots=at("won", now.won.robots)),
        lost=replace(now.lost, robots=at("lost", now.lost.robots)),
        postponed=replace(now.postponed, robots=at("postponed", now.postponed.robots)),
    )


def _is_by_hand(robot: PlaybookRobot) -> bool:
    return robot.key.removeprefix("robot-").isdecimal()


def names_for(name: str, playbook: str) -> list[str]:
    """What a pipeline may be called when it is made from a playbook, the best first: names may be taken."""
    return [name, f"{name}: {playbook}"[:NAME_LENGTH], *(f"{name} {number}" for number in range(2, 100))]


def _there(told: tuple[Named, ...], now: Iterable[Named]) -> tuple[Named, ...]:
    """Those of the file that are here by name: they stay as they are here."""
    known = {_name(one) for one in now}
    return tuple(one for one in told if _name(one) in known)


def _name(one: PlaybookReason | PlaybookObjection | PlaybookTrack) -> str:
    return next(iter(one.name.values())).casefold()


def _hand_overs(told: Playbook, now: Playbook, renamed: Mapping[str, str]) -> Iterator[HandOver]:
    """Between two pipelines there is one, so the pair tells which of the file's it is."""
    keys = {(one.from_pipeline, one.to_pipeline): one.key for one in reversed(told.hand_overs)}
    for one in now.hand_overs:
        if one.from_pipeline in renamed and one.to_pipeline in renamed:
            pair = renamed[one.from_pipeline], renamed[one.to_pipeline]
            yield replace(one, key=keys.get(pair, one.key), from_pipeline=pair[0], to_pipeline=pair[1])
