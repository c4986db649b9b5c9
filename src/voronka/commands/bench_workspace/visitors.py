"""Sessions of the bench's people, and more people to watch, so that nothing needs a password."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from voronka.commands.transaction import writing
from voronka.domain.permissions import Role
from voronka.models import User


def session_of(user_id: int) -> str:
    """A new session of this user, as the log-in would make it: the value of the cookie."""
    user = User.objects.get(pk=user_id)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key or ""


def watchers(how_many: int, at: datetime) -> list[int]:
    """Administrators who only look on, made where there are not enough: ids."""
    with writing():
        for number in range(how_many):
            User.objects.get_or_create(
                email=f"watcher{number}@bench.example",
                defaults={"name": f"Watcher {number}", "role": Role.ADMIN, "created_at": at, "password": "!"},
            )
        known = User.objects.filter(email__startswith="watcher", email__endswith="@bench.example").order_by(
            "id"
        )
        return list(known.values_list("id", flat=True)[:how_many])
