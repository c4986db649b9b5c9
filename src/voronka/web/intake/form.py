"""A form for other sites: shown in a frame by one script tag, or at its own address; it works without JavaScript.

The page has a content policy of its own: it may stand in a frame of the sites that its source names, and nowhere else.
It sets no cookie, and takes none for granted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from voronka.commands.intake import Arrival, take_in
from voronka.domain.errors import NotFound, TooManyAttempts
from voronka.domain.intake import OLDEST, QUICKEST, Spam, network_of
from voronka.domain.web_form import Ask, proves
from voronka.queries.web_forms import form_by_token
from voronka.web.account.visitor import address_of
from voronka.web.intake.form_words import THANKS, field_label, problems_of
from voronka.web.intake.stamp import Shown, read_stamp, stamp
from voronka.web.templating import built_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest

    from voronka.queries.web_forms import FormView

_AROUND_LENGTH = 500
# A field that people don't see and programs fill in.
HONEYPOT = "homepage"
_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The script that puts a form's frame where its tag stands. The same for all forms; other sites may run it."""
    del request
    response = HttpResponse(built_file("web_form_embed.js"), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The form, in its own language. POST: thanks, or the form again with what is missing and all that was typed."""
    now = timezone.now()
    try:
        form = form_by_token(token)
    except NotFound:
        return _bare(request, "intake/gone.html", 404)
    with translation.override(form.language):
        return _sent(request, form, now) if request.method == "POST" else _page(request, form, now, {}, {})


def _sent(request: HttpRequest, form: FormView, now: datetime) -> HttpResponse:
    given = {name: str(text)[:_AROUND_LENGTH] for name, text in request.POST.items() if name not in set(Ask)}
    typed = {one.ask.value: request.POST.get(one.ask, "").replace("\x00", "").strip() for one in form.fields}
    agreed = request.POST.get("consent") == "on"
    shown = read_stamp(given.get("stamp", ""), form.token, now)
    problems = problems_of(form, typed, agreed=agreed)
    if shown is None or now - shown.at > OLDEST:
        problems["form"] = _("The page was open for too long. Send it again, please: nothing is lost.")
        given.pop("stamp", None)
    if problems or shown is None:
        return _page(request, form, now, typed | given | {"consent": "on" if agreed else ""}, problems, 422)
    try:
        take_in(source=form.source, arrival=_arrival(request, form, typed, given, shown, now), at=now)
    except (TooManyAttempts, NotFound):
        told = {"form": _("Too many requests come from here. Try again in ten minutes, please.")}
        return _page(request, form, now, typed | given, told, 429)
    return _thanks(request, form)


def _arrival(
    request: HttpRequest,
    form: FormView,
    typed: Mapping[str, str],
    given: Mapping[str, str],
    shown: Shown,
    now: datetime,
) -> Arrival:
    labels = {one.ask.value: field_label(one) for one in form.fields}
    # A choice is told under the question that it answers; the rest by names that the intake knows.
    said = {labels[name] if name == Ask.CHOICE else name: text for name, text in typed.items() if text}
    around = {name: given[name] for name in ("page", "referrer") if given.get(name)}
    utm = {name: given[name] for name in _UTM if given.get(name)}
    consent = {"text": form.consent, "version": form.consent_version} if form.consent else None
    proof = given.get("proof", "")
    return Arrival(
        raw=json.dumps(said, ensure_ascii=False).encode(),
        content_type="application/json",
        circumstances={
            **around,
            **({"utm": utm} if utm else {}),
            **({"consent": consent} if consent else {}),
            "agent": request.headers.get("User-Agent", "")[:200],
        },
        network=network_of(address_of(request)),
        key=shown.nonce,
        spam=_spam(given, proof, shown, now),
        is_proven=bool(proof),
    )


def _spam(given: Mapping[str, str], proof: str, shown: Shown, now: datetime) -> Spam | None:
    if given.get(HONEYPOT):
        return Spam.HONEYPOT
    if now - shown.at < QUICKEST:
        return Spam.TOO_QUICK
    return Spam.WRONG_PROOF if proof and not proves(given["stamp"], proof) else None


def _page(
    request: HttpRequest,
    form: FormView,
    now: datetime,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    around = {name: request.GET.get(name, "")[:_AROUND_LENGTH] for name in ("page", "referrer", *_UTM)}
    around["page"] = around["page"] or request.headers.get("Referer", "")[:_AROUND_LENGTH]
    shown = {
        "form": form,
        "typed": typed,
        "problems": problems,
        "around": {name: typed.get(name) or text for name, text in around.items()},
        "stamp": typed.get("stamp") or stamp(form.token, now),
        "label": field_label,
        "honeypot": HONEYPOT,
        "address": reverse("web-form", args=[form.token]) + _again(request),
    }
    return _framed(render(request, "intake/form.html", shown, status=status), form)


def _again(request: HttpRequest) -> str:
    """Where it stands, told on, so that the form shows itself the same way again."""
    told = {"framed": "1"} if request.GET.get("framed") else {}
    return f"?{urlencode(told)}" if told else ""


def _thanks(request: HttpRequest, form: FormView) -> HttpResponse:
    shown = {"form": form, "text": form.thanks_text or str(THANKS)}
    return _framed(render(request, "intake/thanks.html", shown), form)


def _framed(response: HttpResponse, form: FormView) -> HttpResponse:
    sites = " ".join(form.origins) or "'none'"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; form-action 'self'; "
        f"base-uri 'none'; frame-ancestors {sites}"
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _bare(request: HttpRequest, template: str, status: int) -> HttpResponse:
    response = render(request, template, status=status)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors *"
    )
    return response
