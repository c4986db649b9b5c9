"""The acting user as the domain sees them."""

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Role, subtree
from voronka.models import User
from voronka.queries.statements import fetch


def team_parents() -> dict[TeamId, TeamId | None]:
    """Each team's id with the id of the team above it. One query, in SQL: every page of a head asks."""
    rows = fetch("SELECT id, parent_id FROM voronka_team", ())
    return {TeamId(id): None if parent is None else TeamId(parent) for id, parent in rows}


def actor_of(user: User) -> Actor:
    """The actor that a logged-in user is. One query for a head, none for others."""
    role = Role(user.role)
    team = None if user.team_id is None else TeamId(user.team_id)
    teams: frozenset[TeamId] = frozenset()
    if team is not None:
        teams = subtree(team, team_parents()) if role is Role.HEAD else frozenset({team})
    return Actor(UserId(user.pk), user.name, role, team, teams, user.is_product_owner)
