"""The ledger of sanctions: a seller's own, a head's teams', what waits for a decision, and the steps."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from voronka.commands.sanctions import confirm_alike, take_step
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.sanctions import State, Step
from voronka.queries import sanctions as queries
from voronka.queries.sanction_rules import terms
from voronka.web.addresses import address
from voronka.web.errors.wording import problem_texts
from voronka.web.formatting import month_year, number
from voronka.web.request import whole_number
from voronka.web.sanction_access import while_sanctions_are_on
from voronka.web.sanction_words import (
    DONE,
    ICONS,
    QUESTIONS,
    STATES,
    STEPS,
    TONES,
    fact_text,
    grace_text,
    rule_text,
    worth_text,
)
from voronka.web.sanctions.export import csv_of
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voronka.queries.sanctions import Entry, Wanted
    from voronka.web.request import AppRequest


@require_safe
@while_sanctions_are_on
def index(request: AppRequest) -> HttpResponse:
    """The page."""
    wanted, leads = _wanted(request), request.actor.policy.leads
    to_decide = queries.to_decide(request.actor, request.now)
    ledger = queries.ledger(request.actor, wanted, request.now, whole_number(request.GET.get("before")))
    shown = {
        "ledger": ledger,
        "to_decide": to_decide,
        "alike": _first_alike(to_decide),
        "sums": queries.sums(request.actor, wanted),
        "wanted": wanted,
        "query": _query(wanted),
        "older": "" if ledger.older is None else _query(wanted, before=str(ledger.older)),
        "sellers": [(one.id, one.name) for one in queries.sellers_of(request.actor)] if leads else [],
        "months": [(f"{month:%Y-%m}", month_year(month)) for month in queries.months_of(request.actor)],
        "month": "" if wanted.month is None else f"{wanted.month:%Y-%m}",
        "states": [(state.value, label) for state, label in STATES.items()],
        "leads": leads,
        "appeal_days": terms().appeal_days,
        **_words(),
    }
    return render(request, "sanctions/page.html", shown)


@require_safe
@while_sanctions_are_on
def table(request: AppRequest) -> HttpResponse:
    """The ledger as it is filtered, as CSV.

    Raises:
        NotAllowed
    """
    if not request.actor.policy.may_export:
        raise NotAllowed
    text = csv_of(queries.exported(request.actor, _wanted(request)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sanctions-{request.now:%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@while_sanctions_are_on
def take(request: AppRequest, sanction: int, step: str) -> HttpResponse:
    """The dialog of one step. POST: 204 taken, 422 what is missing."""
    if step not in set(Step):
        raise NotFound
    wanted = Step(step)
    entry = queries.entry_for(request.actor, sanction, wanted)
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("sanctions"))
        return _dialog(request, entry, wanted, "")
    words = request.POST.get("words", "")
    try:
        take_step(
            by=request.actor, at=request.now, sanction=sanction, step=wanted, words=words,
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        return _dialog(request, entry, wanted, words, refusal)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = toast_header(
        str(DONE[wanted]), more=entry.rule, close_dialog={}, sanctions_changed={}
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@while_sanctions_are_on
def take_alike(request: AppRequest, sanction: int) -> HttpResponse:
    """The dialog of confirming all that a rule entered for one seller: what it lists is confirmed. POST: 204, 422."""
    if request.method != "POST":
        dialog = _alike(request, sanction, "")
        return dialog if request.is_htmx else HttpResponseRedirect(reverse("sanctions"))
    words = request.POST.get("words", "")
    ids = [id for text in request.POST.getlist("ids") if (id := whole_number(text)) is not None]
    try:
        count = confirm_alike(
            by=request.actor, at=request.now, sanctions=ids, words=words, request_id=request.request_id
        )
    except Invalid as refusal:
        return _alike(request, sanction, words, refusal)
    response = HttpResponse(status=204)
    done = ngettext("%(num)s sanction is confirmed", "%(num)s sanctions are confirmed", count)
    response.headers["HX-Trigger"] = toast_header(
        done % {"num": number(count)}, close_dialog={}, sanctions_changed={}
    )
    return response


def _alike(request: AppRequest, sanction: int, words: str, refusal: Invalid | None = None) -> HttpResponse:
    entries = queries.alike(request.actor, sanction)
    context = {
        "entries": entries,
        "address": address("sanctions-alike", sanction),
        "words": words,
        "errors": defaultdict(str, {} if refusal is None else problem_texts(refusal)),
        **_words(),
    }
    return render(request, "sanctions/alike.html", context, status=200 if refusal is None else 422)


def _first_alike(entries: Iterable[Entry]) -> dict[int, int]:
    """The first that may be confirmed of each seller and rule with several -> how many there are."""
    ids = defaultdict(list)
    for entry in entries:
        if Step.CONFIRM in entry.may:
            ids[entry.seller.id, entry.rule_id].append(entry.id)
    return {those[0]: len(those) for those in ids.values() if len(those) > 1}


def _wanted(request: AppRequest) -> Wanted:
    """What the address asks for; what can't be read filters nothing, and no seller but one's own is told of to a seller."""
    state = request.GET.get("state", "")
    return queries.Wanted(
        seller=whole_number(request.GET.get("seller")) if request.actor.policy.leads else None,
        month=_month(request.GET.get("month", "")),
        state=State(state) if state in set(State) else None,
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _query(wanted: Wanted, **more: str) -> str:
    told = {
        "seller": None if wanted.seller is None else str(wanted.seller),
        "month": None if wanted.month is None else f"{wanted.month:%Y-%m}",
        "state": wanted.state,
    } | more
    return f"?{urlencode({name: value for name, value in told.items() if value is not None})}"


def _words() -> dict[str, Any]:
    return {
        "state_names": STATES,
        "tones": TONES,
        "icons": ICONS,
        "step_names": STEPS,
        "fact_text": fact_text,
        "grace_text": grace_text,
        "rule_text": rule_text,
        "worth_text": worth_text,
        "month_year": month_year,
    }


def _dialog(
    request: AppRequest, entry: Entry, step: Step, words: str, refusal: Invalid | None = None
) -> HttpResponse:
    errors = {} if refusal is None else problem_texts(refusal)
    whole = [_("The term to appeal has passed.")] if errors.pop("appeal", "") else []
    context = {
        "entry": entry,
        "step": step,
        "address": address("sanction-step", entry.id, step.value),
        "title": QUESTIONS[step],
        "words": words,
        "errors": defaultdict(str, errors),
        "form_errors": whole,
        **_words(),
    }
    return render(request, "sanctions/step.html", context, status=200 if refusal is None else 422)
