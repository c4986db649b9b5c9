"""Telling a digest: one notice a person and day, whoever asks for it how often."""

from datetime import datetime

from voronka.commands.notifications import send_digest
from voronka.commands.transaction import writing
from voronka.domain.notices import NoticeKind


def tell_digest(
    to: int, kind: NoticeKind, *, at: datetime, subject: str, text: str, html: str, key: str
) -> None:
    """Write the message down for its channels; under the same `key` it is told once."""
    with writing():
        send_digest(to, kind, at=at, subject=subject, text=text, html=html, key=key)
