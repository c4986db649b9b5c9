"""Noting what happened with a client: a call, a meeting, something sent, a consent, the contract, a payment."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.domain.criteria import Sent
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.evidence import RecordKind
from voronka.domain.loyalty import ReferralAnswer
from voronka.queries.deal_row import deal_row
from voronka.queries.noting import Noting, noting_of, sent_to_edit
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts
from voronka.web.evidence_words import what_counts
from voronka.web.labels import RECORD_KINDS
from voronka.web.records.addresses import referral_deal_address
from voronka.web.records.fields import fields_of, fields_of_further
from voronka.web.records.taking import take, take_further
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from voronka.queries.deal_brief import DealBrief
    from voronka.web.asked import Asked
    from voronka.web.request import AppRequest


AFTER_SALE = frozenset({RecordKind.SATISFACTION, RecordKind.REFERRAL})


@require_http_methods(["GET", "POST"])
def record_new(request: AppRequest, deal: int, kind: str) -> HttpResponse:
    """The form of one more record; taken, the dialog goes back to what is left on the way to `to`.

    `criterion` (with `part`) is what it is to meet: the form says so and chooses what fits. Where something that was
    sent has not come so far yet, it asks about that, unless `another` was sent.
    """
    wanted = _kind(kind)
    criterion, part = (whole_number(request.GET.get(name)) for name in ("criterion", "part"))
    noting = noting_of(request.actor, deal, criterion, part)
    if wanted in AFTER_SALE and not noting.is_after_sale:
        raise NotAllowed
    if request.method == "GET":
        return _asked_otherwise(request, noting) or _form(request, noting, wanted)
    try:
        take(request, noting, wanted)
    except Invalid as refusal:
        return _form(request, noting, wanted, refusal)
    if wanted is RecordKind.REFERRAL and request.POST.get("answer") == ReferralAnswer.GAVE:
        return _to_their_deal(request, noting.deal)
    return _noted(request, noting.deal, str(RECORD_KINDS[wanted]))


@require_http_methods(["GET", "POST"])
def sent_further(request: AppRequest, dispatch: int) -> HttpResponse:
    """The form of how far something sent has come."""
    sent = sent_to_edit(request.actor, dispatch)
    if not sent.thing.further:
        raise NotFound
    wanted = request.GET.get("wanted", "")
    if request.method == "GET":
        return _to_page(request, sent.deal.id) or _further(request, dispatch, wanted)
    try:
        take_further(request, dispatch)
    except Invalid as refusal:
        return _further(request, dispatch, wanted, refusal)
    return _noted(request, sent.deal, sent.thing.subject)


def _kind(text: str) -> RecordKind:
    try:
        return RecordKind(text)
    except ValueError:
        raise NotFound from None


def _asked_otherwise(request: AppRequest, noting: Noting) -> HttpResponse | None:
    page = _to_page(request, noting.deal.id)
    if page is not None or noting.waiting is None or "another" in request.GET:
        return page
    wanted = noting.criterion.reached.value if isinstance(noting.criterion, Sent) else ""
    query = urlencode({"wanted": wanted} | _asked_by(request))
    return HttpResponseRedirect(f"{reverse('sent-further', args=[noting.waiting.id])}?{query}")


def _to_page(request: AppRequest, deal: int) -> HttpResponse | None:
    """A dialog's address that is opened by itself shows the deal's page."""
    return None if request.is_htmx else HttpResponseRedirect(reverse("deal", args=[deal]))


def _noted(request: AppRequest, deal: DealBrief, what: str) -> HttpResponse:
    to, task = whole_number(request.POST.get("to")), whole_number(request.GET.get("task"))
    then = "" if to is None else reverse("move-dialog", args=[deal.id, to])
    if task is not None:
        # What was noted was the task of the day's queue: it is finished next, with what follows it.
        then = reverse("task-done", args=[task])
    text = _("Noted: %(criterion)s") % {"criterion": what}
    return done(text, change_of(deal_row(request.actor, deal.id)), then=then)


def _to_their_deal(request: AppRequest, deal: DealBrief) -> HttpResponse:
    """Whom the client named may become a deal at once."""
    then = referral_deal_address(deal.id, request.POST.get("referred", ""), request.POST.get("phone", ""))
    text = _("Noted: %(criterion)s") % {"criterion": RECORD_KINDS[RecordKind.REFERRAL]}
    return done(text, change_of(deal_row(request.actor, deal.id)), then=then)


def _form(
    request: AppRequest, noting: Noting, kind: RecordKind, refusal: Invalid | None = None
) -> HttpResponse:
    criterion = noting.criterion
    return _dialog(
        request,
        noting.deal,
        fields_of(kind, noting, request.now),
        refusal,
        title=str(RECORD_KINDS[kind]) if criterion is None else criterion.title,
        counts="" if criterion is None else what_counts(criterion),
    )


def _further(request: AppRequest, dispatch: int, wanted: str, refusal: Invalid | None = None) -> HttpResponse:
    sent = sent_to_edit(request.actor, dispatch)
    return _dialog(
        request,
        sent.deal,
        fields_of_further(sent.thing, wanted, request.now),
        refusal,
        title=sent.thing.subject,
        other=_another(request, sent.deal),
    )


def _another(request: AppRequest, deal: DealBrief) -> str:
    """The form of one more that was sent, where a gate asked."""
    asked = _asked_by(request)
    if "criterion" not in asked:
        return ""
    query = urlencode(asked | {"another": "1"})
    return f"{reverse('record-new', args=[deal.id, RecordKind.SENT.value])}?{query}"


def _asked_by(request: AppRequest) -> dict[str, str]:
    """The criterion that asks, and where the deal is to go."""
    names = ("to", "criterion", "part")
    return {name: value for name in names if whole_number(value := request.GET.get(name, "")) is not None}


def _shown_at(name: str, fields: tuple[Asked, ...]) -> str:
    """The field that a problem is told at; where nobody of the client's is known, their name is asked for."""
    known = {field.name for field in fields}
    return name if name in known or "name" not in known else "name"


def _dialog(
    request: AppRequest, deal: DealBrief, fields: tuple[Asked, ...], refusal: Invalid | None, **words: str
) -> HttpResponse:
    texts = {} if refusal is None else problem_texts(refusal)
    context: dict[str, Any] = {
        "deal": deal,
        "to": whole_number(request.POST.get("to") or request.GET.get("to")),
        "counts": "",
        "other": "",
        "action": request.get_full_path(),
        "fields": fields,
        "asks_file": any(field.kind == "file" for field in fields),
        "submit": _("Note it"),
        "typed": defaultdict(str, {field.name: request.POST.get(field.name, "") for field in fields}),
        "errors": defaultdict(str, {_shown_at(name, fields): text for name, text in texts.items()}),
    } | words
    return render(request, "records/record.html", context, status=200 if refusal is None else 422)
