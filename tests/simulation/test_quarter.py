"""A simulated quarter: a clock that the test moves, twenty sellers, four methods, and a worker that is killed now and then.

The full size is tried with SIMULATED_WEEKS=13 SIMULATED_DEALS=2000; the suite makes do with fewer of both.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation import truths
from tests.simulation.company import ZONE, Department, make_company
from tests.simulation.killing import work_until_killed
from tests.simulation.sellers import Office
from voronka.management.invariants.check import check_all
from voronka.models import Deal
from voronka.worker.due import run_due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voronka.management.invariants.check import Finding

DEALS = int(os.environ.get("SIMULATED_DEALS", "45"))
BEGINS = datetime(2026, 1, 12, tzinfo=ZoneInfo(ZONE))
WEEKS = int(os.environ.get("SIMULATED_WEEKS", "3"))
KILLS = 50
# In the last weeks nobody new comes, so that most requests find their end.
_ARRIVE = 0.8
_REVIEWS_AT = 10
_A_MINUTE = timedelta(minutes=1)
# People begin when the worker has looked.
_AFTER = timedelta(minutes=2)


def working_hours() -> Iterator[datetime]:
    """Nine to eighteen from Monday to Friday, holidays too: some people work then."""
    for day in range(WEEKS * 7):
        for hour in range(9, 18):
            at = BEGINS + timedelta(days=day, hours=hour)
            if at.weekday() < 5:
                yield at


@dataclass
class Quarter:
    """The clock, and what happens at each of its strokes: first the worker, then the people."""

    office: Office
    departments: tuple[Department, ...]
    hours: list[datetime] = field(default_factory=lambda: list(working_hours()))
    looks: list[datetime] = field(default_factory=list)
    came: int = 0
    killed: int = 0
    owed: int = 0
    took: float = 0.1

    def pass_by(self) -> None:
        """All of it."""
        chance = self.office.chance
        arrivals = sorted(chance.choices(range(int(len(self.hours) * _ARRIVE)), k=DEALS))
        kills = set(chance.sample(range(len(self.hours) - KILLS), KILLS))
        for place, at in enumerate(self.hours):
            # One that was done before it was killed does not count: the next hour has it.
            self.owed += place in kills
            self._work(at, is_killed=self.owed > 0)
            now = at + _AFTER
            for number in range(self.came, len(arrivals)):
                if arrivals[number] != place:
                    break
                self.office.request_comes(now, chance.choice(self.departments), number)
                self.came += 1
            if at.hour == _REVIEWS_AT:
                self.office.a_morning(now, self.departments)
            self.office.an_hour(now, self.departments, most=max(2, DEALS // 300))
            assert not without_a_step(), at
        # What the last hour set off.
        self._work(self.hours[-1] + 2 * _AFTER, is_killed=False)

    def _work(self, at: datetime, *, is_killed: bool) -> None:
        if is_killed and work_until_killed(at, self.office.chance.uniform(0, self.took)):
            self.killed, self.owed = self.killed + 1, self.owed - 1
            # Begun anew at once, it finds that some of its rounds were begun: they come again in a minute.
            run_due(at)
            self.looks.append(at)
            at += _A_MINUTE
        begun = time.monotonic()
        run_due(at)
        self.looks.append(at)
        self.took = time.monotonic() - begun


def without_a_step() -> list[int]:
    """Open deals that nobody is to do anything about."""
    return list(
        Deal.objects.filter(is_open=True).exclude(next_task__state="open").values_list("id", flat=True)
    )


def test_a_quarter_passes_by_the_method(tmp_path: Path, committed: None) -> None:
    quarter = Quarter(Office(Random("a quarter"), tmp_path), make_company(BEGINS))
    quarter.pass_by()

    assert (quarter.came, quarter.killed) == (DEALS, KILLS)
    assert truths.found_reviews() == truths.expected_reviews(quarter.looks)
    assert truths.found_runs() == truths.expected_runs(quarter.looks)
    assert truths.unfinished(quarter.looks[-1]) == 0
    added, done = truths.tasks_of_robots()
    assert added == done > 0
    broken: list[Finding] = []
    check_all(lambda finding: broken.append(finding) if finding.broken else None)
    assert broken == []
