"""The rows of robots at work: their place in the log, alarms, and runs with their steps.

The runner calls these within its transactions. A run is there once for each occasion, and the next step of a run comes
into being in the transaction that ends the one before: whatever is cut off, nothing is lost and nothing done twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.commands.event_log import record
from voronka.commands.robot_actor import robot_actor
from voronka.commands.transaction import writing
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.events import EventKind
from voronka.domain.jobs import ERROR_LENGTH, is_last, wait_before_next
from voronka.domain.permissions import Actor
from voronka.domain.robot import DateField
from voronka.domain.robot_runs import MOST_DEPTH, RunState, StepState, Why
from voronka.models import Deal, Robot, RobotAlarm, RobotCursor, RobotRun, RobotStepRun, RobotTurn
from voronka.queries.live import newest_entry

# -- the place in the log ------------------------------------------------------------------------------------------


def take_cursor() -> int:
    """How far the robots have read the log, locked until the transaction ends: nobody else reads on meanwhile.

    They begin at the end of the log: what happened before there were any is no occasion.
    """
    rows = RobotCursor.objects.select_for_update().filter(pk=1)
    position = rows.values_list("position", flat=True).first()
    if position is None:
        RobotCursor.objects.bulk_create([RobotCursor(pk=1, position=newest_entry())], ignore_conflicts=True)
        return rows.values_list("position", flat=True)[0]
    return position


def move_cursor(position: int) -> None:
    """The log is read up to this entry."""
    RobotCursor.objects.filter(pk=1).update(position=position)


# -- alarms --------------------------------------------------------------------------------------------------------


def set_alarm(robot: int, deal: int, due_at: datetime | None) -> None:
    """When the robot looks at the deal; None: not at all."""
    if due_at is None:
        RobotAlarm.objects.filter(robot=robot, deal=deal).delete()
        return
    RobotAlarm.objects.bulk_create(
        [RobotAlarm(robot_id=robot, deal_id=deal, due_at=due_at)],
        update_conflicts=True,
        unique_fields=["robot", "deal"],
        update_fields=["due_at"],
    )


def drop_alarms(deals: Iterable[int], robots: Iterable[int]) -> None:
    """These robots don't look at these deals any more."""
    RobotAlarm.objects.filter(deal__in=list(deals), robot__in=list(robots)).delete()


def drop_dead_alarms() -> int:
    """Alarms of robots that are off or gone; how many there were."""
    dead = RobotAlarm.objects.exclude(robot__in=Robot.objects.filter(is_on=True, retired_at=None))
    ids = list(dead.values_list("pk", flat=True)[:500])
    RobotAlarm.objects.filter(pk__in=ids).delete()
    return len(ids)


def look_at_birthdays() -> None:
    """Somebody's birthday has become known or another: robots that wait for one look at their deals anew."""
    Robot.objects.filter(is_on=True, trigger__field=DateField.BIRTHDAY.value).update(enrol_after=0)


def is_enrolled(robot: int, after: int | None) -> None:
    """The deals that stand at the robot's stage have their alarms up to this id; None: all of them."""
    Robot.objects.filter(pk=robot).update(enrol_after=after)


# -- runs ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Occasion:
    """What set a robot off on a deal. `moment`: there is one run for each; `depth`: how many robots lead here."""

    robot: int
    deal: int
    moment: str
    steps: Sequence[Mapping[str, Any]]
    cause: int | None = None
    depth: int = 0


def begin_run(occasion: Occasion, *, at: datetime, why: Why | None = None) -> bool:
    """Begin a run with its first step; whether there was none for this moment yet.

    One that has a reason not to, and one that others set off in a circle, is written down as refused and says so on the deal.
    """
    if RobotRun.objects.filter(robot=occasion.robot, moment=occasion.moment).exists():
        return False
    run = RobotRun.objects.create(
        robot_id=occasion.robot,
        deal_id=occasion.deal,
        moment=occasion.moment,
        cause_id=occasion.cause,
        at=at,
        depth=occasion.depth,
        steps=list(occasion.steps),
    )
    if occasion.depth > MOST_DEPTH:
        why = Why.LOOP
    if why is not None:
        _end_run(run, RunState.REFUSED, at, why=why)
    else:
        RobotStepRun.objects.create(run=run, position=0, due_at=at)
    return True


# -- steps ---------------------------------------------------------------------------------------------------------


def waiting_step(step: int) -> RobotStepRun | None:
    """The step with its run, robot and deal, locked; None: somebody has ended it meanwhile."""
    rows = RobotStepRun.objects.select_for_update(of=("self",)).select_related("run__robot")
    return rows.filter(pk=step, state=StepState.WAITING).first()


def end_step(
    step: RobotStepRun, state: StepState, *, at: datetime, result: Mapping[str, Any], error: str = ""
) -> None:
    """A step has ended, in the transaction of what it did: the next one begins, or the run ends and says what it did."""
    RobotStepRun.objects.filter(pk=step.pk).update(
        state=state, result=dict(result), finished_at=at, error=error[:ERROR_LENGTH]
    )
    following = step.position + 1
    is_begun = RobotStepRun.objects.filter(run=step.run, position=following).exists()
    if following < len(step.run.steps) and not is_begun:
        RobotStepRun.objects.create(run=step.run, position=following, due_at=at)
        return
    failed = RobotStepRun.objects.filter(run=step.run, state=StepState.FAILED).exists()
    _end_run(step.run, RunState.FAILED if failed else RunState.DONE, at)


def put_off_step(step: RobotStepRun, *, at: datetime, error: str, chance: float) -> bool:
    """A step went wrong: another attempt later; False when that was the last one. `chance` from 0 to 1 spreads it."""
    attempts = step.attempts + 1
    RobotStepRun.objects.filter(pk=step.pk).update(
        attempts=attempts,
        error=error[:ERROR_LENGTH],
        due_at=at + wait_before_next(attempts, chance),
    )
    return not is_last(attempts)


def retry_step(*, by: Actor, at: datetime, step: int) -> None:
    """Try a step that failed for good once more; those after it have had their turn already.

    Raises:
        NotAllowed
        NotFound: there is no failed one with this id.
    """
    if not by.policy.may_run_jobs:
        raise NotAllowed
    with writing():
        failed = RobotStepRun.objects.filter(pk=step, state=StepState.FAILED)
        columns = {"state": StepState.WAITING, "attempts": 0, "due_at": at, "finished_at": None, "error": ""}
        if not failed.update(**columns):
            raise NotFound
        RobotRun.objects.filter(step_runs=step).update(state=RunState.RUNNING)


def _end_run(run: RobotRun, state: RunState, at: datetime, *, why: str = "") -> None:
    RobotRun.objects.filter(pk=run.pk).update(state=state, why=why)
    ended = run.step_runs.order_by("position").values_list("position", "state", "result", "error")
    told = [
        {"is": run.steps[position]["is"], "state": how, "error": error, **result}
        for position, how, result, error in ended
    ]
    payload = {
        "robot": run.robot_id,
        "name": run.robot.name,
        "run": run.pk,
        "state": state.value,
        "why": why,
        "steps": told,
        "cause": run.cause_id,
    }
    deal = Deal.objects.get(pk=run.deal_id)
    record(
        EventKind.ROBOT_RAN,
        by=robot_actor(at),
        at=at,
        deal=deal,
        payload=payload,
        request_id=f"robot:{run.pk}",
    )


# -- turns ---------------------------------------------------------------------------------------------------------


def last_in_turn(robot: int, team: int) -> int | None:
    """Whom the robot gave the last deal of a team to."""
    return RobotTurn.objects.filter(robot=robot, team=team).values_list("last_id", flat=True).first()


def keep_turn(robot: int, team: int, user: int) -> None:
    """The robot gave a deal of the team to this user."""
    RobotTurn.objects.bulk_create(
        [RobotTurn(robot_id=robot, team_id=team, last_id=user)],
        update_conflicts=True,
        unique_fields=["robot", "team"],
        update_fields=["last"],
    )
