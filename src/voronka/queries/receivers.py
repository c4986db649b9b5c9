"""To whom an actor may give deals."""

from dataclasses import dataclass

from voronka.domain.permissions import Actor
from voronka.queries.visibility import assignable_users


@dataclass(frozen=True, slots=True)
class Receiver:
    """A user and their team."""

    id: int
    name: str
    team: str

    @property
    def label(self) -> str:
        """The name with the team, as people of two teams may share one."""
        return f"{self.name} · {self.team}"


def receivers(actor: Actor, *, without: int | None = None) -> tuple[Receiver, ...]:
    """Whom the actor may choose, by name, `without` whoever has it already. One query."""
    rows = assignable_users(actor).exclude(pk=without or 0).values_list("id", "name", "team__name")
    return tuple(Receiver(id, name, team or "") for id, name, team in rows)


def may_receive(actor: Actor, user: int) -> bool:
    """Whether the actor may give a task to this user: to themselves, or to whom they may give deals. One query at most."""
    return user == actor.id or assignable_users(actor).filter(pk=user).exists()
