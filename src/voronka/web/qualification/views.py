"""Qualifying on the deal's page and at the gate: our checklist, one tap an answer, and what the client looks for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.qualification import (
    NewAnswer,
    add_client_criterion,
    answer_questions,
    change_client_criterion,
    remove_client_criterion,
)
from voronka.domain.errors import Invalid
from voronka.domain.qualification import Fit, Match
from voronka.queries.deal_row import deal_row
from voronka.queries.qualification import Qualifying, Sought, qualifying, sought_of
from voronka.web.asked import options
from voronka.web.changes import change_of, changed, done
from voronka.web.errors.wording import problem_texts
from voronka.web.labels import FIT_MARKS, FITS, MATCHES
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from enum import StrEnum

    from voronka.queries.deal_brief import DealBrief
    from voronka.web.request import AppRequest

    Choice = TypeVar("Choice", bound=StrEnum)


@require_http_methods(["GET", "POST"])
def checklist(request: AppRequest, deal: int) -> HttpResponse:
    """The whole checklist with words; taken, the dialog goes back to what is left on the way to `to`."""
    both = qualifying(request.actor, deal)
    if request.method == "GET":
        return _to_page(request, deal) or _checklist(request, both)
    answers = tuple(_answer(request, one.id, one.fit) for one in both.found.ours)
    try:
        answer_questions(
            by=request.actor, at=request.now, deal=deal, answers=answers, request_id=request.request_id
        )
    except Invalid as refusal:
        return _checklist(request, both, refusal)
    to = whole_number(request.POST.get("to"))
    then = "" if to is None else reverse("move-dialog", args=[deal, to])
    return done(_("The checklist is saved."), change_of(deal_row(request.actor, deal)), then=then)


@require_POST
def answer(request: AppRequest, deal: int, question: int) -> HttpResponse:
    """One answer by a tap; its words stay."""
    fit = _chosen(Fit, request, "fit", Fit.UNKNOWN)
    answer_questions(
        by=request.actor, at=request.now, deal=deal, answers=(NewAnswer(question, fit),), request_id=request.request_id
    )  # fmt: skip
    return changed(HttpResponse(status=204), deal_row(request.actor, deal))


@require_http_methods(["GET", "POST"])
def criterion_new(request: AppRequest, deal: int) -> HttpResponse:
    """The dialog of one more thing that the client looks for."""
    both = qualifying(request.actor, deal)
    if request.method == "GET":
        return _to_page(request, deal) or _criterion(request, both.deal, None)
    try:
        add_client_criterion(
            by=request.actor, at=request.now, deal=deal, text=_said(request, "text"), words=_said(request, "words"),
            match=_chosen(Match, request, "match", Match.UNKNOWN), request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        return _criterion(request, both.deal, None, refusal)
    return done(_("Noted what they look for."), change_of(deal_row(request.actor, deal)))


@require_http_methods(["GET", "POST"])
def criterion_one(request: AppRequest, criterion: int) -> HttpResponse:
    """The dialog of one thing that the client looks for."""
    deal, found = sought_of(request.actor, criterion)
    if request.method == "GET":
        return _to_page(request, deal.id) or _criterion(request, deal, found)
    try:
        change_client_criterion(
            by=request.actor, at=request.now, criterion=criterion, text=_said(request, "text"),
            words=_said(request, "words"), match=_chosen(Match, request, "match", found.match),
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        return _criterion(request, deal, found, refusal)
    return done(_("Noted what they look for."), change_of(deal_row(request.actor, deal.id)))


@require_POST
def criterion_match(request: AppRequest, criterion: int) -> HttpResponse:
    """How far we are it, by a tap."""
    deal, found = sought_of(request.actor, criterion)
    change_client_criterion(
        by=request.actor, at=request.now, criterion=criterion, match=_chosen(Match, request, "match", found.match),
        request_id=request.request_id,
    )  # fmt: skip
    return changed(HttpResponse(status=204), deal_row(request.actor, deal.id))


@require_POST
def criterion_remove(request: AppRequest, criterion: int) -> HttpResponse:
    """They don't look for it after all."""
    deal = remove_client_criterion(
        by=request.actor, at=request.now, criterion=criterion, request_id=request.request_id
    )
    return done(_("Removed."), change_of(deal))


def _to_page(request: AppRequest, deal: int) -> HttpResponse | None:
    """A dialog's address that is opened by itself shows the deal's page."""
    return None if request.is_htmx else HttpResponseRedirect(reverse("deal", args=[deal]))


def _answer(request: AppRequest, question: int, otherwise: Fit) -> NewAnswer:
    fit = _chosen(Fit, request, f"fit-{question}", otherwise)
    return NewAnswer(question, fit, _said(request, f"words-{question}"))


def _checklist(request: AppRequest, both: Qualifying, refusal: Invalid | None = None) -> HttpResponse:
    posted = request.method == "POST"
    rows = [
        (
            one,
            _chosen(Fit, request, f"fit-{one.id}", one.fit) if posted else one.fit,
            _said(request, f"words-{one.id}") if posted else one.words,
        )
        for one in both.found.ours
    ]
    context: dict[str, Any] = {
        "deal": both.deal,
        "to": whole_number(request.POST.get("to") or request.GET.get("to")),
        "rows": rows,
        "fits": options(FITS),
        "marks": {fit.value: mark for fit, mark in FIT_MARKS.items()},
        "errors": defaultdict(str, {} if refusal is None else problem_texts(refusal)),
        "may_set_up": request.actor.policy.may_set_up_method,
    }
    return render(request, "qualification/checklist.html", context, status=200 if refusal is None else 422)


def _criterion(
    request: AppRequest, deal: DealBrief, found: Sought | None, refusal: Invalid | None = None
) -> HttpResponse:
    typed = {"text": "", "words": "", "match": Match.UNKNOWN.value}
    if found is not None:
        typed = {"text": found.text, "words": found.words, "match": found.match.value}
    if refusal is not None:
        typed = {name: _said(request, name) for name in typed}
    context = {
        "deal": deal,
        "found": found,
        "typed": typed,
        "matches": options(MATCHES),
        "errors": defaultdict(str, {} if refusal is None else problem_texts(refusal)),
    }
    return render(request, "qualification/criterion.html", context, status=200 if refusal is None else 422)


def _said(request: AppRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def _chosen(kind: type[Choice], request: AppRequest, name: str, otherwise: Choice) -> Choice:
    """A choice of the form; one that does not exist is as if nothing was chosen."""
    try:
        return kind(_said(request, name))
    except ValueError:
        return otherwise
