"""Jobs: asked for within the transaction of whoever needs them, claimed one by one, ended or tried again. ADR 0027."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from voronka.commands.event_log import CHANNEL
from voronka.commands.transaction import writing
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.jobs import ERROR_LENGTH, LEASE, LOST, JobKind, JobState, is_last, wait_before_next
from voronka.domain.permissions import Actor
from voronka.models import Job

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Those that are over stay this long for whoever wants to look.
KEPT = timedelta(days=7)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this process does now."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int


def enqueue(
    kind: JobKind,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    due_at: datetime | None = None,
    key: str | None = None,
) -> None:
    """Ask for a job, within the caller's transaction: it is there if and only if that commits.

    With a `key` that another job has, done or not, nothing is asked for.
    """
    with writing():
        job = Job(kind=kind, payload=dict(payload), key=key, due_at=due_at or at, created_at=at)
        Job.objects.bulk_create([job], ignore_conflicts=key is not None)
        _wake()


def _wake() -> None:
    """Tell the worker; on SQLite it sees every commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def claim_next(at: datetime) -> Claim | None:
    """Begin the job that has been due the longest; one that was begun and whose lease is over counts as well."""
    with writing():
        while (job := _due(at)) is not None:
            if not is_last(job.attempts):
                return _begin(job, at)
            _end(Job.objects.filter(pk=job.pk), JobState.FAILED, at, error=LOST)
        return None


def _due(at: datetime) -> Job | None:
    rows = Job.objects.select_for_update(skip_locked=True)
    waiting = rows.filter(state=JobState.WAITING, due_at__lte=at).order_by("due_at", "id").first()
    return (
        waiting or rows.filter(state=JobState.RUNNING, leased_until__lte=at).order_by("leased_until").first()
    )


def _begin(job: Job, at: datetime) -> Claim:
    attempt = job.attempts + 1
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=attempt, leased_until=at + LEASE, error=""
    )
    return Claim(job.pk, job.kind, job.payload, attempt)


def finish(claim: Claim, *, at: datetime) -> bool:
    """The job is done; whether it still was this attempt's to end."""
    with writing():
        return _end(_claimed(claim), JobState.DONE, at)


def fail(claim: Claim, *, at: datetime, error: str, permanent: bool, chance: float) -> bool:
    """The attempt failed: another one later, or an administrator looks at it. `chance` from 0 to 1 spreads the wait."""
    with writing():
        if permanent or is_last(claim.attempt):
            return _end(_claimed(claim), JobState.FAILED, at, error=error)
        due_at = at + wait_before_next(claim.attempt, chance)
        return bool(
            _claimed(claim).update(
                state=JobState.WAITING, due_at=due_at, leased_until=None, error=error[:ERROR_LENGTH]
            )
        )


def _claimed(claim: Claim) -> "QuerySet[Job]":
    return Job.objects.filter(pk=claim.id, state=JobState.RUNNING, attempts=claim.attempt)


def _end(jobs: "QuerySet[Job]", state: JobState, at: datetime, *, error: str = "") -> bool:
    return bool(jobs.update(state=state, leased_until=None, finished_at=at, error=error[:ERROR_LENGTH]))


def retry_job(*, by: Actor, at: datetime, job: int) -> None:
    """Try a failed job again, from its first attempt.

    Raises:
        NotAllowed
        NotFound: there is no failed one with this id.
    """
    _refuse_unless_theirs(by)
    with writing():
        failed = Job.objects.filter(pk=job, state=JobState.FAILED)
        if not failed.update(state=JobState.WAITING, attempts=0, due_at=at, finished_at=None):
            raise NotFound
        _wake()


def give_up_job(*, by: Actor, at: datetime, job: int) -> None:
    """Leave a failed job as it is; it is asked about no more.

    Raises:
        NotAllowed
        NotFound: there is no failed one with this id.
    """
    _refuse_unless_theirs(by)
    with writing():
        if not Job.objects.filter(pk=job, state=JobState.FAILED).update(
            state=JobState.GIVEN_UP, finished_at=at
        ):
            raise NotFound


def _refuse_unless_theirs(by: Actor) -> None:
    if not by.policy.may_run_jobs:
        raise NotAllowed


def clear_old_jobs(at: datetime) -> int:
    """Delete jobs that have been over for long, in portions; how many there were."""
    gone = 0
    while True:
        with writing():
            over = Job.objects.filter(
                state__in=[JobState.DONE, JobState.GIVEN_UP], finished_at__lte=at - KEPT
            )
            ids = list(over.order_by("finished_at").values_list("pk", flat=True)[:_CHUNK])
            Job.objects.filter(pk__in=ids).delete()
        gone += len(ids)
        if len(ids) < _CHUNK:
            return gone
