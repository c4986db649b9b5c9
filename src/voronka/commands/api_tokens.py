"""Tokens of the API: making, revoking, and whose a shown one is (ADR 0043).

The secret is 256 random bits, shown once and kept as a hash. It needs no salt and no slow hash: nobody runs through
2**256 of them.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.transaction import writing
from voronka.domain.api_tokens import PREFIX, TERMS, Scope, scopes_of
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import PEOPLE, Actor
from voronka.models import ApiToken, User

_BYTES = 32
# How exactly the last use is known.
_USE_EVERY = timedelta(minutes=1)
MOST_TOKENS = 50


@dataclass(frozen=True, slots=True)
class Made:
    """A new token with its secret, which is told this once."""

    token: int
    secret: str


def make_token(
    *,
    by: Actor,
    at: datetime,
    name: str,
    scopes: Iterable[str],
    days: int,
    service_of: int | None = None,
    request_id: str = "",
) -> Made:
    """Make a token that acts as `by`, or, for administrators, as the user `service_of`.

    `days`: how long it lasts; 0: until it is revoked.

    Raises:
        NotAllowed: a service's token, and `by` is no administrator.
        Invalid: name, scopes, days, user.
    """
    if service_of is not None:
        refuse_unless_administers(by)
    chosen = scopes_of(scopes)
    clean = _checked(name, chosen, days)
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    with writing():
        user = _user(by, service_of)
        token = ApiToken.objects.create(
            user_id=user, name=clean, secret_hash=hash_of(secret), ending=secret[-4:],
            scopes=[scope.value for scope in chosen], is_service=service_of is not None, made_by_id=by.id,
            made_at=at, expires_at=at + timedelta(days=days) if days else None,
        )  # fmt: skip
        log_setup(What.TOKEN, token.pk, by=by, at=at, before=None, after=_told(token), request_id=request_id)
        return Made(token.pk, secret)


def _checked(name: str, scopes: tuple[Scope, ...], days: int) -> str:
    problems: dict[str, Problem] = {}
    clean = ""
    try:
        clean = values.checked({"name": lambda: values.line(name, 80, required=True)})["name"]
    except Invalid as invalid:
        problems |= invalid.problems
    if not scopes:
        problems["scopes"] = Problem.REQUIRED
    if days not in TERMS:
        problems["days"] = Problem.UNKNOWN_CHOICE
    if problems:
        raise Invalid(problems)
    return clean


def _user(by: Actor, service_of: int | None) -> int:
    if service_of is not None:
        # The product itself lends its rights to nobody.
        people = User.objects.filter(role__in=PEOPLE, is_active=True)
        if not people.filter(pk=service_of).exists():
            raise Invalid({"user": Problem.UNKNOWN_CHOICE})
    user = by.id if service_of is None else service_of
    if ApiToken.objects.filter(user=user, revoked_at=None).count() >= MOST_TOKENS:
        raise Invalid({"name": Problem.TOO_LARGE})
    return user


def revoke_token(*, by: Actor, at: datetime, token: int, request_id: str = "") -> None:
    """Let a token open nothing any more: one's own, for administrators any. Revoked already: nothing happens.

    Raises:
        NotFound: also where it is another's and `by` is no administrator.
    """
    with writing():
        row = ApiToken.objects.filter(pk=token).first()
        if row is None or not (by.policy.may_manage_users or (row.user_id == by.id and not row.is_service)):
            raise NotFound
        if not ApiToken.objects.filter(pk=token, revoked_at=None).update(revoked_at=at):
            return
        log_setup(What.TOKEN, row.pk, by=by, at=at, before=_told(row), after=None, request_id=request_id)


def _told(token: ApiToken) -> dict[str, Any]:
    until = token.expires_at
    return {
        "name": token.name,
        "user": token.user_id,
        "scopes": token.scopes,
        "until": until and until.isoformat(),
    }


def open_token(*, secret: str, at: datetime) -> ApiToken | None:
    """The token with this secret and its user, its use noted; None where it opens nothing. One query, seldom two.

    Who has left opens nothing, whoever holds their token.
    """
    row = (
        ApiToken.objects.select_related("user")
        .filter(secret_hash=hash_of(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at <= at):
        return None
    if row.used_at is None or row.used_at <= at - _USE_EVERY:
        with writing():
            ApiToken.objects.filter(pk=row.pk).update(used_at=at)
    return row


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
