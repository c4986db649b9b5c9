"""Users and teams as the administrator sees them: who there is, what is theirs, what stands in the way."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from django.db.models import Sum

from voronka.domain.errors import NotFound
from voronka.domain.permissions import PEOPLE, Actor, Everything, OfOwner, OfTeams, Role
from voronka.models import Company, Contact, Deal, StageCount, StageFlow, Team, User
from voronka.queries.persons import Person


@dataclass(frozen=True, slots=True)
class UserView:
    """A user in the list of users."""

    id: int
    name: str
    email: str
    role: Role
    team: int | None
    team_name: str
    language: str
    time_zone: str
    is_active: bool
    is_product_owner: bool
    last_login: datetime | None
    open_deals: int
    clients: int = 0


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team in the tree. `depth` is 0 at the top; `members` and `open_deals` are its own, without those below."""

    id: int
    name: str
    parent: int | None
    depth: int
    members: int
    heads: tuple[str, ...]
    open_deals: int
    is_removable: bool


def users() -> list[UserView]:
    """Every user, those who may log in first, by name. For administrators."""
    rows = User.objects.filter(role__in=PEOPLE).select_related("team").order_by("-is_active", "name", "id")
    deals = _open_deals_by("owner_key")
    return [_user(row, deals) for row in rows]


def user_of(user: int) -> UserView:
    """One user, with how many clients are theirs. For administrators.

    Raises:
        NotFound
    """
    row = User.objects.select_related("team").filter(pk=user, role__in=PEOPLE).first()
    if row is None:
        raise NotFound
    clients = Contact.objects.filter(owner=row).count() + Company.objects.filter(owner=row).count()
    return replace(_user(row, _open_deals_by("owner_key")), clients=clients)


def receivers(user: int) -> list[UserView]:
    """Who can take over what a user leaves: everybody else who works in a team."""
    return [view for view in users() if view.is_active and view.team is not None and view.id != user]


def colleagues(actor: Actor) -> list[Person]:
    """Everybody whose deals the actor may see, those who have left last, by name."""
    rows = User.objects.filter(team__isnull=False).order_by("-is_active", "name", "id")
    match actor.policy.scope:
        case Everything():
            found = rows
        case OfTeams(teams):
            found = rows.filter(team__in=teams)
        case OfOwner(user, _):
            found = rows.filter(pk=user)
        case other:
            assert_never(other)
    return [Person(id, name) for id, name in found.values_list("id", "name")]


def _user(row: User, deals: Mapping[int, int]) -> UserView:
    return UserView(
        id=row.pk,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        team=row.team_id,
        team_name="" if row.team is None else row.team.name,
        language=row.language,
        time_zone=row.time_zone,
        is_active=row.is_active,
        is_product_owner=row.is_product_owner,
        last_login=row.last_login,
        open_deals=deals[row.pk],
    )


def _open_deals_by(column: str) -> Mapping[int, int]:
    sums = StageCount.objects.values_list(column).annotate(n=Sum("deals"))
    return Counter(dict(sums))


def teams() -> list[TeamView]:
    """The tree, each team followed by those below it, by name."""
    rows = list(Team.objects.order_by("name", "id"))
    below: defaultdict[int | None, list[Team]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    people = _people_by_team()
    deals, kept = _open_deals_by("team"), _teams_in_history()
    ordered: list[TeamView] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below[parent]:
            members = people[row.pk]
            ordered.append(
                TeamView(
                    id=row.pk,
                    name=row.name,
                    parent=row.parent_id,
                    depth=depth,
                    members=len(members),
                    heads=tuple(m.name for m in members if m.role == Role.HEAD and m.is_active),
                    open_deals=deals[row.pk],
                    is_removable=not members and not below[row.pk] and row.pk not in kept,
                )
            )
            walk(row.pk, depth + 1)

    walk(None, 0)
    return ordered


def _people_by_team() -> Mapping[int | None, list[User]]:
    people: defaultdict[int | None, list[User]] = defaultdict(list)
    for user in User.objects.filter(role__in=PEOPLE).order_by("name"):
        people[user.team_id].append(user)
    return people


def _teams_in_history() -> set[int]:
    """Teams that deals, clients or stays at stages are or were of. Stays that ended are counted by team."""
    found = set(StageFlow.objects.filter(visits__gt=0).values_list("team_id", flat=True).distinct())
    for team in Team.objects.exclude(pk__in=found).values_list("id", flat=True):
        if any(model.objects.filter(team=team).exists() for model in (Deal, Contact, Company)):
            found.add(team)
    return found
