"""Any life of jobs: begun, cut off, ended late, failed, retried. A job is never lost, and never ends twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.factories import NOON
from voronka.commands.jobs import Claim, claim_next, enqueue, fail, finish
from voronka.domain.jobs import LEASE, MOST_ATTEMPTS, JobKind, JobState
from voronka.models import Job

KIND: JobKind = "knock"  # type: ignore[assignment]  # of the test's own
OVER = {JobState.DONE, JobState.FAILED}


class Life(RuleBasedStateMachine):
    """What a worker and its rivals may do, with a clock that only goes on."""

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        Job.objects.all().delete()
        self.now = NOON
        self.asked = 0
        self.ends: list[int] = []
        self.keys: set[str] = set()

    @rule(key=st.sampled_from([None, "a", "b"]), later=st.integers(0, 600))
    def ask(self, key: str | None, later: int) -> None:
        enqueue(KIND, {}, at=self.now, due_at=self.now + timedelta(seconds=later), key=key)
        self.asked += key not in self.keys
        self.keys |= set() if key is None else {key}

    @rule(seconds=st.integers(0, 900))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(target=claims)
    def begin(self) -> Any:
        due = set(
            Job.objects.filter(state=JobState.WAITING, due_at__lte=self.now).values_list("pk", flat=True)
        ) | set(
            Job.objects.filter(state=JobState.RUNNING, leased_until__lte=self.now).values_list(
                "pk", flat=True
            )
        )
        claim = claim_next(self.now)
        assert claim is None or claim.id in due
        assert claim is not None or not Job.objects.filter(pk__in=due, state=JobState.WAITING).exists()
        return claim

    @rule(claim=consumes(claims))
    def end_well(self, claim: Claim | None) -> None:
        if claim is not None and finish(claim, at=self.now):
            self.ends.append(claim.id)

    @rule(claim=consumes(claims), permanent=st.booleans(), chance=st.floats(0, 1))
    def end_badly(self, claim: Claim | None, *, permanent: bool, chance: float) -> None:
        if claim is None:
            return
        before = Job.objects.get(pk=claim.id)
        was_mine = before.state == JobState.RUNNING and before.attempts == claim.attempt
        done = fail(claim, at=self.now, error="no", permanent=permanent, chance=chance)
        assert done is was_mine
        after = Job.objects.get(pk=claim.id)
        if done and not permanent and claim.attempt < MOST_ATTEMPTS:
            assert after.state == JobState.WAITING
            assert after.due_at > self.now

    @rule(claim=consumes(claims))
    def die(self, claim: Claim | None) -> None:
        """The process is gone; nobody tells the end."""

    @invariant()
    def nothing_is_lost_and_nothing_ends_twice(self) -> None:
        assert Job.objects.count() == self.asked
        assert len(self.ends) == len(set(self.ends))
        assert set(self.ends) == set(Job.objects.filter(state=JobState.DONE).values_list("pk", flat=True))

    @invariant()
    def a_lease_has_an_end(self) -> None:
        for job in Job.objects.filter(state=JobState.RUNNING):
            assert job.leased_until is not None
            assert job.leased_until <= self.now + LEASE
            assert 1 <= job.attempts <= MOST_ATTEMPTS


class TestLife(TestCase):
    """The machine, on the database in use."""

    def test_any_life(self) -> None:
        run_state_machine_as_test(
            Life, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
        )
