"""The digests of the morning and the evening: told to each person when their working day begins and ends.

Each in its reader's language and by their clock, with the same words for every channel. Nothing to say, nothing said.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import translation

from voronka.commands.digests import tell_digest
from voronka.domain.notices import NoticeKind
from voronka.queries.actors import actor_of
from voronka.queries.digest import Addressee, due_to, evening, key_of, morning
from voronka.worker.digest_words import Letter, evening_letter, morning_letter

Composed = Callable[[Addressee, datetime], Letter | None]


def tell_mornings(at: datetime) -> str | None:
    """To whom a working day has begun."""
    return _tell(NoticeKind.DIGEST_MORNING, at, _morning)


def tell_evenings(at: datetime) -> str | None:
    """To whom a working day has ended."""
    return _tell(NoticeKind.DIGEST_EVENING, at, _evening)


def _tell(kind: NoticeKind, at: datetime, composed: Composed) -> str | None:
    told = 0
    for one in due_to(kind, at):
        with translation.override(one.user.language):
            letter = composed(one, at)
        if letter is not None:
            tell_digest(
                one.user.pk, kind, at=at, key=key_of(kind, one.on),
                subject=letter.subject, text=letter.text, html=str(letter.html),
            )  # fmt: skip
            told += 1
    return str(told or "")


def _morning(one: Addressee, at: datetime) -> Letter | None:
    said = morning(actor_of(one.user), one, at)
    return morning_letter(said, one, at) if said.says_something else None


def _evening(one: Addressee, at: datetime) -> Letter | None:
    said = evening(actor_of(one.user), one, at)
    return evening_letter(said, one, at) if said.says_something else None
