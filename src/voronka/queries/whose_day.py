"""Whose day a person looks at: their own, or, who leads, that of one of their sellers."""

from dataclasses import dataclass

from django.db.models import QuerySet

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.models import User
from voronka.queries.visibility import assignable_users

# Counts of the day go on to this, and are told as 100+ then.
MOST = 100


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose day is shown: the actor's own (`person` is the actor) or that of a seller of theirs."""

    actor: Actor
    person: int
    name: str

    @property
    def is_own(self) -> bool:
        """Whether the actor looks at their own day."""
        return self.person == self.actor.id

    @property
    def is_team(self) -> bool:
        """Whether the figures are of the whole scope: a head's own day."""
        return self.is_own and self.actor.policy.leads


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody whose day a head may look at."""

    id: int
    name: str


def whose_day(actor: Actor, seller: int | None) -> Whose:
    """Whose day the actor asks for.

    Raises:
        NotFound: the seller is unknown, or not one of the actor's teams.
    """
    if seller is None or seller == actor.id:
        return Whose(actor, actor.id, actor.name)
    found = _sellers(actor).filter(pk=seller).first()
    if found is None:
        raise NotFound
    return Whose(actor, found.pk, found.name)


def sellers_of(actor: Actor) -> list[Seller]:
    """The people whose day the actor may look at, by name; empty for a seller."""
    return [Seller(user.pk, user.name) for user in _sellers(actor)]


def _sellers(actor: Actor) -> QuerySet[User]:
    return assignable_users(actor).exclude(pk=actor.id) if actor.policy.leads else User.objects.none()
