"""The engine is killed at random, fifty times while it is at work: no step is lost, and none is done twice. ADR 0028."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.db import connection

from tests.factories import NOON, House, deal_of, make_house
from tests.robots.making import make_robot
from voronka.domain.robot import AddTag, AddTask, CallWebhook, Entered, MoveTo, SetField, Stayed
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, Job, RobotAlarm, RobotRun, RobotStepRun, Task
from voronka.queries.robots import is_behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = 50
# Each begins when the lease of a job that the one before was killed in is over.
BETWEEN = timedelta(minutes=6)
HOUR = timedelta(hours=1)
# Nobody is killed as often as this on the way; then something else is wrong.
MOST_TRIES = 600


class Engine:
    """The process that forks the ones that are killed."""

    def __init__(self, outside: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.robots.victim", str(outside)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "voronka.config.settings"},
        )  # fmt: skip

    def kill_one(self, at: datetime, after: float) -> None:
        child = int(self._ask(at.isoformat()))
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        self._answer()

    def finish(self, at: datetime) -> None:
        self._ask(f"once {at.isoformat()}")
        self._answer()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().strip()
        assert answer, "the engine is gone"
        return answer


def database_url() -> str:
    """The test's own database, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(here['NAME']))}"
    place = (
        f"{quote(str(here['HOST']), safe='')}:{here['PORT']}"
        if here["PORT"]
        else quote(str(here["HOST"]), safe="")
    )
    password = f":{quote(str(here['PASSWORD']))}" if here["PASSWORD"] else ""
    return f"postgres://{quote(str(here['USER']))}{password}@{place}/{here['NAME']}"


@pytest.fixture
def engine(committed: None, tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path / "outside")
    yield made
    made.close()


def is_at_work(at: datetime) -> bool:
    """Whether something is left to do."""
    waiting = RobotStepRun.objects.filter(state="waiting", due_at__lte=at).exists()
    rings = RobotAlarm.objects.filter(due_at__lte=at).exists()
    return waiting or rings or is_behind() or Job.objects.filter(state__in=["waiting", "running"]).exists()


@pytest.mark.slow
def test_killed_anywhere_no_step_is_lost_or_doubled(engine: Engine, tmp_path: Path) -> None:
    house = make_house()
    make_robot(house, "Qualify", Entered(), AddTask(TaskKind.CALL, "Call", HOUR), AddTag("new"), MoveTo())
    make_robot(house, "Propose", Entered(), SetField("source", "fair"), CallWebhook("https://erp.example/in"))
    make_robot(house, "Propose", Stayed(HOUR), AddTag("slow"), AddTask(TaskKind.CALL, "Where is it?", HOUR))
    dice, at, kills = random.Random(11), NOON, 0
    stages_of_the_work, longest = {(0, 0)}, 0.12
    for _ in range(MOST_TRIES):
        for _ in range(2):
            deal_of(house, "Alice", at=at)
        engine.kill_one(at, dice.uniform(0.0, longest))
        was_at_work = is_at_work(at)
        kills += was_at_work
        reached = (RobotRun.objects.count(), RobotStepRun.objects.filter(state="done").count())
        # As long as it takes here: killed before it began it is given longer, killed when all was done less.
        longest *= 0.8 if not was_at_work else 1.0 if reached not in stages_of_the_work else 1.25
        stages_of_the_work.add(reached)
        at += BETWEEN
        if kills >= KILLS:
            break
    assert kills >= KILLS
    # They came at all points of the work, and not only before it began.
    assert len(stages_of_the_work) > KILLS // 2
    for _ in range(2):
        engine.finish(at)
        at += 2 * HOUR
    engine.finish(at)
    assert not is_at_work(at)
    every_step_is_done_once(house, (tmp_path / "outside").read_text().split())


def every_step_is_done_once(house: House, told_outside: list[str]) -> None:
    deals = list(Deal.objects.order_by("id"))
    assert {deal.stage_id for deal in deals} == {house.stage("Propose")}
    assert {deal.source for deal in deals} == {"fair"}
    assert RobotRun.objects.count() == 3 * len(deals)
    assert set(RobotRun.objects.values_list("state", flat=True)) == {"done"}
    assert set(RobotStepRun.objects.values_list("state", "attempts")) == {("done", 0)}
    assert RobotStepRun.objects.count() == 7 * len(deals)
    for title in ("Call", "Where is it?"):
        made = Counter(Task.objects.filter(title=title).values_list("deal_id", flat=True))
        assert set(made.values()) == {1}
        assert len(made) == len(deals)
    said = Counter(Event.objects.exclude(kind="deal_created").values_list("deal_id", "kind"))
    expected = {"robot_ran": 3, "task_added": 2, "tags_changed": 2, "deal_moved": 1, "deal_changed": 1}
    for deal in deals:
        assert {kind: said[deal.pk, kind] for kind in expected} == expected
        assert sorted(deal.tags.values_list("name", flat=True)) == ["new", "slow"]
    jobs = dict(Job.objects.values_list("key", "state"))
    assert set(jobs.values()) == {"done"}
    # The outside hears of everything, now and then twice, and knows it by its id.
    assert set(told_outside) == set(jobs)
    assert len(jobs) == len(deals)
