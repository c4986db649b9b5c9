"""A new deal with the client of a won one, and the term of a service contract."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.continuing import Continuation, NewTerm, change_term, continue_deal
from voronka.domain.deal_links import LinkKind
from voronka.domain.errors import Invalid
from voronka.queries.continuing import Term, Won, term_to_edit, won_to_continue
from voronka.queries.deal_row import deal_row
from voronka.web.asked import options
from voronka.web.changes import change_of, done
from voronka.web.due_times import local_today
from voronka.web.errors.wording import problem_texts
from voronka.web.labels import LED_TO
from voronka.web.request import AppRequest, form_values

if TYPE_CHECKING:
    from datetime import datetime

    from voronka.queries.deal_brief import DealBrief

_NAMES = ("kind", "title", "amount", "currency", "begins_on", "ends_on", "remind_days")
_TERM = ("begins_on", "ends_on", "remind_days")
KINDS = (LinkKind.REPEAT, LinkKind.UPSELL, LinkKind.SERVICE)
USUAL_NOTICE = 30


@require_http_methods(["GET", "POST"])
def continue_(request: AppRequest, deal: int) -> HttpResponse:
    """The dialog of a new deal with this client; made, it says so with the way there."""
    won = won_to_continue(request.actor, deal)
    if request.method == "GET":
        return _to_page(request, deal) or _dialog(request, won, _begun(won, request.now))
    typed = form_values(request, *_NAMES)
    try:
        made = continue_deal(
            by=request.actor, at=request.now, origin=deal, new=_continuation(typed), request_id=request.request_id
        )  # fmt: skip
    except Invalid as refusal:
        return _dialog(request, won, typed, problem_texts(refusal))
    return done(
        _("Deal created"),
        change_of(deal_row(request.actor, deal)),
        more=made.title,
        action={"text": _("Open"), "url": reverse("deal", args=[made.pk])},
    )


@require_http_methods(["GET", "POST"])
def term(request: AppRequest, deal: int) -> HttpResponse:
    """The dialog of a service contract's term."""
    brief, found = term_to_edit(request.actor, deal)
    if request.method == "GET":
        return _to_page(request, deal) or _term_dialog(request, brief, _told(found))
    typed = form_values(request, *_TERM)
    try:
        changed = change_term(
            by=request.actor, at=request.now, deal=deal, term=_new_term(typed), request_id=request.request_id
        )
    except Invalid as refusal:
        return _term_dialog(request, brief, typed, problem_texts(refusal))
    return done(_("The term is saved."), change_of(changed))


def _to_page(request: AppRequest, deal: int) -> HttpResponse | None:
    """A dialog's address that is opened by itself shows the deal's page."""
    return None if request.is_htmx else HttpResponseRedirect(reverse("deal", args=[deal]))


def _begun(won: Won, now: datetime) -> dict[str, str]:
    """A year from tomorrow on, for nearly every contract is of one."""
    begins = local_today(now) + timedelta(days=1)
    return {
        "kind": LinkKind.REPEAT.value,
        "title": won.title,
        "amount": "",
        "currency": won.currency,
        "begins_on": begins.isoformat(),
        "ends_on": (begins + timedelta(days=364)).isoformat(),
        "remind_days": str(USUAL_NOTICE),
    }


def _continuation(typed: dict[str, str]) -> Continuation:
    kind = next((one for one in KINDS if one.value == typed["kind"]), LinkKind.REPEAT)
    new_term = _new_term(typed) if kind is LinkKind.SERVICE else None
    return Continuation(kind, typed["title"], typed["amount"], typed["currency"], new_term)


def _new_term(typed: dict[str, str]) -> NewTerm:
    return NewTerm(
        typed["begins_on"], typed["ends_on"], typed["remind_days"], _("Talk about renewing the contract")
    )


def _told(found: Term) -> dict[str, str]:
    return {
        "begins_on": found.begins_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "remind_days": str(found.remind_days),
    }


def _dialog(
    request: AppRequest, won: Won, typed: dict[str, str], errors: dict[str, str] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "won": won,
        "deal": won.deal,
        "typed": typed,
        "errors": defaultdict(str, errors or {}),
        "kinds": options({kind: LED_TO[kind] for kind in KINDS}),
        "currencies": [(code, code) for code in won.currencies],
        "owner": "" if won.deal.owner is None else won.deal.owner.name,
    }
    return render(request, "continuing/dialog.html", context, status=422 if errors else 200)


def _term_dialog(
    request: AppRequest, deal: DealBrief, typed: dict[str, str], errors: dict[str, str] | None = None
) -> HttpResponse:
    context = {"deal": deal, "typed": typed, "errors": defaultdict(str, errors or {})}
    return render(request, "continuing/term.html", context, status=422 if errors else 200)
