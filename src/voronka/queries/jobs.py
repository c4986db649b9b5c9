"""What the worker looks at before it begins anything."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min

from voronka.domain.jobs import JobState
from voronka.models import Job, RoundClock


def next_job_at() -> datetime | None:
    """When the next job is due, or the next lease is over; None: there is none. Two seeks."""
    waiting = Job.objects.filter(state=JobState.WAITING).aggregate(at=Min("due_at"))["at"]
    leased = Job.objects.filter(state=JobState.RUNNING).aggregate(at=Min("leased_until"))["at"]
    return min((at for at in (waiting, leased) if at is not None), default=None)


def rounds_due(keys: Collection[str], at: datetime) -> set[str]:
    """Those of the rounds that are due, or never ran."""
    later = RoundClock.objects.filter(key__in=list(keys), next_at__gt=at).values_list("key", flat=True)
    return set(keys) - set(later)


def next_round_at(keys: Collection[str]) -> datetime | None:
    """When the next of these rounds is due."""
    at: datetime | None = RoundClock.objects.filter(key__in=list(keys)).aggregate(at=Min("next_at"))["at"]
    return at
