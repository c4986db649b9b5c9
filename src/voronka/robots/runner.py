"""The robots at work: the log is read on, alarms ring, and steps are taken one by one. ADR 0028.

Reading on is one transaction: what matches gets its runs and alarms, and the place in the log moves. Each step is one
more, in which it is both done and marked as done. So a process that dies anywhere loses nothing and doubles nothing.
"""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voronka.commands.jobs import enqueue
from voronka.commands.notifications import notify
from voronka.commands.robot_actor import robot_actor
from voronka.commands.robot_runs import (
    Occasion,
    begin_run,
    drop_alarms,
    drop_dead_alarms,
    end_step,
    is_enrolled,
    move_cursor,
    put_off_step,
    set_alarm,
    take_cursor,
    waiting_step,
)
from voronka.commands.robot_steps import NotDone, Place, perform, reason_of
from voronka.commands.transaction import writing
from voronka.domain.errors import Refused
from voronka.domain.events import EventKind
from voronka.domain.jobs import JobKind
from voronka.domain.notices import NoticeKind
from voronka.domain.robot import Left, OnDate, Stayed, Untouched
from voronka.domain.robot_form import UnknownForm, step_of
from voronka.domain.robot_matching import fires, hold, stay_key, turns
from voronka.domain.robot_runs import StepState, Why
from voronka.queries.exceptions import head_above
from voronka.queries.robot_facts import known_of
from voronka.queries.robot_times import alarm_again_at, alarm_at, alarm_moment, comes_again
from voronka.queries.robots import (
    ActiveRobot,
    Entry,
    active_robots,
    alarms_due,
    deals_of,
    depth_of,
    entries_from,
    entry_of,
    has_run,
    is_behind,
    robot_to_enrol,
    standing_at,
    step_due,
    waits_for_time,
)

_LOG = logging.getLogger(__name__)
# Of each kind in one transaction: on SQLite nobody else writes meanwhile.
BATCH = 100


def _going() -> bool:
    return True


def run_robots(at: datetime, *, going: Callable[[], bool] = _going) -> None:
    """Everything that robots have to do at `at`, also what comes of it. `going`: asked between two pieces."""
    while True:
        for work in (enrol, read_on, ring, take_step):
            while going() and work(at):
                pass
        # Steps are entries of the log for other robots; what those do is due by now as well.
        if not (going() and is_behind()):
            return


# -- the log -------------------------------------------------------------------------------------------------------


def read_on(at: datetime) -> bool:
    """Read the next entries of the log; whether there may be more.

    An entry that can't be worked on is put aside as a job, so that those behind it do not wait for it.
    """
    if not is_behind():
        return False
    try:
        return _read(at, BATCH)
    except Exception:  # noqa: BLE001 - looked at one by one, where it is logged with all it says
        return _read_one(at)


def _read(at: datetime, most: int) -> bool:
    with writing():
        position = take_cursor()
        entries, read_to = entries_from(position, most)
        robots = active_robots() if entries else ()
        for entry in entries:
            _look_at(entry, robots, at)
        move_cursor(read_to)
        return len(entries) == most


def _read_one(at: datetime) -> bool:
    try:
        return _read(at, 1)
    except Exception:
        with writing():
            entries, read_to = entries_from(take_cursor(), 1)
            if not entries:
                raise
            event = entries[0].happened.id
            _LOG.exception("The robots stumbled over entry %s of the log", event)
            enqueue(JobKind.ROBOT_EVENT, {"event": event}, at=at, key=f"robot-event-{event}")
            move_cursor(read_to)
        return True


def look_again(payload: Mapping[str, Any], at: datetime) -> None:
    """The job of an entry that was put aside."""
    with writing():
        entry = entry_of(payload["event"])
        if entry is not None:
            _look_at(entry, active_robots(), at)


def _look_at(entry: Entry, robots: Sequence[ActiveRobot], at: datetime) -> None:
    """Let the robots act that wait for this, and set the alarms of those that wait for an instant."""
    happened = entry.happened
    mine = [robot for robot in robots if happened.id > robot.since]
    for robot in mine:
        if fires(robot.trigger, robot.stage, happened):
            _set_off(robot, entry, at)
    here = [robot for robot in waits_for_time(robots) if robot.stage == happened.stage]
    left = [robot.id for robot in waits_for_time(robots) if robot.stage != happened.stage]
    if left and (turns(happened) or happened.stage != happened.stage_before):
        drop_alarms([happened.deal], left)
    came = turns(happened) or happened.kind is EventKind.UNDONE
    for robot in here:
        # How long a deal has stood or been left alone is asked anew when the alarm rings; its days may come nearer.
        if came or not isinstance(robot.trigger, Stayed | Untouched):
            _arm(robot, happened.deal, at)


def _set_off(robot: ActiveRobot, entry: Entry, at: datetime) -> None:
    happened = entry.happened
    deal = deals_of([happened.deal]).get(happened.deal)
    if deal is None or not hold(robot.conditions, known_of(deal, robot.conditions)):
        return
    # Who waits for the leaving finds the deal elsewhere; for everybody else it has gone on before they came to it.
    has_left = isinstance(robot.trigger, Left)
    is_there = deal.stage_id == robot.stage
    stay = stay_key(deal.pk, deal.entered_at) if is_there and not has_left else f"{deal.pk}:{happened.id}"
    moment = f"{stay}:{happened.id}" if robot.again else stay
    occasion = Occasion(robot.id, deal.pk, moment, robot.steps, cause=happened.id, depth=depth_of(entry.run))
    begin_run(occasion, at=at, why=None if is_there or has_left else Why.MOVED_ON)


def _arm(robot: ActiveRobot, deal_id: int, at: datetime) -> None:
    """The alarm as the deal is now; the next one, where there is one, if the robot has acted on this occasion."""
    deal = deals_of([deal_id]).get(deal_id)
    if deal is None or deal.stage_id != robot.stage:
        return
    due_at = alarm_at(robot.trigger, deal, at)
    if due_at is not None and has_run(robot.id, _moment(robot, deal, due_at)):
        due_at = _next_alarm(robot, deal, at)
    set_alarm(robot.id, deal.pk, due_at)


# -- time ----------------------------------------------------------------------------------------------------------


def enrol(at: datetime) -> bool:
    """Set the alarms of the deals that stood at a robot's stage when it was switched on; whether there may be more."""
    robot = robot_to_enrol()
    if robot is None:
        return False
    with writing():
        deals = standing_at(robot.stage, robot.enrol_after or 0, BATCH) if waits_for_time([robot]) else []
        for deal in deals:
            set_alarm(robot.id, deal.pk, alarm_at(robot.trigger, deal, at))
        is_enrolled(robot.id, deals[-1].pk if len(deals) == BATCH else None)
    return True


def ring(at: datetime) -> bool:
    """The alarms that are due; whether there may be more."""
    if not alarms_due(at, 1):
        return False
    with writing():
        due = alarms_due(at, BATCH)
        deals = deals_of({deal for _, _, deal in due})
        robots = {robot.id: robot for robot in active_robots()}
        for due_at, robot, deal in due:
            if robot in robots and deal in deals:
                _ring_one(robots[robot], deals[deal], due_at, at)
            else:
                set_alarm(robot, deal, None)
    return bool(due)


def _ring_one(robot: ActiveRobot, deal: Any, rang_at: datetime, at: datetime) -> None:
    """Look at the deal as it is now: it may have moved on, been touched, or got another day."""
    due_at = alarm_at(robot.trigger, deal, at) if deal.stage_id == robot.stage else None
    if due_at is None or due_at > at:
        set_alarm(robot.id, deal.pk, due_at)
        return
    if hold(robot.conditions, known_of(deal, robot.conditions)):
        is_day = isinstance(robot.trigger, OnDate)
        moment = _moment(robot, deal, due_at if is_day else rang_at)
        begin_run(Occasion(robot.id, deal.pk, moment, robot.steps), at=at)
    set_alarm(robot.id, deal.pk, _next_alarm(robot, deal, at))


def _moment(robot: ActiveRobot, deal: Any, due_at: datetime) -> str:
    return alarm_moment(robot.trigger, deal, due_at, again=comes_again(robot.trigger, again=robot.again))


def _next_alarm(robot: ActiveRobot, deal: Any, at: datetime) -> datetime | None:
    if not comes_again(robot.trigger, again=robot.again):
        return None
    return alarm_again_at(robot.trigger, deal, at)


def sweep_alarms(at: datetime) -> str | None:
    """A round: alarms of robots that were switched off go."""
    del at
    gone = 0
    with writing():
        gone = drop_dead_alarms()
    return str(gone) if gone else None


# -- steps ---------------------------------------------------------------------------------------------------------


def take_step(at: datetime) -> bool:
    """The step that has been due the longest; whether there was one."""
    step = step_due(at)
    if step is None:
        return False
    try:
        _take(step, at)
    except Exception as failure:  # noqa: BLE001 - logged with all it says, tried again, then shown on the deal
        _LOG.exception("Step %s of a robot failed", step)
        _put_off(step, at, f"{type(failure).__name__}: {failure}")
    return True


def _take(id: int, at: datetime) -> None:
    with writing():
        step = waiting_step(id)
        if step is None:
            return
        deal = deals_of([step.run.deal_id])[step.run.deal_id]
        place = Place(
            step.run.robot_id,
            step.run.robot.stage_id,
            step.run.robot.name,
            step.run_id,
            step.position,
            deal,
            robot_actor(at),
            at,
        )
        state, result = _done(step.run.steps[step.position], place)
        end_step(step, state, at=at, result=result)


def _done(form: Mapping[str, Any], place: Place) -> tuple[StepState, Mapping[str, Any]]:
    """What came of a step. What it wrote before a rule said no is taken back."""
    try:
        with writing():
            return StepState.DONE, perform(step_of(form), place)
    except NotDone as refused:
        no = refused
    except UnknownForm as unknown:
        return StepState.REFUSED, {"why": Why.INVALID.value, "text": str(unknown)}
    except Refused as refusal:
        no = reason_of(refusal)
    return StepState.REFUSED, {"why": no.why.value, **no.told}


def _put_off(id: int, at: datetime, error: str) -> None:
    """Another attempt later; after the last one the deal and its head are told."""
    with writing():
        step = waiting_step(id)
        if step is None or put_off_step(
            step,
            at=at,
            error=error,
            chance=random.random(),  # noqa: S311 - spreads attempts, hides nothing
        ):
            return
        end_step(step, StepState.FAILED, at=at, result={"why": Why.ERROR.value}, error=error)
        deal = deals_of([step.run.deal_id])[step.run.deal_id]
        head = head_above(deal.team_id)
        told = {"robot": step.run.robot.name, "text": error[:200]}
        key = f"robot-failed:{step.pk}"
        notify(
            None if head is None else head.id,
            NoticeKind.ROBOT_FAILED,
            at=at,
            deal=deal.pk,
            payload=told,
            key=key,
        )
