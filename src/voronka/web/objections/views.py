"""Objections: noted with one tap out of a small menu, then told more of beside the answers that the head wrote."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.objections import change_objection, note_objection
from voronka.domain.errors import Invalid
from voronka.domain.objections import Outcome
from voronka.queries.deal_row import deal_row
from voronka.queries.objections import noting_of, objection_to_edit
from voronka.web.changes import change_of, change_told, done
from voronka.web.errors.wording import problem_texts
from voronka.web.labels import OBJECTION_OUTCOMES, OBJECTION_TONES
from voronka.web.request import whole_number
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from voronka.queries.objections import ObjectionOfDeal, ObjectionView
    from voronka.web.request import AppRequest


@require_safe
def menu(request: AppRequest, deal: int) -> HttpResponse:
    """The kinds for the shared menu, most frequent at the deal's stage first."""
    return render(request, "objections/menu.html", {"noting": noting_of(request.actor, deal)})


@require_safe
def cards(request: AppRequest, deal: int) -> HttpResponse:
    """A dialog with the answers to every kind, to look at before or while one talks."""
    noting = noting_of(request.actor, deal)
    if not request.is_htmx:
        return HttpResponseRedirect(reverse("deal", args=[deal]))
    return render(request, "objections/cards.html", {"noting": noting})


@require_POST
def note(request: AppRequest, deal: int) -> HttpResponse:
    """Note one at once; its dialog follows with the answers, and may be left as it is."""
    try:
        noted = note_objection(
            by=request.actor,
            at=request.now,
            deal=deal,
            kind=whole_number(request.POST.get("kind")) or 0,
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _refused(refusal)
    text = _("Objection noted: %(kind)s") % {"kind": noted.event.payload["kind_name"]}
    card = f"{reverse('objection', args=[noted.objection.pk])}?{urlencode({'noted': noted.event.pk})}"
    return done(text, change_told(noted.event), undo=noted.event, then=card)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: AppRequest, objection: int) -> HttpResponse:
    """The dialog of one: the answers, the client's words, what was answered, what became of it.

    POST takes any of the fields, so that one tap can say what became of it; `given` is an answer out of the card.
    """
    found = objection_to_edit(request.actor, objection)
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[found.deal.id]))
        return _dialog(request, found)
    said = _Said(request, found.objection)
    try:
        changed = change_objection(
            by=request.actor,
            at=request.now,
            objection=objection,
            words=request.POST.get("words"),
            answer=said.answer,
            outcome=said.outcome,
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _dialog(request, found, refusal)
    if changed is None:
        return done(_("It is as it was"), change_of(deal_row(request.actor, found.deal.id)))
    outcome = Outcome(changed.event.payload["outcome"])
    text = _text(outcome, was=found.objection.outcome)
    return done(text, change_told(changed.event), undo=changed.event, more=found.objection.kind.name)


class _Said:
    """The form: what is not in it stays as it is."""

    def __init__(self, request: AppRequest, objection: ObjectionView) -> None:
        self._data = request.POST
        place = self._data.get("given", "")
        answers = objection.kind.answers
        known = place.isascii() and place.isdigit() and len(place) < len("999") and int(place) < len(answers)
        self._given = answers[int(place)] if known else ""

    @property
    def answer(self) -> str | None:
        """What was typed, and the answer that was pressed below it."""
        typed = self._data.get("answer")
        if not self._given:
            return typed
        own = (typed or "").strip()
        return own if self._given in own else "\n".join(part for part in (own, self._given) if part)

    @property
    def outcome(self) -> Outcome | None:
        """What became of it; an answer that was pressed answers it."""
        if self._given:
            return Outcome.ANSWERED
        text = self._data.get("outcome", "")
        return Outcome(text) if text in set(Outcome) else None


def _text(outcome: Outcome, *, was: Outcome) -> str:
    if outcome is was:
        return _("Objection saved")
    match outcome:
        case Outcome.ANSWERED:
            return _("Objection answered")
        case Outcome.STANDS:
            return _("The objection stands")
        case Outcome.OPEN:
            return _("The objection is open again")


def _dialog(request: AppRequest, found: ObjectionOfDeal, refusal: Invalid | None = None) -> HttpResponse:
    objection, data = found.objection, request.POST
    context = {
        "deal": found.deal,
        "objection": objection,
        "typed": {
            "words": data.get("words", objection.words),
            "answer": data.get("answer", objection.answer),
            "outcome": data.get("outcome", objection.outcome.value),
        },
        "errors": defaultdict(str, {} if refusal is None else problem_texts(refusal)),
        "outcomes": [(outcome.value, str(name).capitalize()) for outcome, name in OBJECTION_OUTCOMES.items()],
        "outcome_name": OBJECTION_OUTCOMES[objection.outcome],
        "tone": OBJECTION_TONES[objection.outcome],
        "noted": whole_number(request.GET.get("noted")),
    }
    return render(request, "objections/objection.html", context, status=200 if refusal is None else 422)


def _refused(refusal: Invalid) -> HttpResponse:
    response = HttpResponse(status=422)
    response.headers["HX-Trigger"] = toast_header(" ".join(problem_texts(refusal).values()), kind="error")
    response.headers["HX-Reswap"] = "none"
    return response
