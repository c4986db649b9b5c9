"""The intake: what comes from outside is stored as it came, in a transaction of its own, and then settled once. ADR 0041.

With the row goes a job, so that what a dying process left is settled by the worker; whoever comes second finds it done.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError

from voronka.commands.intake_cards import UNSEEN, attach_or_make
from voronka.commands.jobs import enqueue
from voronka.commands.rows import insert_row
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem, Refused, TooManyAttempts
from voronka.domain.intake import (
    BROKEN,
    MOST_ATTEMPTS,
    MOST_BY_KEY,
    MOST_KEPT,
    MOST_PROVEN,
    MOST_REPEATED,
    MOST_UNPROVEN,
    REPEATED_WITHIN,
    UNREADABLE,
    WINDOW,
    RequestState,
    Spam,
    Understood,
)
from voronka.domain.jobs import JobKind
from voronka.domain.permissions import Actor
from voronka.models import IntakeRequest, Source
from voronka.queries.intake import understood, visible_requests

_LOG = logging.getLogger(__name__)
# The process that took it in settles it at once; the worker looks when that must be over.
_WORKER_AFTER = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came: the body as it came, what is known around it, and the sender's own `key` for it.

    `spam`: what gave it away already; `is_proven`: its browser did the proof of work; `is_trusted`: it came by a key.
    """

    raw: bytes
    content_type: str = ""
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    network: str = ""
    key: str = ""
    spam: Spam | None = None
    is_proven: bool = False
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The row in the ledger, and whether it is new: the same request sent again is the first one."""

    id: int
    is_new: bool


def take_in(*, source: int, arrival: Arrival, at: datetime) -> Taken:
    """Store a request, and settle it. Nothing that came is lost from here on, whatever happens.

    Raises:
        NotFound: the source is no more, or takes nothing in.
        TooManyAttempts: so many came that not even the ledger takes them; nothing was stored.
        Invalid: `key` ALREADY_TAKEN; another request came under it.
    """
    with writing():
        taken = _store(source, arrival, at)
    settle(taken.id, at=at)
    return taken


def _store(source: int, arrival: Arrival, at: datetime) -> Taken:
    # Locked, so that the same key twice at once is counted one after the other.
    row = Source.objects.select_for_update().filter(pk=source, is_active=True).first()
    if row is None or row.pipeline_id is None or row.team_id is None:
        raise NotFound
    digest = hashlib.sha256(arrival.raw).hexdigest()
    there = row.requests.filter(key=arrival.key).first() if arrival.key else None
    if there is not None:
        if arrival.is_trusted and there.digest != digest:
            raise Invalid({"key": Problem.ALREADY_TAKEN})
        return Taken(there.pk, is_new=False)
    spam = arrival.spam or _too_much(row, arrival, digest, at)
    made = insert_row(
        IntakeRequest, source_id=row.pk, received_at=at, raw=arrival.raw, content_type=arrival.content_type[:100],
        circumstances=dict(arrival.circumstances), network=arrival.network, key=arrival.key, digest=digest,
        state=RequestState.RECEIVED if spam is None else RequestState.REJECTED, why=spam or "",
        settled_at=None if spam is None else at,
    )  # fmt: skip
    if spam is None:
        enqueue(JobKind.INTAKE, {"request": made.pk}, at=at, due_at=at + _WORKER_AFTER)
    return Taken(made.pk, is_new=True)


def _too_much(source: Source, arrival: Arrival, digest: str, at: datetime) -> Spam | None:
    """What its number tells: too many from one network, the same words again and again."""
    lately = source.requests.filter(received_at__gt=at - WINDOW)
    if arrival.is_trusted:
        if lately.count() >= MOST_BY_KEY:
            raise TooManyAttempts(at + WINDOW)
        return None
    from_there = lately.filter(network=arrival.network).count()
    if from_there >= MOST_KEPT:
        raise TooManyAttempts(at + WINDOW)
    if from_there >= (MOST_PROVEN if arrival.is_proven else MOST_UNPROVEN):
        return Spam.TOO_MANY
    again = source.requests.filter(digest=digest, received_at__gt=at - REPEATED_WITHIN).count()
    return Spam.REPEATED if again >= MOST_REPEATED else None


def settle(request: int, *, at: datetime, by: Actor | None = None) -> bool:
    """Make a card of a stored request, or attach it to one; False: not yet, the worker tries again.

    What can't be made with all that it says is made with its bare text. Exactly once: the row is locked, and its state
    changes in the transaction that makes the card.
    """
    readers: tuple[tuple[Callable[[IntakeRequest], Understood], str], ...] = (
        (understood, ""),
        (lambda _: UNSEEN, UNREADABLE),
    )
    for read, why in readers:
        with suppress(Refused, _NotNow):
            return _settled(request, read, why, at, by)
    return _put_off(request, at)


class _NotNow(Exception):
    """It could not be made this way; the log says why."""


def _settled(
    request: int, read: Callable[[IntakeRequest], Understood], why: str, at: datetime, by: Actor | None
) -> bool:
    try:
        with writing():
            row = _waiting(request)
            if row is not None:
                _finish(row, attach_or_make(row, read(row), at=at), why, at, by)
    except (OperationalError, InterfaceError):
        _LOG.exception("Request %s waits: the database did not answer", request)
        return False
    except Refused:
        _LOG.info("Request %s can't be taken with all that it says", request, exc_info=True)
        raise
    except Exception as fault:
        _LOG.exception("Request %s can't be settled", request)
        raise _NotNow from fault
    return True


def _waiting(request: int) -> IntakeRequest | None:
    # Without a join: on PostgreSQL the lock is of this row alone.
    rows = IntakeRequest.objects.select_for_update()
    return rows.filter(pk=request, state=RequestState.RECEIVED).first()


def _finish(row: IntakeRequest, made: Mapping[str, Any], why: str, at: datetime, by: Actor | None) -> None:
    told = {**made, "why": why, "settled_at": at, "attempts": row.attempts + 1}
    IntakeRequest.objects.filter(pk=row.pk).update(**told, let_in_by_id=None if by is None else by.id)


def _put_off(request: int, at: datetime) -> bool:
    """Count the attempt; after the last one it is told as failed, and waits for somebody to press the button."""
    with writing():
        row = _waiting(request)
        if row is None:
            return True
        is_last = row.attempts + 1 >= MOST_ATTEMPTS
        rows = IntakeRequest.objects.filter(pk=row.pk)
        rows.update(attempts=row.attempts + 1)
        if is_last:
            rows.update(state=RequestState.FAILED, why=BROKEN, settled_at=at)
        return is_last


def let_in(*, by: Actor, at: datetime, request: int) -> int | None:
    """Make the card of a rejected or failed request now: it is no spam. Its deal; None: it still can't be made.

    Raises:
        NotAllowed
        NotFound: there is no such request that is rejected, failed or waiting.
    """
    if not by.policy.may_set_up_method:
        raise NotAllowed
    with writing():
        rows = visible_requests(by).filter(pk=request, deal=None)
        if not rows.exists():
            raise NotFound
        waiting = IntakeRequest.objects.filter(pk=request, deal=None)
        waiting.update(state=RequestState.RECEIVED, settled_at=None, attempts=MOST_ATTEMPTS - 1)
    settle(request, at=at, by=by)
    return IntakeRequest.objects.values_list("deal_id", flat=True).get(pk=request)
