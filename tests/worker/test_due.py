"""Jobs and rounds: begun when due, tried again, ended once, and seen when they fail. No thread."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from tests.factories import NOON, make_house
from voronka.commands.jobs import claim_next, clear_old_jobs, enqueue, fail, finish, give_up_job, retry_job
from voronka.commands.rounds import hurry_round
from voronka.commands.worker_lease import HELD, hold_lease, release_lease
from voronka.domain.errors import NotAllowed, NotFound, OutsideError
from voronka.domain.jobs import LEASE, LOST, MOST_ATTEMPTS, JobKind, JobState, wait_before_next
from voronka.models import Job, RoundClock
from voronka.queries.jobs import next_job_at
from voronka.worker.due import run_jobs, run_rounds
from voronka.worker.handlers import HANDLERS
from voronka.worker.rounds import Round

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.worker.handlers import Handler

pytestmark = pytest.mark.django_db

KIND: JobKind = "knock"  # type: ignore[assignment]  # of the test's own, with the test's own handler
LATER = NOON + timedelta(hours=1)


def handlers(run: Handler) -> Mapping[JobKind, Handler]:
    return {KIND: run}


def the_job() -> Job:
    return Job.objects.get()


def ask(**how: Any) -> None:
    enqueue(KIND, {"at": "the door"}, at=NOON, **how)


def test_each_kind_has_its_handler() -> None:
    assert set(HANDLERS) == set(JobKind)


def test_a_job_is_there_only_if_whoever_asked_commits() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_of_jobs_with_one_key_there_is_one() -> None:
    ask(key="a")
    ask(key="a")
    ask()
    ask()
    assert Job.objects.count() == 3


def test_a_job_is_done_once_and_not_before_it_is_due() -> None:
    done: list[Mapping[str, Any]] = []
    ask(due_at=LATER)
    assert next_job_at() == LATER
    for at in (NOON, LATER, LATER):
        run_jobs(at, handlers=handlers(lambda payload, at: done.append(payload)))
    assert done == [{"at": "the door"}]
    assert (the_job().state, the_job().finished_at) == (JobState.DONE, LATER)


def test_a_failure_from_outside_is_tried_again_later_each_time_and_then_shown() -> None:
    def refuse(payload: Mapping[str, Any], at: datetime) -> None:
        raise OutsideError("It answered 503.", permanent=False)

    ask()
    waits = []
    for _ in range(MOST_ATTEMPTS):
        at = the_job().due_at
        run_jobs(at, handlers=handlers(refuse))
        waits.append(the_job().due_at - at)
    assert the_job().state == JobState.FAILED
    assert the_job().error == "It answered 503."
    assert waits[:6] == sorted(waits[:6])
    assert timedelta(seconds=20) < waits[0] < timedelta(minutes=1)


def test_what_will_never_work_is_not_tried_again() -> None:
    def refuse(payload: Mapping[str, Any], at: datetime) -> None:
        raise OutsideError("There is no such address.", permanent=True)

    ask()
    run_jobs(NOON, handlers=handlers(refuse))
    assert (the_job().state, the_job().attempts) == (JobState.FAILED, 1)


def test_a_fault_of_ours_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    def stumble(payload: Mapping[str, Any], at: datetime) -> None:
        raise KeyError("door")

    ask()
    run_jobs(NOON, handlers=handlers(stumble))
    assert (the_job().state, the_job().error) == (JobState.WAITING, "KeyError: 'door'")
    assert "KeyError" in caplog.text


def test_a_kind_that_nobody_knows_is_shown_as_failed() -> None:
    ask()
    run_jobs(NOON, handlers={})
    assert the_job().state == JobState.FAILED
    assert "knock" in the_job().error


def test_a_job_whose_process_died_is_begun_anew_and_its_late_end_counts_for_nothing() -> None:
    ask()
    first = claim_next(NOON)
    assert first is not None
    assert claim_next(NOON) is None
    second = claim_next(NOON + LEASE)
    assert second is not None
    assert second.attempt == 2
    assert not finish(first, at=LATER)
    assert not fail(first, at=LATER, error="late", permanent=True, chance=0.5)
    assert finish(second, at=LATER)


def test_a_job_that_kills_its_process_each_time_ends_as_lost() -> None:
    ask()
    at = NOON
    for _ in range(MOST_ATTEMPTS):
        assert claim_next(at) is not None
        at += LEASE
    assert claim_next(at) is None
    assert (the_job().state, the_job().error) == (JobState.FAILED, LOST)


def test_an_administrator_retries_what_failed_or_gives_it_up() -> None:
    house = make_house()
    ask()
    run_jobs(NOON, handlers={})
    with pytest.raises(NotAllowed):
        retry_job(by=house.actor("Hana"), at=LATER, job=the_job().pk)
    retry_job(by=house.actor("Zoe"), at=LATER, job=the_job().pk)
    assert (the_job().state, the_job().attempts, the_job().due_at) == (JobState.WAITING, 0, LATER)
    with pytest.raises(NotFound):
        give_up_job(by=house.actor("Zoe"), at=LATER, job=the_job().pk)
    run_jobs(LATER, handlers={})
    give_up_job(by=house.actor("Zoe"), at=LATER, job=the_job().pk)
    assert the_job().state == JobState.GIVEN_UP


def test_what_has_been_over_for_a_week_goes_and_what_failed_stays() -> None:
    ask()
    ask()
    claim = claim_next(NOON)
    assert claim is not None
    finish(claim, at=NOON)
    run_jobs(NOON, handlers={})
    assert clear_old_jobs(NOON + timedelta(days=6)) == 0
    assert clear_old_jobs(NOON + timedelta(days=8)) == 1
    assert the_job().state == JobState.FAILED


def test_two_that_failed_together_come_again_apart() -> None:
    assert wait_before_next(1, 0.0) < wait_before_next(1, 1.0)
    assert wait_before_next(1, 1.0) < wait_before_next(2, 0.0)


def test_a_round_runs_each_time_its_clock_says_so_and_its_failure_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ran: list[datetime] = []

    def run(at: datetime) -> str | None:
        ran.append(at)
        if len(ran) == 2:
            raise ValueError("no")
        return "3 things"

    each = Round("look", timedelta(minutes=5), run)
    times = [NOON, NOON + timedelta(minutes=4), NOON + timedelta(minutes=5), NOON + timedelta(minutes=10)]
    for at in times:
        run_rounds(at, rounds=[each])
        if at == times[2]:
            assert RoundClock.objects.get().last_error == "ValueError: no"
    clock = RoundClock.objects.get()
    assert ran == [times[0], times[2], times[3]]
    assert (clock.result, clock.last_error) == ("3 things", "")
    assert clock.next_at == times[3] + timedelta(minutes=5)
    assert "look failed" in caplog.text


def test_one_process_works_until_it_lets_go_or_gives_no_sign_of_life() -> None:
    assert hold_lease("a", "node a", at=NOON)
    assert not hold_lease("b", "node b", at=NOON)
    assert hold_lease("a", "node a", at=NOON + timedelta(seconds=10))
    assert not hold_lease("b", "node b", at=NOON + HELD)
    assert hold_lease("b", "node b", at=NOON + HELD + timedelta(seconds=10))
    assert not hold_lease("a", "node a", at=NOON + HELD + timedelta(seconds=11))
    release_lease("b", at=NOON + HELD + timedelta(seconds=12))
    assert hold_lease("a", "node a", at=NOON + HELD + timedelta(seconds=12))


def test_a_round_that_what_is_outside_fails_comes_seldomer_each_time_in_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers = [OutsideError("Telegram can’t be reached (ConnectError).", permanent=False)] * 9

    def run(at: datetime) -> str | None:
        del at
        if answers:
            raise answers.pop()
        return "2"

    each = Round("bot", timedelta(seconds=5), run)
    at, waited = NOON, []
    for turn in range(11):
        caplog.clear()
        run_rounds(at, rounds=[each])
        clock = RoundClock.objects.get(key="bot")
        assert [record.exc_info for record in caplog.records] == ([None] if turn < 9 else [])
        assert clock.last_error == ("Telegram can’t be reached (ConnectError)." if turn < 9 else "")
        waited.append((clock.next_at - at).total_seconds())
        at = clock.next_at
    assert waited == [5, 10, 20, 40, 80, 160, 300, 300, 300, 5, 5]


def test_what_was_mended_need_not_wait() -> None:
    def run(at: datetime) -> str | None:
        raise OutsideError(f"Nobody is there at {at}", permanent=False)

    for at in (NOON, NOON + timedelta(seconds=5), NOON + timedelta(seconds=15)):
        run_rounds(at, rounds=[Round("bot", timedelta(seconds=5), run)])
    hurry_round("bot", at=NOON + timedelta(seconds=16))
    assert RoundClock.objects.get(key="bot").next_at == NOON + timedelta(seconds=16)
