"""What is due beside the requests, minute by minute, over all open deals: limits, reminders, robots, all rounds.

The minutes are simulated, from just before the first limit on, so that each finds what really falls due in it and not
the backlog of a workspace that was made in one go. Processor time is this process's; PostgreSQL's own is not in it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from time import process_time

from django.db.models import Min
from django.utils import timezone

from voronka.commands.bench_workspace.people import BenchWorkspace
from voronka.commands.setup.robots import add_robot
from voronka.domain.robot import AddTag, Robot, Stayed
from voronka.management.bench.crowd import Figure
from voronka.models import Deal, User
from voronka.queries.actors import actor_of
from voronka.robots.runner import run_robots
from voronka.worker.due import run_due

MINUTES = 15
_MINUTE = timedelta(minutes=1)
# Longer than anybody stood there: its alarms are looked at by every minute, and few ring.
_STAYED = timedelta(days=60)
# Milliseconds of processor time that a minute may cost (the goal).
_GOAL = 2000.0


class DueMinutes:
    """Simulated minutes, one after the other."""

    def __init__(self) -> None:
        found: datetime | None = Deal.objects.filter(is_open=True).aggregate(at=Min("warn_at"))["at"]
        self.now = timezone.now() if found is None else found - 2 * _MINUTE

    def work(self) -> None:
        """Do what is due in the next minute."""
        self.now += _MINUTE
        run_due(self.now)


def sweep(made: BenchWorkspace, minutes: DueMinutes) -> Iterable[Figure]:
    """The cost of a minute, the dearest of them, and what it costs to switch a robot on at a full stage."""
    robot = Robot("slow", "Slow ones", Stayed(_STAYED), (AddTag("slow"),))
    add_robot(
        by=actor_of(User.objects.get(pk=made.admin)), at=timezone.now(), stage=made.columns[1], robot=robot
    )
    yield Figure("sweep: switching a robot on, processor", _cost(lambda: run_robots(minutes.now)), "ms")
    costs = [_cost(minutes.work) for _ in range(MINUTES)]
    # The first has the rounds that never ran: it is told apart.
    yield Figure("sweep: first minute, processor", costs[0], "ms")
    yield Figure("sweep: a minute, processor", sum(costs[1:]) / len(costs[1:]), "ms", most=_GOAL)
    yield Figure("sweep: dearest minute, processor", max(costs[1:]), "ms", most=_GOAL)


def _cost(work: Callable[[], None]) -> float:
    began = process_time()
    work()
    return (process_time() - began) * 1000
