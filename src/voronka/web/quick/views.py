"""Quick entry: the page, reading a card or a signature into its fields, and who is in the base already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.clients import ClientWords, find_client
from voronka.commands.quick_entry import QuickEntry, enter_quickly
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.pipeline import StageKind
from voronka.domain.signature import read_pasted
from voronka.queries.deal_brief import NO_CLOCK
from voronka.queries.known_clients import known_client, linked_client, similar_clients
from voronka.queries.new_deal import Offer, offer
from voronka.web.errors.wording import problem_texts
from voronka.web.new_deal.views import LookUp
from voronka.web.request import AppRequest, form_values, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.domain.card import Card

_NAMES = (
    "who", "link", "title", "position", "company", "phones", "emails", "note", "pipeline", "team", "holder_seen", "card",
)  # fmt: skip
_DETAILS = ("position", "company", "phones", "emails", "note")
# Problems that the command knows by other names than the form's fields.
_FIELDS = {"phone": "phones", "email": "emails", "contact": "who", "client": "who"}


@require_http_methods(["GET", "HEAD", "POST"])
def quick(request: AppRequest) -> HttpResponse:
    """The page, also from a phone's home screen. POST: make the deal and go to it."""
    if request.method != "POST":
        return _page(request, dict.fromkeys(_NAMES, ""))
    typed = _typed(request)
    found = offer(request.actor, whole_number(typed["pipeline"]))
    try:
        entry = _entry(request, typed, found)
        deal = enter_quickly(by=request.actor, at=request.now, entry=entry, request_id=request.request_id)
    except Invalid as refusal:
        return _page(request, typed, _texts(refusal, typed), status=422)
    return HttpResponseRedirect(reverse("deal", args=[deal.pk]))


@require_POST
def read(request: AppRequest) -> HttpResponse:
    """Read what was pasted or scanned into the fields; what a person typed there before stays."""
    typed = _typed(request)
    if not typed["card"].strip():
        return _page(request, typed, {"card": _("Paste a signature or a card first.")}, status=422)
    card = read_pasted(typed["card"], request.workspace.country)
    told = _told(card)
    filled = {name: typed[name].strip() or told.get(name, "") for name in _NAMES}
    return _page(request, filled | {"card": ""}, is_read=True)


@require_safe
def lookup(request: AppRequest) -> HttpResponse:
    """Who is in the base already, while it is typed."""
    typed = {name: request.GET.get(name, "").replace("\x00", "") for name in _NAMES}
    shown = {
        "look_up": _look_up(request, typed),
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str),
    }
    return render(request, "quick/_known.html", shown)


def _typed(request: AppRequest) -> dict[str, str]:
    return {name: text.replace("\x00", "") for name, text in form_values(request, *_NAMES).items()}


def _told(card: Card) -> dict[str, str]:
    """The card as the form's fields; what has none of its own goes into the note."""
    who = card.name or next(iter((*card.phones, *card.emails)), "") or card.company
    note = [*card.sites, *filter(None, [card.address]), *card.rest]
    return {
        "who": who,
        "position": card.position,
        "company": "" if who == card.company else card.company,
        "phones": "\n".join(number for number in card.phones if number != who),
        "emails": "\n".join(address for address in card.emails if address != who),
        "note": "\n".join(note),
    }


def _words(typed: Mapping[str, str]) -> ClientWords:
    """The client as typed: what `who` says by its form, and the further fields."""
    who = ClientWords.of(typed["who"], "")
    # What is neither a number nor an address is a name here.
    name = typed["who"].strip() if not who.phone and not who.email else ""
    phones = [*filter(None, [who.phone]), *_lines(typed["phones"])]
    emails = [*filter(None, [who.email]), *_lines(typed["emails"])]
    return ClientWords(
        phone=next(iter(phones), ""), email=next(iter(emails), ""), company=typed["company"], contact=name,
        more_phones=tuple(phones[1:]), more_emails=tuple(emails[1:]),
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _entry(request: AppRequest, typed: Mapping[str, str], found: Offer) -> QuickEntry:
    entry = QuickEntry(
        pipeline=found.pipeline.id, stage=found.pipeline.only(StageKind.UNSORTED).id, words=_words(typed),
        title=typed["title"], position=typed["position"], note=typed["note"], team=whole_number(typed["team"]),
        holder_seen=typed["holder_seen"] == "on",
    )  # fmt: skip
    if not typed["link"]:
        return entry
    try:
        known = linked_client(request.actor, typed["link"])
    except NotFound as gone:
        raise Invalid({"who": Problem.UNKNOWN_CHOICE}) from gone
    return replace(entry, contact=known.contact, company=known.company)


def _look_up(request: AppRequest, typed: Mapping[str, str]) -> LookUp:
    words = _words(typed)
    client = find_client(words)
    contact = None if client.contact is None else client.contact.pk
    company = None if client.company is None else client.company.pk
    known = known_client(request.actor, contact, company)
    similar = () if known is not None else similar_clients(request.actor, typed["who"])
    return LookUp("", known, similar, NO_CLOCK if known is None else known.clock)


def _page(
    request: AppRequest,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    is_read: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = offer(request.actor, whole_number(typed["pipeline"]))
    texts = errors or {}
    shown: dict[str, Any] = {
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, texts),
        "look_up": _look_up(request, typed),
        "pipelines": [(one.id, one.name) for one in found.pipelines],
        "pipeline": found.pipeline.id,
        "teams": [(team.id, team.name) for team in found.teams] if request.actor.team is None else [],
        "is_read": is_read,
        "is_open": any(typed[name] for name in _DETAILS) or bool(texts.keys() & set(_DETAILS)),
    }
    return render(request, "quick/page.html", shown, status=status)


def _texts(refusal: Invalid, typed: Mapping[str, str]) -> dict[str, str]:
    texts = {_FIELDS.get(name, name): text for name, text in problem_texts(refusal).items()}
    words = ClientWords.of(typed["who"], "")
    # A number or an address that stands in the first field is wrong there.
    for name, is_first in (("phones", words.phone), ("emails", words.email)):
        if name in texts and is_first and not typed[name].strip():
            texts["who"] = texts.pop(name)
    if refusal.problems.get("contact") is Problem.REQUIRED:
        texts["who"] = _("A name or a phone number is enough.")
    if "holder_seen" in texts:
        texts["holder_seen"] = _(
            "They are a colleague’s Client. Tick that you know it, or leave the request to them."
        )
    return texts
