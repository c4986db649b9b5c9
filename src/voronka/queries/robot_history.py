"""What robots did lately, or why not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from voronka.domain.permissions import Actor
from voronka.domain.robot import Priority
from voronka.domain.robot_runs import RunState, StepState, Why
from voronka.models import Deal, Robot, RobotRun, RobotStepRun
from voronka.queries.told.robots import RobotTold, StepTold
from voronka.queries.visibility import visible_deals

MOST_RUNS = 20


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last time a robot was set off."""

    at: datetime
    state: RunState
    why: Why | None


@dataclass(frozen=True, slots=True)
class RunOnDeal:
    """A run with what came of its steps."""

    at: datetime
    deal: int
    title: str
    told: RobotTold


def last_runs(robots: Iterable[int]) -> dict[int, LastRun]:
    """The last run of each robot that ever ran. One query."""
    newest = RobotRun.objects.filter(robot=OuterRef("pk")).order_by("-id").values("id")[:1]
    ids = Robot.objects.filter(pk__in=list(robots)).annotate(last=Subquery(newest)).values("last")
    rows = RobotRun.objects.filter(pk__in=ids)
    return {row.robot_id: LastRun(row.at, RunState(row.state), _why(row.why)) for row in rows}


def runs_of(actor: Actor, robot: int) -> tuple[RunOnDeal, ...]:
    """The last runs of a robot on deals that the actor sees, the newest first. Two queries."""
    rows = RobotRun.objects.filter(robot=robot, deal__in=visible_deals(actor)).select_related("deal", "robot")
    runs = list(rows.order_by("-id")[:MOST_RUNS])
    steps: dict[int, list[StepTold]] = defaultdict(list)
    kinds = {run.pk: [step["is"] for step in run.steps] for run in runs}
    for step in RobotStepRun.objects.filter(run__in=runs).order_by("run_id", "position"):
        told = StepTold(
            kinds[step.run_id][step.position], StepState(step.state), _why(step.result.get("why", "")), step.error,
            step.result,
        )  # fmt: skip
        steps[step.run_id].append(told)
    return tuple(
        RunOnDeal(run.at, run.deal_id, run.deal.title, _told(run, tuple(steps[run.pk]))) for run in runs
    )


@dataclass(frozen=True, slots=True)
class AdviceSeen:
    """What a robot last advised. `offers_lower`: with one click to lower the deal's priority."""

    robot: str
    text: str
    offers_lower: bool


def advice_on(deal: Deal) -> AdviceSeen | None:
    """The last advice since the deal came to its stage; none on a closed deal, or when it was followed. One query."""
    if not deal.is_open or deal.priority == Priority.LOW:
        return None
    steps = RobotStepRun.objects.filter(
        run__deal=deal, run__at__gte=deal.entered_at, state=StepState.DONE, result__has_key="offers_lower"
    )
    for step in steps.select_related("run__robot").order_by("-id")[:1]:
        told = step.result
        return AdviceSeen(step.run.robot.name, told["text"], bool(told.get("offers_lower")))
    return None


def _told(run: RobotRun, steps: tuple[StepTold, ...]) -> RobotTold:
    return RobotTold(run.robot_id, run.robot.name, RunState(run.state), _why(run.why), steps)


def _why(said: str) -> Why | None:
    return Why(said) if said else None
