"""Tokens of the API: one's own, and for administrators everybody's and the services'."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.api_tokens import make_token, revoke_token
from voronka.domain.api_tokens import TERMS
from voronka.domain.errors import Invalid
from voronka.queries.api_tokens import all_tokens, own_tokens, service_users
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import Form, as_form, refused, saved, with_the_page_anew
from voronka.web.token_words import SCOPES, scope_names, term_name


@require_safe
def own(request: AppRequest) -> HttpResponse:
    """One's own tokens."""
    shown = {"tokens": own_tokens(request.actor, request.now), "scope_names": scope_names}
    return render(request, "settings_/own_tokens.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_new(request: AppRequest) -> HttpResponse:
    """The dialog of a new token; the answer shows its secret, this once."""
    return _new(request, service=False)


@require_safe
@for_administrators
def index(request: AppRequest) -> HttpResponse:
    """Everybody's tokens and the services'."""
    shown = {"tokens": all_tokens(request.actor, request.now), "scope_names": scope_names}
    return render(request, "settings_/tokens.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a service's token."""
    return _new(request, service=True)


@require_POST
def revoke(request: AppRequest, token: int) -> HttpResponse:
    """Let a token open nothing any more."""
    revoke_token(by=request.actor, at=request.now, token=token, request_id=request.request_id)
    return saved(request, _("The token opens nothing any more."), "tokens")


def _new(request: AppRequest, *, service: bool) -> HttpResponse:
    if request.method != "POST":
        return _dialog(request, as_form({"days": "90"}), [], service=service)
    values = form_values(request, "name", "days", "user")
    scopes = request.POST.getlist("scopes")
    days = whole_number(values["days"])
    user = (whole_number(values["user"]) or 0) if service else None
    try:
        made = make_token(
            by=request.actor, at=request.now, name=values["name"], scopes=scopes,
            days=-1 if days is None else days, service_of=user, request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, refused(values, invalid), scopes, service=service, status=422)
    answer = render(request, "settings_/_token_made.html", {"secret": made.secret, "host": _host(request)})
    return with_the_page_anew(answer)


def _host(request: AppRequest) -> str:
    return request.build_absolute_uri("/api/v1/me")


def _dialog(
    request: AppRequest, form: Form, chosen: list[str], *, service: bool, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        **form,
        "chosen": chosen,
        "scopes": [(scope.value, words) for scope, words in SCOPES.items()],
        "terms": [(str(days), term_name(days)) for days in TERMS],
        "people": service_users() if service else [],
        "service": service,
    }
    return render(request, "settings_/_token_new.html", shown, status=status)
