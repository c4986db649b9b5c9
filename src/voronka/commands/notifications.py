"""Telling people: whoever has something to say calls `notify` within its own transaction.

Here a row is written and no more. Which channels it goes out by, when, and together with what is seen to later by the
worker, so that telling costs a command one statement (ADR 0031).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from voronka.commands.event_log import CHANNEL
from voronka.domain.notices import KINDS, NoticeKind
from voronka.domain.permissions import Actor
from voronka.models import Notice


@dataclass(frozen=True, slots=True)
class Told:
    """One notice to be written; see `notify`."""

    to: int
    kind: NoticeKind
    deal: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def notify(
    to: int | None,
    kind: NoticeKind,
    *,
    at: datetime,
    deal: int | None = None,
    payload: Mapping[str, Any] | None = None,
    key: str = "",
    by: Actor | None = None,
) -> None:
    """Tell user `to` something, within the caller's transaction.

    `payload`: JSON values, as NoticeKind says. `key`: the same person is told once under it, for good; name what it is
    of and which time, like "limit:512". `by`: whose act it is; nobody is told of their own. `to` None: nobody to tell.
    """
    if to is not None:
        notify_all([Told(to, kind, deal, payload or {}, key)], at=at, by=by)


def notify_all(notices: Iterable[Told], *, at: datetime, by: Actor | None = None) -> None:
    """As `notify`, for many in one statement."""
    rows = [_row(told, at, by) for told in notices if by is None or told.to != by.id]
    if not rows:
        return
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    wake_readers()


def wake_readers() -> None:
    """Let the live streams look: SQLite shows every commit to them, PostgreSQL only what it is told to show."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _row(told: Told, at: datetime, by: Actor | None) -> Notice:
    return Notice(
        to_id=told.to,
        kind=told.kind,
        deal_id=told.deal,
        by_id=None if by is None else by.id,
        payload=dict(told.payload),
        key=told.key,
        at=at,
        read_at=at if KINDS[told.kind].is_letter else None,
    )


def send_digest(
    to: int, kind: NoticeKind, *, at: datetime, subject: str, text: str, html: str, key: str
) -> None:
    """Send a message that is already in words, as a notice of kind DIGEST_MORNING or DIGEST_EVENING.

    `text` and `html`: the same, plain and as the inside of a mail's body, in the reader's language; channels that know
    no HTML get the text. `key`: such as "digest_morning:2026-11-24".
    """
    notify(to, kind, at=at, payload={"subject": subject, "text": text, "html": html}, key=key)
