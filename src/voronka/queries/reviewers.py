"""Who looks into a deal over its limit: the nearest active head up the tree of teams, else an administrator."""

from collections import defaultdict
from dataclasses import dataclass

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Role
from voronka.domain.reviews import reviewer
from voronka.models import User
from voronka.queries.actors import team_parents


@dataclass(frozen=True, slots=True)
class Leaders:
    """The tree of teams and who leads: read once for many deals."""

    parents: dict[TeamId, TeamId | None]
    heads: dict[TeamId, list[UserId]]
    administrators: list[UserId]

    def reviewer(self, team: int, seller: int | None) -> UserId | None:
        """Whose the review of a deal of this team and seller is; None where nobody leads."""
        who = None if seller is None else UserId(seller)
        return reviewer(TeamId(team), who, self.parents, self.heads, self.administrators)


def leaders() -> Leaders:
    """Who leads now. Two queries."""
    heads: dict[TeamId, list[UserId]] = defaultdict(list)
    administrators: list[UserId] = []
    rows = User.objects.filter(is_active=True, role__in=[Role.HEAD, Role.ADMIN]).order_by("id")
    for id, role, team in rows.values_list("id", "role", "team_id"):
        if role == Role.HEAD:
            heads[TeamId(team)].append(UserId(id))
        else:
            administrators.append(UserId(id))
    return Leaders(team_parents(), heads, administrators)


def reviewer_of(team: int, seller: int | None) -> UserId | None:
    """The same for one deal. Two queries."""
    return leaders().reviewer(team, seller)
