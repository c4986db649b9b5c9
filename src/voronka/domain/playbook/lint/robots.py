"""Robots that can do nothing, never end, do things twice, or threaten."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.criteria import never_met
from voronka.domain.playbook.lint.remark import (
    Remark,
    RobotAfterLimit,
    RobotAtDeadEnd,
    RobotCallsItself,
    RobotThreatens,
    SameRobots,
)
from voronka.domain.playbook.lint.sanctions import threatens
from voronka.domain.playbook.model import (
    Deed,
    Exit,
    Playbook,
    PlaybookPipeline,
    PlaybookRobot,
    PlaybookStage,
    Unsorted,
)
from voronka.domain.robot import (
    AddTask,
    Arrived,
    Entered,
    Fact,
    MoveTo,
    SendMessage,
    Stayed,
    Trigger,
)

Place = PlaybookStage | Unsorted | Exit


def robots_at_dead_ends(playbook: Playbook) -> Iterator[Remark]:
    """A robot goes through the gate like everybody."""
    for spot, stage, rule in never_met(playbook):
        for robot in stage.robots:
            if rule in stage.exit and any(isinstance(deed.step, MoveTo) for deed in robot.deeds):
                yield Remark(spot, RobotAtDeadEnd(robot.name, rule))


def robots_that_call_themselves(playbook: Playbook) -> Iterator[Remark]:
    """A message upon a message, or two stages whose robots send the deal to each other."""
    for pipeline in playbook.pipelines:
        for spot, _place, robot in _robots(pipeline):
            if robot.again and any(_is_made(robot.trigger, deed) for deed in robot.deeds):
                yield Remark(spot, RobotCallsItself(robot.name))
        for stage in pipeline.stages:
            robots = [robot for robot in stage.robots if _comes_back(pipeline, stage.key, robot)]
            yield from (Remark(Spot(pipeline.key, stage.key), RobotCallsItself(one.name)) for one in robots)


def _is_made(trigger: Trigger, deed: Deed) -> bool:
    return trigger == Arrived(Fact.SENT) and isinstance(deed.step, SendMessage)


def _comes_back(pipeline: PlaybookPipeline, start: str, robot: PlaybookRobot) -> bool:
    """Whether a deal that this robot sends away on its arrival is sent back here by others on theirs."""
    keys = [stage.key for stage in pipeline.stages]
    waiting, seen = _sends_to(keys, start, robot), set[str]()
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen and key in keys:
            seen.add(key)
            here = pipeline.stages[keys.index(key)]
            waiting += [to for one in here.robots for to in _sends_to(keys, key, one)]
    return False


def _sends_to(keys: list[str], at: str, robot: PlaybookRobot) -> list[str]:
    if not isinstance(robot.trigger, Entered):
        return []
    following = keys[keys.index(at) + 1 :][:1]
    moves = [deed.step for deed in robot.deeds if isinstance(deed.step, MoveTo)]
    return [to for move in moves for to in ([move.stage] if move.stage else following)]


def same_robots(playbook: Playbook) -> Iterator[Remark]:
    """The seller would get the task twice. Robots of different deals are no matter."""
    for pipeline in playbook.pipelines:
        for key, place in pipeline.places:
            for one, other in combinations(place.robots, 2):
                is_same = one.trigger == other.trigger and one.conditions == other.conditions
                if is_same and set(_tasks(one)) & set(_tasks(other)):
                    yield Remark(_spot(pipeline, key), SameRobots(one.name, other.name))


def _tasks(robot: PlaybookRobot) -> Iterator[tuple[object, ...]]:
    for deed in robot.deeds:
        if isinstance(deed.step, AddTask):
            yield deed.step.kind, *sorted((deed.texts[0] or {}).items())


def robots_after_the_limit(playbook: Playbook) -> Iterator[Remark]:
    """By then the deal is the head's task already, whatever deal it is."""
    for pipeline in playbook.pipelines:
        for spot, place, robot in _robots(pipeline):
            limit = None if isinstance(place, Exit) else _longest(place)
            if limit is not None and isinstance(robot.trigger, Stayed) and robot.trigger.after > limit:
                yield Remark(spot, RobotAfterLimit(robot.name, robot.trigger.after, limit))


def _longest(place: PlaybookStage | Unsorted) -> timedelta | None:
    """The longest of its limits; None where some deals have none."""
    return None if place.limit is None else max([place.limit, *(one.limit for one in place.limits)])


def robots_that_threaten(playbook: Playbook) -> Iterator[Remark]:
    """Nobody has looked at the deal when a robot speaks. Source: requirements R5, R105."""
    for pipeline in playbook.pipelines:
        for spot, _place, robot in _robots(pipeline):
            said = [text for deed in robot.deeds for text in deed.texts if text is not None]
            threat = next((text for text in said if threatens(text)), None)
            if threat is not None:
                yield Remark(spot, RobotThreatens(robot.name, threat))


def _robots(pipeline: PlaybookPipeline) -> Iterator[tuple[Spot, Place, PlaybookRobot]]:
    for key, place in pipeline.places:
        yield from ((_spot(pipeline, key), place, robot) for robot in place.robots)


def _spot(pipeline: PlaybookPipeline, key: str) -> Spot:
    return Spot(pipeline.key, key if any(stage.key == key for stage in pipeline.stages) else None)
