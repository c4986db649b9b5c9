"""Written explanations: a head's question to the seller of a deal, and the answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.explanations import answer_explanation, ask_explanation
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.queries.calendars import calendar_of
from voronka.queries.deal_brief import brief_of
from voronka.queries.deal_row import SeenDeal, deal_row, see_deal
from voronka.queries.reviews import Asked, explanation_to_answer
from voronka.queries.visibility import holding_of
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts
from voronka.web.reviews.days import proposed_day, read_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voronka.web.request import AppRequest

_USUAL_TERM = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: AppRequest, deal: int) -> HttpResponse:
    """The head's question with its term. POST: 204 asked, 422 what is missing."""
    seen = see_deal(request.actor, deal)
    if not request.actor.policy.may_ask_explanation(holding_of(seen.row)):
        raise NotAllowed
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[deal]))
        term = proposed_day(request.now, _USUAL_TERM, calendar_of(seen.row.team_id))
        return _ask_dialog(request, seen, {"question": "", "due_on": term})
    typed = {name: request.POST.get(name, "") for name in ("question", "due_on")}
    try:
        asked = ask_explanation(
            by=request.actor,
            at=request.now,
            deal=deal,
            question=typed["question"],
            due_at=_term(typed["due_on"], request, seen),
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _ask_dialog(request, seen, typed, refusal)
    name = "" if seen.row.owner is None else seen.row.owner.name
    text = _("%(name)s is asked to explain") % {"name": name}
    return done(text, change_of(deal_row(request.actor, asked.deal_id)), more=_("They see it on their day."))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: AppRequest, explanation: int) -> HttpResponse:
    """The seller's answer. POST: 204 given, 422 the form again."""
    asked, seen = explanation_to_answer(request.actor, explanation)
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[asked.deal]))
        return _answer_dialog(request, asked, seen, "")
    text = request.POST.get("answer", "")
    try:
        row = answer_explanation(
            by=request.actor,
            at=request.now,
            explanation=explanation,
            answer=text,
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _answer_dialog(request, asked, seen, text, refusal)
    return done(_("Explanation given"), change_of(row), more=row.title)


def _term(text: str, request: AppRequest, seen: SeenDeal) -> datetime | None:
    try:
        return read_day(text, request.now, calendar_of(seen.row.team_id))
    except Bad:
        return None


def _ask_dialog(
    request: AppRequest, seen: SeenDeal, typed: Mapping[str, str], refusal: Invalid | None = None
) -> HttpResponse:
    errors = {} if refusal is None else problem_texts(refusal)
    if "until" in errors:
        errors["due_on"] = _("Choose a day to come.")
    if refusal is not None and refusal.problems.get("question") is Problem.ALREADY_TAKEN:
        errors["question"] = _("One question waits for its answer already. Wait for it first.")
    context = {"deal": brief_of(seen), "typed": typed, "errors": defaultdict(str, errors)}
    return render(request, "reviews/ask.html", context, status=200 if refusal is None else 422)


def _answer_dialog(
    request: AppRequest, asked: Asked, seen: SeenDeal, text: str, refusal: Invalid | None = None
) -> HttpResponse:
    errors = {} if refusal is None else problem_texts(refusal)
    context = {"asked": asked, "deal": brief_of(seen), "answer": text, "errors": defaultdict(str, errors)}
    return render(request, "reviews/answer.html", context, status=200 if refusal is None else 422)
