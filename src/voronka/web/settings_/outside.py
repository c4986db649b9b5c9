"""Settings of how people are reached outside of the pages: the mail server and the Telegram bot."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.setup.outside import set_up_mail, set_up_telegram, try_mail, try_telegram
from voronka.domain.errors import Invalid
from voronka.domain.outside import Outside, Security
from voronka.queries.outside import attempt_at, mail_set_up, telegram_set_up
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import as_form, refused

_MAIL = ("address", "host", "port", "security", "user", "password", "forget_password", "sender")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def mail(request: AppRequest) -> HttpResponse:
    """The page, and saving the mail server."""
    if request.method != "POST":
        return _page(request, done=request.GET.get("saved", ""))
    given = form_values(request, *_MAIL)
    try:
        set_up_mail(by=request.actor, at=request.now, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        # Nothing typed is lost but the password: pages don't keep those.
        return _page(request, refused({**given, "password": ""}, invalid), status=422)
    return _back("mail")


@require_POST
@for_administrators
def mail_try(request: AppRequest) -> HttpResponse:
    """Send a mail to the address given; what the server answers is shown as soon as it has."""
    given = form_values(request, "to")
    try:
        try_mail(by=request.actor, at=request.now, language=request.user.language, **given)
    except Invalid as invalid:
        return _page(request, trial=refused(given, invalid), status=422)
    return _back()


@sensitive_post_parameters("token")
@require_POST
@for_administrators
def telegram(request: AppRequest) -> HttpResponse:
    """Take a bot's token in, or let go of the bot."""
    given = form_values(request, "token")
    token = "" if request.POST.get("remove") == "on" else given["token"]
    if not token.strip() and request.POST.get("remove") != "on":
        return _back()
    try:
        set_up_telegram(by=request.actor, at=request.now, token=token, request_id=request.request_id)
    except Invalid as invalid:
        return _page(request, bot=refused({}, invalid), status=422)
    return _back()


@require_POST
@for_administrators
def telegram_try(request: AppRequest) -> HttpResponse:
    """Ask Telegram anew who the bot is."""
    try_telegram(by=request.actor, at=request.now)
    return _back()


def _back(saved: str = "") -> HttpResponse:
    query = f"?saved={saved}" if saved else ""
    return HttpResponseRedirect(f"{reverse('settings-mail')}{query}")


def _page(
    request: AppRequest, form: Any = None, *, done: str = "", status: int = 200, **others: Any
) -> HttpResponse:
    shown = {
        **(form or as_form(_values(request))),
        "trial": others.get("trial") or as_form({"to": request.user.email}),
        "bot": others.get("bot") or as_form({}),
        "mail": mail_set_up(),
        "telegram": telegram_set_up(),
        "mail_attempt": attempt_at(Outside.MAIL),
        "telegram_attempt": attempt_at(Outside.TELEGRAM),
        "securities": _securities(),
        "address_is_fixed": bool(settings.SITE),
        "done": done,
    }
    return render(request, "settings_/outside.html", shown, status=status)


def _values(request: AppRequest) -> Mapping[str, str]:
    here = mail_set_up()
    return {
        "address": here.address or f"{request.scheme}://{request.get_host()}",
        "host": here.host,
        "port": str(here.port) if here.host else "",
        "security": here.security,
        "user": here.user,
        "sender": here.sender,
    }


def _securities() -> list[tuple[str, str]]:
    return [
        (Security.STARTTLS, _("STARTTLS, port 587")),
        (Security.TLS, _("TLS, port 465")),
        (Security.NONE, _("None: only in your own network")),
    ]
