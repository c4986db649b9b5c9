"""Teams: a tree that the administrator grows, rearranges and prunes."""

from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.calendar_rows import renew_calendars
from voronka.commands.due_days import recount_due_days
from voronka.commands.limits import recompute_limits
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.ids import TeamId
from voronka.domain.permissions import Actor, makes_a_circle, subtree
from voronka.domain.search_access import LARGEST_ID
from voronka.models import Company, Contact, Deal, SanctionRule, StageVisit, Task, Team, User
from voronka.queries.actors import team_parents

NAME_LENGTH = 80


def add_team(*, by: Actor, at: datetime, name: str, parent: str = "", request_id: str = "") -> Team:
    """A team, at the top or under another.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    with writing():
        clean = values.checked({"name": lambda: _name(name, None), "parent": lambda: _parent(parent, None)})
        row = Team.objects.create(name=clean["name"], parent_id=clean["parent"])
        if row.pk > LARGEST_ID:
            raise Invalid({"name": Problem.TOO_LARGE})
        renew_calendars()
        log_setup(What.TEAM, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id)
        return row


def change_team(*, by: Actor, at: datetime, team: int, name: str, parent: str, request_id: str = "") -> Team:
    """Rename a team, or put it under another with all that is below it.

    Raises:
        NotAllowed, NotFound
        Invalid: `parent` IN_USE when that would make the tree a circle.
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(team)
        before = _told(row)
        clean = values.checked({"name": lambda: _name(name, row), "parent": lambda: _parent(parent, row)})
        row.name, row.parent_id = clean["name"], clean["parent"]
        if before == _told(row):
            return row
        Team.objects.filter(pk=row.pk).update(name=row.name, parent_id=row.parent_id)
        renew_calendars()
        if row.parent_id != before["parent"]:
            # With another team above it may work by another calendar, and so may all below it.
            teams = subtree(TeamId(row.pk), team_parents())
            recompute_limits(Deal.objects.filter(team__in=teams))
            recount_due_days(Task.objects.filter(deal__team__in=teams))
        log_setup(What.TEAM, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id)
        return row


def remove_team(*, by: Actor, at: datetime, team: int, request_id: str = "") -> None:
    """Remove a team that nobody and nothing is in, nor ever was.

    Raises:
        NotAllowed, NotFound
        Invalid: `team` IN_USE.
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(team)
        if is_in_use(row.pk):
            raise Invalid({"team": Problem.IN_USE})
        Team.objects.filter(pk=row.pk).delete()
        renew_calendars()
        log_setup(What.TEAM, team, by=by, at=at, before=_told(row), after=None, request_id=request_id)


def is_in_use(team: int) -> bool:
    """Whether people, teams, deals (closed ones too), clients or the history are in it, or a rule of sanctions names it."""
    holders = (
        User.objects.filter(team=team),
        Team.objects.filter(parent=team),
        Deal.objects.filter(team=team),
        Contact.objects.filter(team=team),
        Company.objects.filter(team=team),
        StageVisit.objects.filter(team=team),
        # Without its last team a rule would hold for all of them.
        SanctionRule.objects.filter(teams=team),
    )
    return any(rows.exists() for rows in holders)


def _load(team: int) -> Team:
    row = Team.objects.filter(pk=team).first()
    if row is None:
        raise NotFound
    return row


def _name(text: str, own: Team | None) -> str:
    name = values.line(text, NAME_LENGTH, required=True)
    if Team.objects.filter(name__iexact=name).exclude(pk=0 if own is None else own.pk).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return name


def _parent(text: str, own: Team | None) -> int | None:
    if not text.strip():
        return None
    parent = values.whole_id(text)
    if not Team.objects.filter(pk=parent).exists():
        raise Bad(Problem.UNKNOWN_CHOICE)
    if own is not None and makes_a_circle(TeamId(own.pk), TeamId(parent), team_parents()):
        raise Bad(Problem.IN_USE)
    return parent


def _told(row: Team) -> dict[str, Any]:
    return {"name": row.name, "parent": row.parent_id}
