"""Handing a deal over: asking a colleague, their answer, and taking the question back."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.hand_overs import (
    accept_hand_over,
    decline_hand_over,
    offer_hand_over,
    withdraw_hand_over,
)
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.money import Money
from voronka.queries.deal_brief import brief_of
from voronka.queries.deal_row import SeenDeal, deal_row, see_deal
from voronka.queries.hand_overs import choices_to_offer, facts_along, handing_over, offer_to
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts
from voronka.web.request import whole_number
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from voronka.web.request import AppRequest


@require_http_methods(["GET", "POST"])
def offer(request: AppRequest, deal: int) -> HttpResponse:
    """Whom to ask, and what they should know; asked, the dialog goes back to what is left on the way to `to`."""
    seen = see_deal(request.actor, deal)
    if not handing_over(seen).may_offer:
        raise NotAllowed
    if request.method == "GET":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[deal]))
        return _dialog(request, seen)
    try:
        made = offer_hand_over(
            by=request.actor,
            at=request.now,
            deal=deal,
            to=whole_number(request.POST.get("receiver")) or 0,
            words=request.POST.get("words", ""),
            hand_over=whole_number(request.POST.get("way")),
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _dialog(request, seen, refusal)
    to = whole_number(request.POST.get("to"))
    then = "" if to is None else reverse("move-dialog", args=[deal, to])
    text = _("%(name)s is asked to take it over") % {"name": made.to.name}
    return done(
        text, change_of(deal_row(request.actor, deal)), more=_("They see it on their day."), then=then
    )


@require_POST
def accept(request: AppRequest, offer: int) -> HttpResponse:
    """Say yes."""
    try:
        row = accept_hand_over(
            by=request.actor, at=request.now, offer=offer, request_id=request.request_id
        )  # fmt: skip
    except NotFound:
        return _waits_no_longer()
    return done(_("You take it over"), change_of(row), more=row.title)


@require_http_methods(["GET", "POST"])
def decline(request: AppRequest, offer: int) -> HttpResponse:
    """A dialog that asks why. POST: 204 declined, 422 the dialog with what is wrong."""
    if request.method == "GET":
        shown, deal, title = offer_to(request.actor, offer)
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[deal]))
        context = {"offer": shown, "title": title, "reason": "", "errors": defaultdict(str)}
        return render(request, "hand_overs/decline.html", context)
    reason = request.POST.get("reason", "")
    try:
        row = decline_hand_over(
            by=request.actor, at=request.now, offer=offer, reason=reason, request_id=request.request_id
        )
    except Invalid as refusal:
        shown, _deal, title = offer_to(request.actor, offer)
        context = {"offer": shown, "title": title, "reason": reason, "errors": problem_texts(refusal)}
        return render(request, "hand_overs/decline.html", context, status=422)
    except NotFound:
        return _waits_no_longer()
    # The page is not theirs to read any more.
    change = change_of(row) | {"gone": True}
    return done(_("Declined"), change, more=_("Whoever asked sees it with your reason."))


@require_POST
def withdraw(request: AppRequest, offer: int) -> HttpResponse:
    """Ask it no longer."""
    row = withdraw_hand_over(
        by=request.actor, at=request.now, offer=offer, request_id=request.request_id
    )  # fmt: skip
    return done(_("The hand-over is withdrawn"), change_of(row), more=row.title)


def _waits_no_longer() -> HttpResponse:
    response = HttpResponse(status=404)
    response.headers["HX-Trigger"] = toast_header(
        _("This hand-over waits for you no longer."),
        kind="conflict",
        more=_("It was withdrawn, given to a colleague, or answered."),
    )
    return response


def _dialog(request: AppRequest, seen: SeenDeal, refusal: Invalid | None = None) -> HttpResponse:
    choices = choices_to_offer(seen, request.now)
    first, brief, row = choices[0], brief_of(seen), seen.row
    texts = {} if refusal is None else problem_texts(refusal)
    names = {"to": "receiver", "hand_over": "way"}
    context = {
        "deal": brief,
        "to": whole_number(request.POST.get("to") or request.GET.get("to")),
        "ways": [(one.way.id, one.way.to_name) for one in choices if one.way is not None],
        "way": request.POST.get("way", ""),
        "into": first.way if len(choices) == 1 else None,
        "people": [(one.id, one.label) for one in first.people],
        "receiver": request.POST.get("receiver", first.keeper or ""),
        "words": request.POST.get("words", first.words),
        "hint": first.way.carries if first.way is not None and first.words != first.way.carries else "",
        "facts": facts_along(seen),
        "money": None if row.amount is None else Money(row.amount, row.currency),
        "errors": defaultdict(str, {names.get(name, name): text for name, text in texts.items()}),
    }
    return render(request, "hand_overs/offer.html", context, status=200 if refusal is None else 422)
