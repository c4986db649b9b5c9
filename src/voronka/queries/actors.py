"""The acting user as the domain sees them."""

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Role, subtree
from voronka.models import Team, User


def team_parents() -> dict[TeamId, TeamId | None]:
    """Each team's id with the id of the team above it."""
    parents: dict[TeamId, TeamId | None] = {}
    for team in Team.objects.all():
        parents[TeamId(team.pk)] = None if team.parent_id is None else TeamId(team.parent_id)
    return parents


def actor_of(user: User) -> Actor:
    """The actor that a logged-in user is. One query for a head, none for others."""
    role = Role(user.role)
    team = None if user.team_id is None else TeamId(user.team_id)
    teams: frozenset[TeamId] = frozenset()
    if team is not None:
        teams = subtree(team, team_parents()) if role is Role.HEAD else frozenset({team})
    return Actor(UserId(user.pk), user.name, role, team, teams, user.is_product_owner)
