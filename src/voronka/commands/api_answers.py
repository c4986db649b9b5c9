"""Requests that make something are carried out once, however often they come (ADR 0043).

The key is claimed in the transaction of the command itself: what dies on its way leaves neither the thing nor the
claim. Of two at once the second waits for the first, on either database, and gets its answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.commands.transaction import writing
from voronka.domain.errors import Refused
from voronka.models import ApiAnswer

KEPT_FOR = timedelta(hours=48)
_PORTION = 1000


class OtherRequest(Refused):
    """The key was used for another request."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer. `again`: it was given before, and nothing was done now."""

    status: int
    headers: dict[str, str]
    body: str
    again: bool = False


def answer_once(
    *, token: int, key: str, request_hash: str, at: datetime, act: Callable[[], Answered]
) -> Answered:
    """The answer of `act`, or the one that the same request got before. A refusal is forgotten, and may be tried anew.

    Raises:
        OtherRequest, and whatever `act` raises.
    """
    with writing():
        claim = ApiAnswer(token_id=token, key=key, request_hash=request_hash, at=at)
        # Waits on PostgreSQL for whoever has claimed it and not yet committed; SQLite has one writer at a time.
        ApiAnswer.objects.bulk_create([claim], ignore_conflicts=True)
        kept = ApiAnswer.objects.get(token=token, key=key)
        if kept.request_hash != request_hash:
            raise OtherRequest
        if kept.status:
            return Answered(kept.status, kept.headers, kept.body, again=True)
        given = act()
        ApiAnswer.objects.filter(pk=kept.pk).update(
            status=given.status, headers=given.headers, body=given.body
        )
        return given


def clear_old_answers(at: datetime) -> int:
    """Forget answers that nobody asks for again; how many there were, a portion at a time."""
    with writing():
        old = ApiAnswer.objects.filter(at__lt=at - KEPT_FOR).order_by("at").values("pk")[:_PORTION]
        return ApiAnswer.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]
