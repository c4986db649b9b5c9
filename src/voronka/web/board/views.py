"""The board and its parts: further cards, cards after a change, counts that can wait, owners to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.ids import StageId
from voronka.queries import board as queries
from voronka.queries.advice import advice_on
from voronka.queries.board_filter import NOBODY, Asked, DealFilter, read_query
from voronka.queries.board_sql import ORDERS
from voronka.queries.paging import parse_cursor
from voronka.queries.pipelines import first_pipeline_id, pipeline_among, pipeline_of
from voronka.web.advice_words import said
from voronka.web.board import page
from voronka.web.board.fragments import card, head
from voronka.web.board.words import SORTS, owner_text
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from markupsafe import Markup

    from voronka.domain.pipeline import Pipeline
    from voronka.web.request import AppRequest

# Beyond this nobody scrolls; the number only tells the button what is left.
_MOST_SHOWN = 10**6


@require_safe
def first(request: AppRequest) -> HttpResponse:
    """To the first pipeline; before there is one, to where it is made."""
    pipeline = first_pipeline_id()
    if pipeline is None:
        return render(request, "board/none.html")
    return HttpResponseRedirect(reverse("board", args=[pipeline]))


@require_safe
def board(request: AppRequest, pipeline: int) -> HttpResponse:
    """The whole board."""
    chosen, names = pipeline_among(pipeline)
    asked = page.read_asked(request)
    currency = request.workspace.currency
    shown = page.columns(request, chosen, asked, currency)
    may = request.actor.policy
    context = {
        "pipeline": chosen,
        "pipelines": names,
        "asked": asked,
        "is_filtered": bool(asked.filter),
        "columns": shown,
        "deals": sum(column.head.deals for column in shown),
        "tabs": tuple(column.head for column in shown),
        "chips": tuple(page.chips(request, chosen, asked)),
        "filters": tuple(page.active_filters(chosen, asked, currency)),
        "form": page.filter_form(asked),
        "sorts": page.sort_options(chosen, asked),
        "sort": str(SORTS[asked.sort]),
        "owner": _owner(request, asked),
        "may_see_colleagues": may.may_see_colleagues,
        "may_take": request.actor.team is not None,
        "more_cards": queries.MORE_CARDS,
        "save_address": page.save_address(chosen, asked),
    }
    return render(request, "board/page.html", context)


def _owner(request: AppRequest, asked: Asked) -> str:
    """The owner filter's button. One query where an owner is chosen."""
    owner = asked.filter.owner
    return owner_text(owner, queries.owner_name(request.actor, owner) if owner else None)


@require_safe
def column(request: AppRequest, pipeline: int, stage: int) -> HttpResponse:
    """Further cards of a column, after a cursor, and the button for the next ones."""
    chosen = pipeline_of(pipeline)
    at = chosen.stage(StageId(stage))
    asked = page.read_asked(request)
    after = parse_cursor(request.GET.get("after", ""), ORDERS[asked.sort].kind)
    if at is None or not at.kind.is_open or after is None:
        raise NotFound
    shown = min(whole_number(request.GET.get("shown")) or 0, _MOST_SHOWN)
    deals = queries.tallies(request.actor, [at], asked.filter, request.now)[at.id].deals
    found = queries.more_cards(request.actor, at, asked, request.now, after)
    context = {
        "cards": [card(row, at) for row in found.shown],
        "more": page.more(chosen, at, asked, found, deals, shown),
    }
    return render(request, "board/column.html", context)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card belongs now: its column, and the card that it comes before."""

    stage: int
    before: int | None
    card: Markup


@require_safe
def cards(request: AppRequest, pipeline: int) -> HttpResponse:
    """After changes: the cards of these deals that the board still shows, each with its place, and all heads.

    What was asked for and is not among them is gone from the reader's sight or from the filter.
    """
    chosen = pipeline_of(pipeline)
    asked = page.read_asked(request)
    deals = _numbers(request.GET.get("deals", ""))
    placed = queries.placed_cards(request.actor, chosen, asked, request.now, deals) if deals else []
    context = {
        "places": [
            Place(one.row.stage, one.before, card(one.row, at))
            for one in placed
            if (at := chosen.stage(StageId(one.row.stage))) is not None
        ],
        "heads": [
            head(each) for each in page.column_heads(request, chosen, asked, request.workspace.currency)
        ],
    }
    return render(request, "board/cards.html", context)


def _numbers(text: str) -> list[int]:
    found = [whole_number(part) for part in text[:2000].split(",")]
    return list(dict.fromkeys(number for number in found if number is not None))


@require_safe
def counts(request: AppRequest, pipeline: int) -> HttpResponse:
    """What can wait until the board is drawn: the views' counts, and how many deals are over their limit."""
    chosen = pipeline_of(pipeline)
    asked = page.read_asked(request)
    every = queries.tallies(request.actor, chosen.columns, DealFilter(), request.now)
    over = _over(request, chosen, asked)
    limited = DealFilter(over_limit=True)
    context = {
        "every": sum(tally.deals for tally in every.values()),
        "overdue": _count(request, chosen, DealFilter(overdue=True)),
        "over_limit": _count(request, chosen, limited) if asked.filter else sum(deals for _, deals in over),
        "views": _view_counts(request, chosen),
        "over": over,
        "hint": said(
            advice_on(request.actor, chosen, request.now, localdate(request.now)), request.workspace.currency
        ),
    }
    return render(request, "board/counts.html", context)


def _count(request: AppRequest, pipeline: Pipeline, asked: DealFilter) -> int:
    return sum(queries.counts(request.actor, pipeline.columns, asked, request.now).values())


def _view_counts(request: AppRequest, pipeline: Pipeline) -> list[tuple[int, int]]:
    owners = request.actor.policy.may_see_colleagues
    return [
        (view.id, _count(request, pipeline, read_query(view.query, owners=owners).filter))
        for view in page.board_views(request, pipeline)
    ]


def _over(request: AppRequest, pipeline: Pipeline, asked: Asked) -> list[tuple[int, int]]:
    """Of what each column shows, how many are over its limit."""
    narrowed = asked.filter.narrowed_to_over_limit()
    return list(queries.counts(request.actor, pipeline.columns, narrowed, request.now).items())


@require_safe
def owners(request: AppRequest, pipeline: int) -> HttpResponse:
    """The menu of the owner filter: colleagues with open deals here."""
    if not request.actor.policy.may_see_colleagues:
        raise NotAllowed
    chosen = pipeline_of(pipeline)
    asked = page.read_asked(request)
    here = reverse("board", args=[chosen.id])
    context = {
        "asked": asked,
        "everyone": here + asked.address(owner=None),
        "owners": [
            (one, here + asked.address(owner=str(one.owner))) for one in queries.owners(request.actor, chosen)
        ],
        "nobody": NOBODY,
    }
    return render(request, "board/owners.html", context)
