"""Who calls: the person that a token acts as, and which of their rights it may use. Never a cookie."""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from voronka.api.rate import Buckets
from voronka.api.refusals import NoToken, ScopeMissing, TooOften
from voronka.commands.api_tokens import open_token
from voronka.domain.api_tokens import PREFIX, Scope, scopes_of
from voronka.domain.permissions import Actor
from voronka.queries.actors import actor_of

BUCKETS = Buckets(settings.API_PER_MINUTE)
_REQUEST_ID = re.compile(r"^[\w-]{1,40}$")
_LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """The person that the token acts as, and the token's own number."""

    actor: Actor
    token: int
    scopes: frozenset[Scope]
    name: str


class ApiRequest(HttpRequest):
    """A request of a known token; never made by hand. `now` is taken once, so that everything in it happens at one moment."""

    auth: Caller
    now: datetime
    request_id: str

    @property
    def actor(self) -> Actor:
        """Whose rights count."""
        return self.auth.actor


class Bearer(HttpBearer):
    """Opens an operation to tokens with a scope; None: to every token."""

    openapi_description = "A token of Voronka: it begins with vrk_ and acts as one person."

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller.

        Raises:
            NoToken, TooOften, ScopeMissing
        """
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        secret = secret.strip()
        if kind.lower() != "bearer" or not secret.startswith(PREFIX) or len(secret) > _LONGEST_TOKEN:
            raise NoToken
        return self.authenticate(request, secret)

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """As `__call__`, with the secret alone."""
        now = timezone.now()
        row = open_token(secret=token, at=now)
        if row is None:
            raise NoToken
        seconds = BUCKETS.take(row.pk, now)
        if seconds:
            raise TooOften(seconds)
        scopes = frozenset(scopes_of(row.scopes))
        if self.scope is not None and self.scope not in scopes:
            raise ScopeMissing(self.scope)
        given = request.headers.get("X-Request-Id", "")
        asked = cast("ApiRequest", request)
        asked.now, asked.request_id = now, given if _REQUEST_ID.match(given) else ""
        # Words that name an hour mean the person's; the middleware of the language puts it back.
        timezone.activate(zoneinfo.ZoneInfo(row.user.time_zone))
        return Caller(actor_of(row.user), row.pk, scopes, row.name)


def needs(scope: Scope) -> Bearer:
    """What an operation asks of a token."""
    return Bearer(scope)
