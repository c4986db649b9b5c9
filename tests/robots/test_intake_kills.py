"""The server is killed at random while requests come in: none is lost, none is doubled, and nobody is made twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest

from tests.factories import NOON, make_house
from tests.intaking import make_source
from tests.robots.test_kills import database_url
from voronka.models import Contact, Deal, IntakeRequest, Job
from voronka.worker.due import run_jobs

KILLS = 12


@pytest.mark.slow
def test_killed_anywhere_no_request_is_lost_or_doubled(committed: None) -> None:
    source = make_source(make_house())
    dice = random.Random(5)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.robots.intake_victim", str(source.pk)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "voronka.config.settings"},
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    for kill in range(KILLS):
        server.stdin.write(f"{kill * 1000}\n")
        child = int(server.stdout.readline())
        # Somewhere after it began, and after a request that is its own.
        while not IntakeRequest.objects.filter(key=str(kill * 1000)).exists():
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        assert server.stdout.readline() == "gone\n"
    server.stdin.close()
    server.wait(10)
    server.stdout.close()
    stored = IntakeRequest.objects.count()
    while run_jobs(NOON + timedelta(minutes=1)):
        pass
    every_request_has_its_card(stored)


def every_request_has_its_card(stored: int) -> None:
    rows = list(IntakeRequest.objects.values_list("state", "deal_id"))
    assert len(rows) == stored
    assert {state for state, _ in rows} == {"made"}
    assert len({deal for _, deal in rows}) == stored == Deal.objects.count()
    people = Counter(Contact.objects.values_list("phones__e164", flat=True))
    assert set(people.values()) == {1}
    assert set(Job.objects.filter(kind="intake").values_list("state", flat=True)) == {"done"}
