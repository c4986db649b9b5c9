"""What an actor may see, as conditions on rows. Every read of deals, clients, tasks and events starts here."""

from typing import assert_never

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.domain.deal_links import LinkKind
from voronka.domain.hand_overs import OfferState
from voronka.domain.permissions import Actor, Everything, Holding, OfOwner, OfTeams, Role
from voronka.models import Company, Contact, Deal, DealLink, HandOverOffer, Task, User


def deal_condition(actor: Actor, prefix: str = "") -> Q:
    """The condition on a deal's row; `prefix` is the path to it, such as "deal__"."""
    match actor.policy.scope:
        case Everything():
            return Q()
        case OfTeams(teams):
            return Q(**{f"{prefix}team__in": teams})
        case OfOwner(user, team):
            return Q(**{f"{prefix}owner": user}) | Q(**{f"{prefix}owner": None, f"{prefix}team": team or -1})
        case other:
            assert_never(other)


def visible_deals(actor: Actor) -> QuerySet[Deal]:
    """The deals that the actor may see."""
    return Deal.objects.filter(deal_condition(actor))


def readable_condition(actor: Actor, prefix: str = "") -> Q:
    """As `deal_condition`, and those that go over to the actor: offered to them, or become what they see.

    For the page of one deal and what hangs on it; no list shows more than `deal_condition`.
    """
    if isinstance(actor.policy.scope, Everything):
        return Q()
    deal = OuterRef(f"{prefix}pk")
    waits = Q(state=OfferState.OPEN, deal__is_open=True)
    offered = HandOverOffer.objects.filter(waits | Q(state=OfferState.ACCEPTED), deal=deal, to=actor.id)
    became = DealLink.objects.filter(
        deal_condition(actor, "deal__"), origin=deal, kind=LinkKind.HAND_OVER
    )  # fmt: skip
    return deal_condition(actor, prefix) | Q(Exists(offered)) | Q(Exists(became))


def readable_deals(actor: Actor) -> QuerySet[Deal]:
    """The deals whose page the actor may read."""
    return Deal.objects.filter(readable_condition(actor))


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks of the deals that the actor may see."""
    return Task.objects.filter(deal_condition(actor, "deal__"))


def visible_contacts(actor: Actor) -> QuerySet[Contact]:
    """Contacts that the actor's scope holds, and those with a deal that the actor may see."""
    return Contact.objects.filter(_client_condition(actor, "contact"))


def visible_companies(actor: Actor) -> QuerySet[Company]:
    """Companies that the actor's scope holds, and those with a deal that the actor may see."""
    return Company.objects.filter(_client_condition(actor, "company"))


def _client_condition(actor: Actor, link: str) -> Q:
    scope = actor.policy.scope
    with_deal = Q(Exists(visible_deals(actor).filter(**{link: OuterRef("pk")})))
    match scope:
        case Everything():
            return Q()
        case OfTeams(teams):
            return Q(team__in=teams) | with_deal
        case OfOwner(user, _):
            return Q(owner=user) | with_deal
        case other:
            assert_never(other)


def assignable_users(actor: Actor) -> QuerySet[User]:
    """The active users whom the actor may give deals to."""
    users = User.objects.filter(is_active=True, team__isnull=False).order_by("name")
    if actor.role is Role.ADMIN:
        return users
    return users.filter(team__in=actor.teams)


def holding_of(row: Deal | Contact | Company) -> Holding:
    """What a right on this row is decided by."""
    return Holding(row.owner_id, row.team_id)  # type: ignore[arg-type]  # ids are plain ints in rows
