"""The acting user as the domain sees them."""

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Role, subtree
from voronka.models import Team, User


def team_parents() -> dict[TeamId, TeamId | None]:
    """Each team's id with the id of the team above it."""
    return {TeamId(id): parent and TeamId(parent) for id, parent in Team.objects.values_list("id", "parent_id")}


def actor_of(user: User) -> Actor:
    """The actor that a logged-in user is. One query for a head, none for others."""
    role = Role(user.role)
    team = None if user.team_id is None else TeamId(user.team_id)
    teams: frozenset[TeamId] = frozenset()
    if team is not None:
        teams = subtree(team, team_parents()) if role is Role.HEAD else frozenset({team})
    return Actor(UserId(user.pk), user.name, role, team, teams)
