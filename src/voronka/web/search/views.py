"""The palette's answers: deals, people and companies, and what can be done."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from voronka.domain.money import Money
from voronka.domain.permissions import Actor
from voronka.queries.deal_brief import ClientClock
from voronka.queries.palette import chosen_deal, company_clocks, contact_clocks, deal_facts
from voronka.queries.search import LONGEST_QUERY, Found, SearchResult
from voronka.queries.search import search as search_for
from voronka.web.request import AppRequest, whole_number
from voronka.web.search.actions import deal_actions, general_actions, matching
from voronka.web.search.marking import Piece, pieces
from voronka.web.shell import shell

ACTIONS_ONLY = ">"
MOST_ACTIONS = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One found deal, person or company as the palette shows it."""

    href: str
    icon: str
    title: list[Piece]
    subtitle: list[Piece]
    stage: str = ""
    money: Money | None = None
    clock: ClientClock | None = None


@require_safe
def search(request: AppRequest) -> HttpResponse:
    """The answer to what was typed; `on` is the deal chosen on the page."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    actions_only = text.startswith(ACTIONS_ONLY)
    asked = text.removeprefix(ACTIONS_ONLY).strip()
    found = SearchResult() if actions_only or not asked else search_for(request.actor, asked)
    chosen = chosen_deal(request.actor, whole_number(request.GET.get("on")))
    on_deal = [] if chosen is None else deal_actions(chosen)
    anywhere = matching(general_actions(shell(request)), asked)
    shown = {
        "text": asked,
        "found": found,
        "deals": _deals(request.actor, found, asked),
        "clients": [*_companies(request.actor, found, asked), *_contacts(request.actor, found, asked)],
        "chosen": chosen,
        "on_deal": matching(on_deal, asked) if actions_only else on_deal,
        "actions": anywhere if actions_only or not asked else anywhere[:MOST_ACTIONS],
    }
    return render(request, "search/results.html", shown)


def _deals(actor: Actor, found: SearchResult, text: str) -> list[Hit]:
    facts = deal_facts(actor, [deal.id for deal in found.deals]) if found.deals else {}
    return [
        Hit(
            reverse("deal", args=[deal.id]),
            "handshake",
            *_marked(deal, found.corrected or text),
            stage=facts[deal.id].stage,
            money=facts[deal.id].money,
        )
        for deal in found.deals
        if deal.id in facts
    ]


def _contacts(actor: Actor, found: SearchResult, text: str) -> list[Hit]:
    clocks = contact_clocks(actor, [contact.id for contact in found.contacts]) if found.contacts else {}
    return [
        Hit(
            reverse("contact", args=[contact.id]),
            "user",
            *_marked(contact, found.corrected or text),
            clock=clocks.get(contact.id),
        )
        for contact in found.contacts
    ]


def _companies(actor: Actor, found: SearchResult, text: str) -> list[Hit]:
    clocks = company_clocks(actor, [company.id for company in found.companies]) if found.companies else {}
    return [
        Hit(
            reverse("company", args=[company.id]),
            "building-2",
            *_marked(company, found.corrected or text),
            clock=clocks.get(company.id),
        )
        for company in found.companies
    ]


def _marked(found: Found, text: str) -> tuple[list[Piece], list[Piece]]:
    return pieces(found.title, text), pieces(found.subtitle, text)
