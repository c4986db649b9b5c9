"""Which of the processes works: one at a time, the next one when it gave no sign of life for long enough."""

from datetime import datetime, timedelta

from voronka.commands.transaction import writing
from voronka.models import WorkerLease

HELD = timedelta(seconds=20)
# A sign of life so often; no write between.
SIGN = timedelta(seconds=5)


def hold_lease(token: str, node: str, *, at: datetime) -> bool:
    """Whether the process `token` works now: it did until now, or nobody does."""
    mine = WorkerLease.objects.filter(pk=1, token=token)
    if mine.filter(seen_at__gt=at - SIGN, seen_at__lte=at, until__gt=at).exists():
        return True
    with writing():
        if mine.update(seen_at=at, until=at + HELD):
            return True
        told = {"token": token, "node": node[:120], "since": at, "seen_at": at, "until": at + HELD}
        if WorkerLease.objects.filter(pk=1, until__lte=at).update(**told):
            return True
        WorkerLease.objects.bulk_create([WorkerLease(pk=1, **told)], ignore_conflicts=True)
        return WorkerLease.objects.filter(pk=1, token=token).exists()


def release_lease(token: str, *, at: datetime) -> None:
    """Let another process work at once."""
    with writing():
        WorkerLease.objects.filter(pk=1, token=token).update(until=at)
