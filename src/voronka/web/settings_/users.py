"""Settings of users: invited, changed, given a new password, shut out with a hand-over."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.accounts import (
    Invitation,
    activate_user,
    change_user,
    deactivate_user,
    invite_user,
    reset_password,
)
from voronka.domain.errors import Invalid
from voronka.domain.permissions import Role
from voronka.queries.accounts import UserView, receivers, teams, user_of, users
from voronka.queries.workspace import workspace
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down, with_the_page_anew
from voronka.web.settings_.choices import languages, team_options, time_zones
from voronka.web.wording import choices, role_name

_FIELDS = ("name", "email", "role", "team", "language", "time_zone", "product_owner")


@require_safe
@for_administrators
def index(request: AppRequest) -> HttpResponse:
    """Every user."""
    return render(request, "settings_/users.html", {"users": users(), "role_name": role_name})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: AppRequest) -> HttpResponse:
    """The dialog of inviting; the answer shows the password, this once."""
    if request.method != "POST":
        here = workspace()
        values = {"role": Role.SELLER, "language": here.language, "time_zone": here.time_zone}
        return _dialog(request, None, as_form(values))
    given = form_values(request, *_FIELDS)
    try:
        made = invite_user(by=request.actor, at=request.now, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, None, refused(given, invalid), status=422)
    return _password_dialog(request, made, is_new=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def one(request: AppRequest, user: int) -> HttpResponse:
    """The dialog of one user."""
    found = user_of(user)
    if request.method != "POST":
        return _dialog(request, found, as_form(_values(found)))
    given = form_values(request, *_FIELDS)
    try:
        change_user(by=request.actor, at=request.now, user=user, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, found, refused(given, invalid), status=422)
    return saved(request, _("The user is saved."), "settings-users")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def deactivate(request: AppRequest, user: int) -> HttpResponse:
    """The dialog of shutting a user out, with who takes over."""
    found = user_of(user)
    values = form_values(request, "receiver")
    if request.method != "POST":
        return _deactivate_dialog(request, found, as_form(values))
    try:
        deactivate_user(
            by=request.actor,
            at=request.now,
            user=user,
            receiver=whole_number(values["receiver"]),
            request_id=request.request_id,
        )
    except Invalid as invalid:
        if "user" in invalid.problems:
            return turned_down(Invalid({"role": invalid.problems["user"]}))
        return _deactivate_dialog(request, found, refused(values, invalid), status=422)
    text = _("%(name)s can’t log in any more.") % {"name": found.name}
    return saved(request, text, "settings-users")


@never_cache
@require_POST
@for_administrators
def activate(request: AppRequest, user: int) -> HttpResponse:
    """Let a user in again; the answer shows the new password, this once."""
    made = activate_user(by=request.actor, at=request.now, user=user, request_id=request.request_id)
    return _password_dialog(request, made, is_new=False)


@never_cache
@require_POST
@for_administrators
def password(request: AppRequest, user: int) -> HttpResponse:
    """Give a user a new password; the answer shows it, this once."""
    made = reset_password(by=request.actor, at=request.now, user=user, request_id=request.request_id)
    return _password_dialog(request, made, is_new=False)


def _values(user: UserView) -> Mapping[str, str]:
    return {
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "team": str(user.team or ""),
        "language": user.language,
        "time_zone": user.time_zone,
        "product_owner": "on" if user.is_product_owner else "",
    }


def _dialog(request: AppRequest, found: UserView | None, form: Form, status: int = 200) -> HttpResponse:
    shown = {
        **form,
        "found": found,
        "roles": choices(Role),
        "teams": team_options(teams()),
        "languages": languages(),
        "time_zones": time_zones(request.now),
    }
    return render(request, "settings_/_user.html", shown, status=status)


def _deactivate_dialog(request: AppRequest, found: UserView, form: Form, status: int = 200) -> HttpResponse:
    # Colleagues of the same team first: most hand-overs stay there.
    others = sorted(receivers(found.id), key=lambda view: (view.team != found.team, view.name))
    options = [(view.id, f"{view.name} — {view.team_name}") for view in others]
    shown = {**form, "found": found, "options": options}
    return render(request, "settings_/_user_deactivate.html", shown, status=status)


def _password_dialog(request: AppRequest, made: Invitation, *, is_new: bool) -> HttpResponse:
    shown = {"name": made.user.name, "email": made.user.email, "password": made.password, "is_new": is_new}
    return with_the_page_anew(render(request, "settings_/_password.html", shown))
