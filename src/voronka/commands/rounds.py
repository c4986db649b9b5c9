"""The clocks of periodic work: who begins a round sets it on in the same statement, so nobody else begins it too."""

from datetime import datetime, timedelta

from voronka.commands.transaction import writing
from voronka.domain.jobs import ERROR_LENGTH
from voronka.models import RoundClock

_RESULT_LENGTH = 200


def begin_round(key: str, every: timedelta, *, at: datetime) -> bool:
    """Whether this round is due and the caller's to make. One that never ran is due at once."""
    with writing():
        clock = RoundClock(key=key, next_at=at)
        RoundClock.objects.bulk_create([clock], ignore_conflicts=True)
        due = RoundClock.objects.filter(key=key, next_at__lte=at)
        return bool(due.update(last_at=at, next_at=at + every))


def end_round(key: str, *, took: timedelta, result: str = "", error: str = "") -> None:
    """How the round went."""
    with writing():
        RoundClock.objects.filter(key=key).update(
            took=took, result=result[:_RESULT_LENGTH], last_error=error[:ERROR_LENGTH]
        )
