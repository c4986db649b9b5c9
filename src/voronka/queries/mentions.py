"""Whom a note mentions: colleagues who may see the deal, by `@Name`."""

from voronka.domain.permissions import Role
from voronka.domain.permissions import chain as teams_above
from voronka.models import Deal, User
from voronka.queries.actors import team_parents


def mentionable(deal: Deal) -> list[User]:
    """Who may be mentioned on a deal: its owner, the heads above its team, and administrators."""
    heads_of = set(teams_above(deal.team_id, team_parents()))  # type: ignore[arg-type]  # plain ints in rows
    people = User.objects.filter(is_active=True).order_by("name")
    return [
        user
        for user in people
        if user.pk == deal.owner_id
        or user.role == Role.ADMIN
        or (user.role == Role.HEAD and user.team_id in heads_of)
    ]


def mentioned(text: str, deal: Deal) -> list[User]:
    """The colleagues whose full name stands in the text after an @, whatever the case."""
    if "@" not in text:
        return []
    lowered = text.casefold()
    return [user for user in mentionable(deal) if f"@{user.name.casefold()}" in lowered]
