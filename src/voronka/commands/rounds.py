"""The clocks of periodic work: who begins a round sets it on in the same statement, so nobody else begins it too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.commands.transaction import writing
from voronka.domain.jobs import ERROR_LENGTH
from voronka.models import RoundClock

_RESULT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """A round that is the caller's to make. `since_failure`: how long it was left alone after it failed, zero if it did not."""

    since_failure: timedelta


def begin_round(key: str, every: timedelta, *, at: datetime) -> Begun | None:
    """The round, where it is due and the caller's to make; else None. One that never ran is due at once."""
    with writing():
        clock = RoundClock(key=key, next_at=at)
        RoundClock.objects.bulk_create([clock], ignore_conflicts=True)
        due = RoundClock.objects.filter(key=key, next_at__lte=at)
        failed_at = due.exclude(last_error="").values_list("last_at", flat=True).first()
        if not due.update(last_at=at, next_at=at + every):
            return None
        return Begun(timedelta(0) if failed_at is None else at - failed_at)


def end_round(
    key: str, *, took: timedelta, result: str = "", error: str = "", next_at: datetime | None = None
) -> None:
    """How the round went. `next_at`: when it is due again, where that is another time than usual."""
    told = {"took": took, "result": result[:_RESULT_LENGTH], "last_error": error[:ERROR_LENGTH]}
    with writing():
        RoundClock.objects.filter(key=key).update(**told, **({"next_at": next_at} if next_at else {}))


def hurry_round(key: str, *, at: datetime) -> None:
    """What it failed for has been mended: it need not wait any longer."""
    with writing():
        RoundClock.objects.filter(key=key, next_at__gt=at).update(next_at=at)
