"""Tokens of the API as the pages show them: what they may do and when they were used, never the secret."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from voronka.domain.api_tokens import Scope, scopes_of
from voronka.domain.errors import NotAllowed
from voronka.domain.permissions import PEOPLE, Actor
from voronka.models import ApiToken, User


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token that opens something, or did until it ran out. `ending`: its last characters; `user`: as whom it acts."""

    id: int
    name: str
    ending: str
    scopes: tuple[Scope, ...]
    is_service: bool
    user: str
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    is_over: bool


def own_tokens(actor: Actor, now: datetime) -> list[TokenView]:
    """The actor's own, without those that were revoked, the newest first. One query."""
    return _views(ApiToken.objects.filter(user=actor.id, is_service=False), now)


def all_tokens(actor: Actor, now: datetime) -> list[TokenView]:
    """Everybody's and the services', for administrators. One query.

    Raises:
        NotAllowed
    """
    if not actor.policy.may_manage_users:
        raise NotAllowed
    return _views(ApiToken.objects.filter(Q(user__is_active=True)), now)


def service_users() -> list[tuple[int, str]]:
    """As whom a service may act: id and name, by name. One query."""
    return list(
        User.objects.filter(role__in=PEOPLE, is_active=True).order_by("name", "id").values_list("id", "name")
    )


def _views(rows: QuerySet[ApiToken], now: datetime) -> list[TokenView]:
    found = rows.filter(revoked_at=None).select_related("user", "made_by").order_by("-made_at", "-id")
    return [
        TokenView(
            id=row.pk,
            name=row.name,
            ending=row.ending,
            scopes=scopes_of(row.scopes),
            is_service=row.is_service,
            user=row.user.name,
            made_by=row.made_by.name,
            made_at=row.made_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            is_over=row.expires_at is not None and row.expires_at <= now,
        )
        for row in found
    ]
