"""Logging in, with a limit on guessing per e-mail and per address."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import connection

from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem, TooManyAttempts
from voronka.models import LoginFailure, User

Whose = TypeVar("Whose")
WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 5
MOST_PER_ADDRESS = 30
# Counting and noting an attempt must not interleave with another's. The number only has to be ours.
_ATTEMPTS_LOCK = 8_301_772
_EMAIL_LENGTH = 254
# Argon2 takes any length; nobody's password is longer, and a megabyte of it would only cost work.
PASSWORD_LENGTH = 1024


def log_in(*, email: str, password: str, address: str, at: datetime) -> User:
    """The user with this e-mail and password; an unknown e-mail costs and says the same as a wrong password.

    `address` is where the attempt comes from: an IP address, or a network for IPv6.

    Raises:
        TooManyAttempts: this e-mail or address is closed for a while; the password was not looked at.
        Invalid: `password` UNKNOWN_CHOICE; the pair fits nobody who may log in.
    """
    name = email.replace("\x00", "").strip().lower()[:_EMAIL_LENGTH]
    of_email, of_address = f"email:{name}", f"address:{address}"
    attempt = _begin_attempt({of_email: MOST_PER_EMAIL, of_address: MOST_PER_ADDRESS}, at)
    user = User.objects.filter(email__iexact=name, is_active=True).first()
    if not _fits(user, password) or user is None:
        raise Invalid({"password": Problem.UNKNOWN_CHOICE})
    _forget(of_email, attempt)
    return user


def confirm_password(*, user: User, password: str, at: datetime) -> None:
    """Ask a logged-in person for their password again, under the same limit as the log-in.

    Raises:
        TooManyAttempts
        Invalid: `old` UNKNOWN_CHOICE.
    """
    key = f"email:{user.email.lower()}"
    attempt = _begin_attempt({key: MOST_PER_EMAIL}, at)
    if not _fits(user, password):
        raise Invalid({"old": Problem.UNKNOWN_CHOICE})
    _forget(key, attempt)


def open_by_secret(secret_known: Callable[[], Whose | None], *, address: str, at: datetime) -> Whose:
    """Whose secret it is that somebody showed, under a limit on guessing of its own.

    Only misses are counted: a calendar asks again all day long, and a colleague's stale address behind the same
    router must not shut the log-in.

    Raises:
        TooManyAttempts: so many addresses were tried in vain from there; this one was not looked at.
        NotFound: it is nobody's.
    """
    key = f"secret:{address}"
    retry_at = _closed_until(key, MOST_PER_ADDRESS, at)
    if retry_at is not None:
        raise TooManyAttempts(retry_at)
    whose = secret_known()
    if whose is None:
        _begin_attempt({key: MOST_PER_ADDRESS}, at)
        raise NotFound
    return whose


def _fits(user: User | None, password: str) -> bool:
    if len(password) > PASSWORD_LENGTH:
        password = ""
    if user is None or not user.has_usable_password():
        # The same work as a check, so that the time of the answer tells nothing.
        make_password(password)
        return False
    return user.check_password(password)


def _begin_attempt(limits: dict[str, int], at: datetime) -> list[int]:
    """Note the attempt as failed before the password is looked at, so that parallel guesses count as well.

    Returns the ids of the noted rows; a success takes them back. A refused attempt is not noted:
    whoever keeps trying is not shut out for ever.
    """
    with writing():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ATTEMPTS_LOCK])
        LoginFailure.objects.filter(at__lte=at - WINDOW).delete()
        retries = [
            retry for key, most in limits.items() if (retry := _closed_until(key, most, at)) is not None
        ]
        if retries:
            raise TooManyAttempts(max(retries))
        return [LoginFailure.objects.create(key=key, at=at).pk for key in limits]


def _closed_until(key: str, most: int, at: datetime) -> datetime | None:
    """When the oldest of the last `most` failures is forgotten; None while fewer are known."""
    failures = LoginFailure.objects.filter(key=key, at__gt=at - WINDOW).order_by("-at", "-id")
    oldest = failures.values_list("at", flat=True)[most - 1 : most].first()
    return None if oldest is None else oldest + WINDOW


def _forget(key: str, attempt: Iterable[int]) -> None:
    """Forget all failures of an e-mail that has logged in, but of its address only this attempt.

    One known password must not open the way to guess a thousand others from the same place.
    """
    with writing():
        LoginFailure.objects.filter(key=key).delete()
        LoginFailure.objects.filter(pk__in=list(attempt)).delete()
