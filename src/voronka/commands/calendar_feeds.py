"""The secret address of one's calendar: making it, making it anew, switching it off, and whose it is.

The secret is 256 random bits, shown once and kept as a hash. It needs no salt and no slow hash: nobody runs through
2**256 of them.
"""

import hashlib
import secrets
from datetime import datetime

from voronka.commands.sessions import open_by_secret
from voronka.commands.transaction import writing
from voronka.domain.permissions import Actor
from voronka.models import CalendarFeed, User

_BYTES = 32


def renew_feed(*, by: Actor, at: datetime) -> str:
    """Make one's secret; an older one opens nothing from now on. Returns it, for it is kept nowhere."""
    secret = secrets.token_urlsafe(_BYTES)
    with writing():
        CalendarFeed.objects.update_or_create(
            user_id=by.id, defaults={"secret_hash": _hash(secret), "made_at": at}
        )
    return secret


def stop_feed(*, by: Actor) -> None:
    """Switch one's address off; nothing happens where it is off."""
    with writing():
        CalendarFeed.objects.filter(user_id=by.id).delete()


def open_feed(*, secret: str, address: str, at: datetime) -> User:
    """Whose calendar it is. Who has left has none.

    Raises:
        TooManyAttempts, NotFound
    """
    return open_by_secret(lambda: _owner_of(secret), address=address, at=at)


def _owner_of(secret: str) -> User | None:
    return User.objects.filter(
        pk__in=CalendarFeed.objects.filter(secret_hash=_hash(secret)).values("user"), is_active=True
    ).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
