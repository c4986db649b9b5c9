"""Who one is, and the users and teams that one may know of."""

from django.http import HttpResponseBase
from ninja import Query, Router, Schema

from voronka.api.answers import listed, told
from voronka.api.caller import ApiRequest, Bearer, needs
from voronka.api.paging import Page, Slice, page
from voronka.domain.api_tokens import Scope
from voronka.domain.permissions import Role
from voronka.queries.api_rows.people import team_rows, user_rows

router = Router(tags=["People"])
READ = needs(Scope.PEOPLE_READ)


class Me(Schema):
    """As whom the token acts, and what it may be used for."""

    id: int
    name: str
    role: Role
    team_id: int | None
    token: str
    scopes: list[Scope]


class UserTold(Schema):
    """A user."""

    id: int
    name: str
    email: str
    role: Role
    team_id: int | None
    time_zone: str
    is_active: bool


class TeamTold(Schema):
    """A team; teams form a tree."""

    id: int
    name: str
    parent_id: int | None


class Teams(Schema):
    """The teams whose deals one may see."""

    items: list[TeamTold]


@router.get("/me", auth=Bearer(), response=Me)
def get_me(request: ApiRequest) -> HttpResponseBase:
    """As whom this token acts. Every token may ask it."""
    caller = request.auth
    me = Me(
        id=caller.actor.id, name=caller.actor.name, role=caller.actor.role, team_id=caller.actor.team,
        token=caller.name, scopes=[scope for scope in Scope if scope in caller.scopes],
    )  # fmt: skip
    return told(request, me)


@router.get("/users", auth=READ, response=Page[UserTold])
def list_users(request: ApiRequest, part: Query[Slice]) -> HttpResponseBase:
    """Users: all to administrators, those of their teams to heads, only themselves to sellers."""
    rows = user_rows(request.auth.actor, after=part.begin("users"), most=part.most)
    return listed(page(rows, part, "users", UserTold))


@router.get("/teams", auth=READ, response=Teams)
def list_teams(request: ApiRequest) -> HttpResponseBase:
    """Teams: all to administrators, one's own with those below to others."""
    return listed(Teams(items=[TeamTold(**row) for row in team_rows(request.auth.actor)]))
