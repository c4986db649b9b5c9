"""Who leads a team: told of what sellers ask for and of what nobody owns."""

from voronka.domain.ids import TeamId
from voronka.domain.permissions import Role, chain
from voronka.models import User
from voronka.queries.actors import team_parents


def heads_over(team: int) -> list[int]:
    """The active heads of the nearest team from here upwards that has any; without one, the administrators."""
    heads = list(
        User.objects.filter(is_active=True, role=Role.HEAD, team__isnull=False).values_list("id", "team_id")
    )
    for above in chain(TeamId(team), team_parents()):
        found = [id for id, of in heads if of == above]
        if found:
            return sorted(found)
    return sorted(User.objects.filter(is_active=True, role=Role.ADMIN).values_list("id", flat=True))
