"""The set-up: choosing a shipped playbook by kind of business, and taking it in, with demo data or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.demonstration.laying import NoDemonstration
from voronka.commands.demonstration.showing import show_playbook
from voronka.commands.setup.playbooks import PlaybookIsThere, default_language, install_playbook
from voronka.queries.demonstration import why_not
from voronka.queries.shipped_playbooks import installed_playbooks, shipped_playbook
from voronka.web.addresses import address
from voronka.web.settings_ import wizard
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import gone
from voronka.web.settings_.demonstration_words import why_not_text
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from voronka.web.request import AppRequest


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """The methods; below them the chosen one, as the address says."""
    chosen, here = wizard.read_chosen(request.GET.dict()), installed_playbooks()
    context: dict[str, object] = {
        "cards": tuple(wizard.cards(chosen, get_language() or "en", here)),
        "book": None,
    }
    playbook = wizard.playbook_of(chosen)
    if playbook is not None:
        language = default_language(playbook, chosen.language or request.workspace.language)
        why = why_not()
        context |= {
            "book": wizard.shown(playbook, language, here),
            "forms": tuple(wizard.forms(chosen, language)),
            "languages": tuple(wizard.languages(chosen, playbook, language)),
            "why_not": None if why is None else why_not_text(why, playbook.key),
        }
    return render(request, "settings_/playbooks.html", context)


@require_POST
@for_the_method
def use(request: AppRequest, key: str) -> HttpResponse:
    """Take one in and go to its first pipeline; with demo data to where these are laid."""
    shipped = shipped_playbook(key)
    language = default_language(shipped.playbook, request.POST.get("language") or request.workspace.language)
    try:
        if "demo" in request.POST:
            show_playbook(
                by=request.actor, at=request.now, playbook=shipped.playbook, text=shipped.text,
                language=language, request_id=request.request_id,
            )  # fmt: skip
            return gone(request, "settings-demonstration")
        made = install_playbook(
            by=request.actor, at=request.now, playbook=shipped.playbook, text=shipped.text,
            language=language, request_id=request.request_id,
        )  # fmt: skip
    except PlaybookIsThere:
        return _refused(
            request, _("This playbook is in use already. Change its pipelines, or take another one.")
        )
    except NoDemonstration as refused:
        return _refused(request, why_not_text(refused.why, key))
    return gone(request, "settings-pipeline", made.pipelines[0].pk)


def _refused(request: AppRequest, text: str) -> HttpResponse:
    if not request.is_htmx:
        return HttpResponseRedirect(address("settings-pipelines"))
    response = HttpResponse(status=409)
    response.headers["HX-Trigger"] = toast_header(text, kind="error")
    response.headers["HX-Reswap"] = "none"
    return response
