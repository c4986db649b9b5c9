"""The problem deals: one live list of all that is wrong, with how many there are of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from voronka.domain.errors import NotFound
from voronka.domain.problems import ProblemKind, kind_of, worst_first
from voronka.queries import problems as queries
from voronka.queries.pipelines import all_pipelines
from voronka.queries.whose_day import sellers_of
from voronka.queries.zero_days import zero_days_of, zero_days_of_teams
from voronka.web.addresses import address
from voronka.web.labels import TASK_ICONS
from voronka.web.problem_words import PROBLEM_ICONS, PROBLEM_NAMES, PROBLEM_TONES
from voronka.web.request import whole_number
from voronka.web.zero_plot import plot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.queries.problems import Rules, Wanted
    from voronka.queries.whose_day import Seller
    from voronka.queries.zero_days import ZeroDays
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class KindPill:
    """A kind to narrow the list to; `kind` None: all of them. `is_capped`: there are more than were counted."""

    kind: ProblemKind | None
    count: int
    href: str
    is_on: bool
    is_capped: bool


@require_safe
def problems(request: AppRequest) -> HttpResponse:
    """The whole page."""
    sellers = sellers_of(request.actor)
    shown = _shown(request, sellers)
    pipelines = [(one.id, one.name) for one in all_pipelines()]
    people = [(one.id, one.name) for one in sellers]
    return render(request, "problems/page.html", {**shown, "sellers": people, "pipelines": pipelines})


@require_safe
def part(request: AppRequest) -> HttpResponse:
    """What changes, again."""
    return render(request, "problems/_part.html", _shown(request, sellers_of(request.actor)))


def _shown(request: AppRequest, sellers: list[Seller]) -> dict[str, object]:
    rules = queries.rules_at(request.now)
    wanted = _wanted(request, rules, sellers)
    rows = _rows(request)
    counts = queries.counts(request.actor, rules, wanted)
    found = queries.problem_deals(request.actor, rules, wanted, rows + 1)
    return {
        "deals": found[:rows],
        "more": _address(wanted, rows=str(rows + queries.PAGE)) if _has_more(found, rows) else "",
        "pills": _pills(wanted, counts),
        "wanted": wanted,
        "anew": _address(wanted, rows=str(rows) if rows > queries.PAGE else None),
        "wrong_now": any(counts.values()),
        "kind_of": kind_of,
        "names": PROBLEM_NAMES,
        "tones": PROBLEM_TONES,
        "icons": PROBLEM_ICONS,
        "step_icons": TASK_ICONS,
        "zero": plot(_zero_days(request, wanted)),
        "leads": request.actor.policy.leads,
        "most": queries.MOST,
    }


def _has_more(found: tuple[object, ...], rows: int) -> bool:
    return len(found) > rows and rows < queries.MOST_ROWS


def _zero_days(request: AppRequest, wanted: Wanted) -> ZeroDays:
    actor = request.actor
    if wanted.seller is not None or not actor.policy.leads:
        return zero_days_of(wanted.seller or actor.id)
    return zero_days_of_teams(actor)


def _wanted(request: AppRequest, rules: Rules, sellers: list[Seller]) -> Wanted:
    """What the address asks for.

    Raises:
        NotFound: a seller who is none of the actor's, a pipeline or a kind that there is not.
    """
    seller, pipeline = _number(request, "seller"), _number(request, "pipeline")
    kind = request.GET.get("kind", "")
    if seller is not None and seller not in {one.id for one in sellers} | {request.actor.id}:
        raise NotFound
    if (pipeline is not None and pipeline not in rules.stages) or (kind and kind not in set(ProblemKind)):
        raise NotFound
    return queries.Wanted(seller, ProblemKind(kind) if kind else None, pipeline)


def _number(request: AppRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    number = whole_number(text)
    if text and number is None:
        raise NotFound
    return number


def _rows(request: AppRequest) -> int:
    """How many rows stand there: a fresh list shows as many."""
    asked = whole_number(request.GET.get("rows")) or queries.PAGE
    return max(queries.PAGE, min(asked, queries.MOST_ROWS))


def _pills(wanted: Wanted, counts: Mapping[ProblemKind, int]) -> list[KindPill]:
    every = KindPill(None, 0, _address(wanted, kind=None), wanted.kind is None, is_capped=False)
    kinds = [
        KindPill(kind, count, _address(wanted, kind=kind.value), wanted.kind is kind, count >= queries.MOST)
        for kind, count in worst_first(counts)
    ]
    return [every, *kinds]


def _address(wanted: Wanted, **changes: str | None) -> str:
    told = {
        "seller": None if wanted.seller is None else str(wanted.seller),
        "kind": None if wanted.kind is None else wanted.kind.value,
        "pipeline": None if wanted.pipeline is None else str(wanted.pipeline),
    } | changes
    query = urlencode({name: value for name, value in told.items() if value is not None})
    return f"{address('problems')}?{query}"
