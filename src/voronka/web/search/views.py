"""The palette's answers: deals, people and companies, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from voronka.domain.money import Money
from voronka.queries.deal_brief import NO_CLOCK, ClientClock
from voronka.queries.palette import chosen_deal
from voronka.queries.search import LONGEST_QUERY, Found, SearchResult
from voronka.queries.search import search as search_for
from voronka.web.addresses import address
from voronka.web.request import AppRequest, whole_number
from voronka.web.search.actions import deal_actions, general_actions, matching
from voronka.web.search.marking import Piece, pieces
from voronka.web.shell import places

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
    clock: ClientClock = NO_CLOCK


@require_safe
def search(request: AppRequest) -> HttpResponse:
    """The answer to what was typed; `on` is the deal chosen on the page."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    actions_only = text.startswith(ACTIONS_ONLY)
    asked = text.removeprefix(ACTIONS_ONLY).strip()
    found = SearchResult() if actions_only or not asked else search_for(request.actor, asked)
    meant = found.corrected or asked
    chosen = chosen_deal(request.actor, whole_number(request.GET.get("on")))
    on_deal = [] if chosen is None else deal_actions(chosen)
    anywhere = matching(general_actions(places(request)), asked)
    shown = {
        "text": asked,
        "found": found,
        "deals": _hits("deal", "handshake", found.deals, meant),
        "clients": [
            *_hits("company", "building-2", found.companies, meant),
            *_hits("contact", "user", found.contacts, meant),
        ],
        "chosen": chosen,
        "on_deal": matching(on_deal, asked) if actions_only else on_deal,
        "actions": anywhere if actions_only or not asked else anywhere[:MOST_ACTIONS],
    }
    return render(request, "search/results.html", shown)


def _hits(page: str, icon: str, found: Sequence[Found], text: str) -> list[Hit]:
    return [
        Hit(
            address(page, one.id), icon, pieces(one.title, text), pieces(one.subtitle, text),
            stage=one.stage, money=one.money, clock=one.clock,
        )
        for one in found
    ]  # fmt: skip
