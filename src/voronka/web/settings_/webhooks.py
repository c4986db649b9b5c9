"""Settings of webhooks: who is told what, with which secret, and what became of each delivery."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.webhooks import (
    add_webhook,
    change_webhook,
    remove_webhook,
    renew_secret,
    send_again,
    send_failed_again,
    switch_webhook,
    try_webhook,
)
from voronka.domain.errors import Invalid
from voronka.domain.webhooks import DeliveryState
from voronka.queries.webhooks import (
    WebhookView,
    delivery_view,
    delivery_views,
    secret_of,
    webhook_view,
    webhook_views,
)
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import Form, as_form, gone, refused, saved, with_the_page_anew
from voronka.web.webhook_words import STATES, TONES, WHY_OFF, grouped, type_text

_FIELDS = ("url", "description", "everything")
_WORDS = {"states": STATES, "tones": TONES, "why_off": WHY_OFF, "type_text": type_text}
# How far back failed deliveries are sent again when nobody says otherwise.
_BACK = timedelta(days=1)


@require_safe
@for_administrators
def index(request: AppRequest) -> HttpResponse:
    """Every webhook."""
    return render(request, "settings_/webhooks.html", {"webhooks": webhook_views(), **_WORDS})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more; it is told of everything until somebody chooses."""
    if request.method != "POST":
        return render(request, "settings_/_webhook_new.html", as_form({}))
    values = form_values(request, *_FIELDS)
    try:
        made = add_webhook(
            by=request.actor, at=request.now, fields=values, events=(), request_id=request.request_id
        )
    except Invalid as invalid:
        return render(request, "settings_/_webhook_new.html", refused(values, invalid), status=422)
    return gone(request, "settings-webhook", made.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def one(request: AppRequest, webhook: int) -> HttpResponse:
    """A webhook with its deliveries. POST: its address and what it is told of."""
    found = webhook_view(webhook)
    if request.method != "POST":
        return _page(request, found)
    values, chosen = form_values(request, *_FIELDS), request.POST.getlist("events")
    events = [] if values["everything"] == "on" else chosen
    try:
        change_webhook(
            by=request.actor, at=request.now, webhook=webhook, fields=values, events=events,
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _page(request, found, form=refused(values, invalid), chosen=chosen, status=422)
    return HttpResponseRedirect(reverse("settings-webhook", args=[webhook]))


@require_POST
@for_administrators
def switch(request: AppRequest, webhook: int) -> HttpResponse:
    """Tell it, or no longer."""
    on = request.POST.get("on") == "1"
    switch_webhook(by=request.actor, at=request.now, webhook=webhook, on=on, request_id=request.request_id)
    return HttpResponseRedirect(reverse("settings-webhook", args=[webhook]))


@require_POST
@for_administrators
def remove(request: AppRequest, webhook: int) -> HttpResponse:
    """Take it away."""
    remove_webhook(by=request.actor, at=request.now, webhook=webhook, request_id=request.request_id)
    return gone(request, "settings-webhooks")


@never_cache
@require_safe
@for_administrators
def secret(request: AppRequest, webhook: int) -> HttpResponse:
    """The dialog that shows what it signs with."""
    return _secret(request, webhook, secret_of(webhook))


@never_cache
@require_POST
@for_administrators
def secret_renew(request: AppRequest, webhook: int) -> HttpResponse:
    """Another secret, shown in the dialog."""
    made = renew_secret(by=request.actor, at=request.now, webhook=webhook, request_id=request.request_id)
    return with_the_page_anew(_secret(request, webhook, made))


def _secret(request: AppRequest, webhook: int, secret: str) -> HttpResponse:
    shown = {"webhook": webhook_view(webhook), "secret": secret, "now": request.now}
    return render(request, "settings_/_hook_secret.html", shown)


@require_POST
@for_administrators
def attempt(request: AppRequest, webhook: int) -> HttpResponse:
    """Send a test."""
    try_webhook(by=request.actor, at=request.now, webhook=webhook)
    return saved(request, _("A test is on its way."), "settings-webhook", webhook)


@require_POST
@for_administrators
def again(request: AppRequest, webhook: int) -> HttpResponse:
    """Send everything again that has failed since a day."""
    count = send_failed_again(by=request.actor, at=request.now, webhook=webhook, since=_since(request))
    text = ngettext("%(num)s delivery is sent again.", "%(num)s deliveries are sent again.", count)
    return saved(request, text % {"num": count}, "settings-webhook", webhook)


def _since(request: AppRequest) -> datetime:
    try:
        day = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        day = localdate(request.now - _BACK)
    day = max(date(2000, 1, 1), min(day, date(2200, 1, 1)))
    return datetime.combine(day, time(), get_current_timezone())


@require_safe
@for_administrators
def delivery(request: AppRequest, delivery: int) -> HttpResponse:
    """The dialog of a delivery: what was sent, and what was answered each time."""
    found = delivery_view(delivery)
    body = json.dumps(json.loads(found.body), ensure_ascii=False, indent=2)
    return render(request, "settings_/_delivery.html", {"delivery": found, "body": body, **_WORDS})


@require_POST
@for_administrators
def delivery_again(request: AppRequest, delivery: int) -> HttpResponse:
    """Send it once more."""
    found = delivery_view(delivery)
    send_again(by=request.actor, at=request.now, delivery=delivery)
    return saved(request, _("It is sent again."), "settings-webhook", found.webhook)


def _page(
    request: AppRequest,
    found: WebhookView,
    *,
    form: Form | None = None,
    chosen: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    state = request.GET.get("state", "")
    wanted = DeliveryState(state) if state in set(DeliveryState) else None
    deliveries, older = delivery_views(found.id, wanted, whole_number(request.GET.get("before")))
    shown: dict[str, Any] = {
        **(form or as_form(_values(found))),
        **_WORDS,
        "webhook": found,
        "chosen": found.events if chosen is None else chosen,
        "groups": grouped(),
        "deliveries": deliveries,
        "older": older,
        "state": wanted.value if wanted is not None else "",
        "state_choices": [(one_of.value, label) for one_of, label in STATES.items()],
        "since": localdate(request.now - _BACK),
        "now": request.now,
    }
    return render(request, "settings_/webhook.html", shown, status=status)


def _values(found: WebhookView) -> dict[str, str]:
    return {
        "url": found.url,
        "description": found.description,
        "everything": "" if found.events else "on",
    }
