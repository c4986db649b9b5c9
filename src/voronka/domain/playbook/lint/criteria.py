"""Criteria that contradict each other or themselves, and those that nothing can meet."""

from collections.abc import Iterator

from voronka.domain.criteria import (
    Criterion,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    Qualified,
    SomeOf,
)
from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import (
    AskedBeforeArrival,
    Circular,
    CountedTwice,
    GoesOnByPostponing,
    NothingCanMeet,
    Remark,
)
from voronka.domain.playbook.model import Playbook, PlaybookPipeline, PlaybookStage, Rule, Text


def asked_before_arrival(playbook: Playbook) -> Iterator[Remark]:
    """What must be true of a deal that comes can't have happened since it came."""
    for spot, stage in _stages(playbook):
        for rule in stage.enter:
            if any(getattr(one.criterion, "in_stage", False) for one in (rule, *rule.parts)):
                yield Remark(spot, AskedBeforeArrival(rule))


def circular(playbook: Playbook) -> Iterator[Remark]:
    """To come in a deal needs what only this stage or a later one gets."""
    for pipeline in playbook.pipelines:
        for place, stage in enumerate(pipeline.stages):
            for rule in stage.enter:
                got_at = _got_at(rule, pipeline, place)
                if got_at is not None:
                    yield Remark(Spot(pipeline.key, stage.key), Circular(rule, got_at))


def _got_at(rule: Rule, pipeline: PlaybookPipeline, place: int) -> Text | None:
    asking = [
        number
        for number, stage in enumerate(pipeline.stages)
        if any(one.criterion == rule.criterion for one in stage.exit)
    ]
    return pipeline.stages[asking[0]].name if asking and asking[0] >= place else None


def goes_on_by_postponing(playbook: Playbook) -> Iterator[Remark]:
    """A meeting that ended in postponing sends the deal to Postponed, not on."""
    for spot, stage in _stages(playbook):
        for rule in stage.exit:
            held = rule.criterion
            if isinstance(held, MeetingHeld) and held.outcomes == (MeetingOutcome.POSTPONE,):
                yield Remark(spot, GoesOnByPostponing(rule))


def counted_twice(playbook: Playbook) -> Iterator[Remark]:
    """Two of so many are no two when they are one."""
    for spot, stage in _stages(playbook):
        for rule in (*stage.enter, *stage.exit):
            for place, part in enumerate(rule.parts):
                if any(part.criterion == earlier.criterion for earlier in rule.parts[:place]):
                    yield Remark(spot, CountedTwice(rule, part))


def nothing_can_meet(playbook: Playbook) -> Iterator[Remark]:
    """What asks for something that can't be here.

    An accepted hand-over needs one from or to here, and a checklist that says something has questions; every other
    criterion names a field or a record that exists.
    """
    for spot, _stage, rule in never_met(playbook):
        yield Remark(spot, NothingCanMeet(rule))


def never_met(playbook: Playbook) -> Iterator[tuple[Spot, PlaybookStage, Rule]]:
    """The criteria that no deal can ever meet."""
    for pipeline in playbook.pipelines:
        begins = _first_handed_over(playbook, pipeline)
        for place, stage in enumerate(pipeline.stages):
            for rule in (*stage.enter, *stage.exit):
                handed_over = begins is not None and place >= begins
                if _asks_for(rule, HandOverAccepted) and not handed_over:
                    yield Spot(pipeline.key, stage.key), stage, rule
                if _asks_for(rule, Qualified) and not pipeline.qualification:
                    yield Spot(pipeline.key, stage.key), stage, rule


def _first_handed_over(playbook: Playbook, pipeline: PlaybookPipeline) -> int | None:
    """The place of the first stage with a hand-over: any, where deals are given away, else where it begins."""
    if any(one.from_pipeline == pipeline.key for one in playbook.hand_overs):
        return 0
    targets = {one.to_stage for one in playbook.hand_overs if one.to_pipeline == pipeline.key}
    places = (place for place, stage in enumerate(pipeline.stages) if stage.key in targets)
    return next(places, None)


def _asks_for(rule: Rule, kind: type[Criterion]) -> bool:
    """Alone, or so many of several that it can't be left out."""
    if isinstance(rule.criterion, SomeOf):
        others = [one for one in rule.criterion.of if not isinstance(one, kind)]
        return len(others) < rule.criterion.least
    return isinstance(rule.criterion, kind)


def _stages(playbook: Playbook) -> Iterator[tuple[Spot, PlaybookStage]]:
    for pipeline in playbook.pipelines:
        for stage in pipeline.stages:
            yield Spot(pipeline.key, stage.key), stage
