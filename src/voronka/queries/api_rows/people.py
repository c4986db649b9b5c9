"""Users and teams as the API tells them: colleagues to those who lead, to a seller only themselves and their team."""

from typing import Any

from django.db.models import Q

from voronka.domain.permissions import PEOPLE, Actor, Role
from voronka.models import Reason, Source, Team, User

Row = dict[str, Any]


def user_rows(actor: Actor, *, after: int, most: int) -> list[Row]:
    """All to administrators, those of their teams to heads, to sellers only themselves; by id. One query."""
    rows = User.objects.filter(role__in=PEOPLE, id__gt=after).order_by("id")
    if actor.role is Role.HEAD:
        rows = rows.filter(Q(team__in=actor.teams) | Q(pk=actor.id))
    elif actor.role is not Role.ADMIN:
        rows = rows.filter(pk=actor.id)
    found: list[Any] = list(
        rows.values("id", "name", "email", "role", "team_id", "time_zone", "is_active")[:most]
    )
    return found


def team_rows(actor: Actor) -> list[Row]:
    """The teams whose deals the actor may see, by id. One query."""
    rows = Team.objects.order_by("id")
    if actor.role is not Role.ADMIN:
        rows = rows.filter(pk__in=actor.teams)
    found: list[Any] = list(rows.values("id", "name", "parent_id"))
    return found


def reason_rows() -> list[Row]:
    """Why deals are lost or postponed: what may be chosen, in its order. One query."""
    rows = Reason.objects.filter(is_retired=False).order_by("exit", "position", "id")
    found: list[Any] = list(rows.values("id", "exit", "name", "asks_competitor"))
    return found


def source_rows() -> list[Row]:
    """Where requests come from: what may be chosen, by name. One query."""
    found: list[Any] = list(
        Source.objects.filter(is_active=True).order_by("name", "id").values("id", "name", "kind")
    )
    return found
