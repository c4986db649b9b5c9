"""The worker is killed at random while it takes a file in: no row is lost, none is taken twice."""

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
from django.conf import settings

from tests.commands.test_imports import MOST, File
from tests.factories import NOON, House, make_house
from tests.robots.test_kills import database_url
from tests.truths import assert_all_true
from voronka.commands.imports.steering import begin_run, say_columns
from voronka.commands.imports.taking import bring_file
from voronka.domain.events import EventKind
from voronka.domain.importing.life import ImportState
from voronka.models import Contact, Event, Import, ImportRow, Phone
from voronka.worker.due import run_jobs

# Fewer than the attempts after which a job is given up, as one that kills whoever does it.
KILLS = 6
PEOPLE = 4000
# Longer than a job is leased to who may have died.
APART = 60


@pytest.mark.slow
def test_killed_anywhere_every_row_is_taken_once(committed: None) -> None:
    row = checked_file(make_house())
    dice = random.Random(7)
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.robots.worker_victim"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "voronka.config.settings"},
    )  # fmt: skip
    assert worker.stdin is not None
    assert worker.stdout is not None
    for kill in range(1, KILLS + 1):
        before = done(row)
        worker.stdin.write(f"{kill * APART}\n")
        child = int(worker.stdout.readline())
        # Somewhere after a portion of its own: each worker takes one at least, and all together not all.
        patience = time.monotonic() + 60
        while done(row) == before:
            assert time.monotonic() < patience
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        assert worker.stdout.readline() == "gone\n"
    worker.stdin.close()
    worker.wait(10)
    worker.stdout.close()
    assert 0 < done(row) < row.rows
    while run_jobs(NOON + timedelta(minutes=(KILLS + 1) * APART)):
        pass
    every_row_is_taken_once(row)


def checked_file(house: House) -> Import:
    """People with a number each, every tenth of them twice, and the dry run over."""
    hana = house.actor("Hana")
    numbers = [number // 2 if number % 10 == 1 else number for number in range(PEOPLE)]
    lines = [f"Person {place};+62812{number:07d}" for place, number in enumerate(numbers)]
    content = "\n".join(["Name;Phone", *lines]).encode()
    row = bring_file(by=hana, at=NOON, upload=File(content), folder=settings.FILES_DIR, most=MOST)
    fields = {"owner": str(house.people["Alice"].pk), "country": "ID", "date_order": "open"}
    say_columns(by=hana, at=NOON, id=row.pk, targets=dict(enumerate(row.targets)), fields=fields)
    while run_jobs(NOON):
        pass
    begin_run(by=hana, at=NOON, id=row.pk)
    row.refresh_from_db()
    return row


def done(row: Import) -> int:
    return Import.objects.values_list("done", flat=True).get(pk=row.pk)


def every_row_is_taken_once(row: Import) -> None:
    row.refresh_from_db()
    assert (row.state, row.done, row.rows) == (ImportState.DONE, PEOPLE, PEOPLE)
    taken = Counter(ImportRow.objects.filter(of=row).values_list("number", flat=True))
    assert (len(taken), set(taken.values())) == (PEOPLE, {1})
    phones = Counter(Phone.objects.values_list("e164", flat=True))
    assert set(phones.values()) == {1}
    made = ImportRow.objects.filter(of=row, made_contact=True).count()
    assert made == Contact.objects.count() == len(phones)
    assert Event.objects.filter(kind=EventKind.CONTACT_CREATED).count() == made
    assert_all_true()
