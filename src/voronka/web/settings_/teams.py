"""Settings of teams: the tree, grown, rearranged and pruned."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.teams import add_team, change_team, remove_team
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.accounts import TeamView
from voronka.queries.accounts import teams as team_tree
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down
from voronka.web.settings_.choices import team_options


@require_safe
@for_administrators
def index(request: AppRequest) -> HttpResponse:
    """The tree of teams."""
    return render(request, "settings_/teams.html", {"teams": team_tree()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a new team."""
    if request.method != "POST":
        values = {"parent": request.GET.get("parent", "")}
        return _dialog(request, None, as_form(values))
    given = form_values(request, "name", "parent")
    try:
        add_team(by=request.actor, at=request.now, **given, request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, None, refused(given, invalid), status=422)
    return saved(request, _("The team is added."), "settings-teams")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def one(request: AppRequest, team: int) -> HttpResponse:
    """The dialog of a team's name and the team above it."""
    found = next((view for view in team_tree() if view.id == team), None)
    if found is None:
        raise NotFound
    if request.method != "POST":
        values = {"name": found.name, "parent": str(found.parent or "")}
        return _dialog(request, found, as_form(values))
    given = form_values(request, "name", "parent")
    try:
        change_team(by=request.actor, at=request.now, team=team, **given, request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, found, refused(given, invalid), status=422)
    return saved(request, _("The team is saved."), "settings-teams")


@require_POST
@for_administrators
def remove(request: AppRequest, team: int) -> HttpResponse:
    """Remove an empty team."""
    try:
        remove_team(by=request.actor, at=request.now, team=team, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(Invalid({"team_removed": invalid.problems["team"]}))
    return saved(request, _("The team is removed."), "settings-teams")


def _dialog(request: AppRequest, found: TeamView | None, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, "found": found, "teams": team_options(team_tree())}
    return render(request, "settings_/_team.html", shown, status=status)
