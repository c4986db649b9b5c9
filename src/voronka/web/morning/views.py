"""The head's morning: who is late, what is stuck and why, who has too much to do, what happened yesterday."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from voronka.domain.errors import NotAllowed
from voronka.domain.pipeline import StageKind
from voronka.domain.problems import ProblemKind, kind_of, worst_first
from voronka.queries.advice import first_advice
from voronka.queries.calendars import calendar_of
from voronka.queries.day import unsorted_deals
from voronka.queries.exceptions import open_asks
from voronka.queries.morning import closed_in, last_working_day, seller_lines
from voronka.queries.problems import MOST, Wanted, counts, problem_deals, rules_at
from voronka.queries.reviews import open_reviews, waiting_explanations
from voronka.queries.whose_day import whose_day
from voronka.queries.workspace import workspace
from voronka.queries.zero_days import zero_days_of_teams
from voronka.web.advice_words import said
from voronka.web.capacity_words import LOAD_TONES, LOADS, capacity_text, what_next
from voronka.web.labels import TASK_ICONS
from voronka.web.problem_words import PROBLEM_ICONS, PROBLEM_NAMES, PROBLEM_TONES
from voronka.web.zero_plot import plot

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.web.request import AppRequest

# Problem deals and reviews that are named here; all of them are a click away.
ROWS = 8


@require_safe
def morning(request: AppRequest) -> HttpResponse:
    """The whole page.

    Raises:
        NotAllowed: the reader leads nobody.
    """
    return render(request, "morning/page.html", _shown(request))


@require_safe
def part(request: AppRequest) -> HttpResponse:
    """All of it again, but for what stands around."""
    return render(request, "morning/_part.html", _shown(request))


def _shown(request: AppRequest) -> dict[str, object]:
    actor, now = request.actor, request.now
    if not actor.policy.leads:
        raise NotAllowed
    rules, zone = rules_at(now), ZoneInfo(workspace().time_zone)
    yesterday = last_working_day(calendar_of(actor.team), now.astimezone(zone).date(), zone)
    problems = worst_first(counts(actor, rules, Wanted()))
    today = now.astimezone(get_current_timezone()).date()
    return {
        "on": today,
        "hint": said(first_advice(actor, now, today), request.workspace.currency),
        "sellers": seller_lines(actor, rules),
        "problems": problems,
        "wrong_now": bool(problems),
        "deals": problem_deals(actor, rules, Wanted(), ROWS),
        "reviews": open_reviews(actor, ROWS),
        "explanations": waiting_explanations(actor),
        "asks": open_asks(actor),
        "unsorted": unsorted_deals(whose_day(actor, None)),
        "zero": plot(zero_days_of_teams(actor)),
        "won": closed_in(actor, StageKind.WON, yesterday),
        "lost": closed_in(actor, StageKind.LOST, yesterday),
        "since": yesterday.start.astimezone(zone).date(),
        "currency": request.workspace.currency,
        **_WORDS,
    }


_WORDS = {
    "kind": ProblemKind,
    "kind_of": kind_of,
    "names": PROBLEM_NAMES,
    "tones": PROBLEM_TONES,
    "icons": PROBLEM_ICONS,
    "step_icons": TASK_ICONS,
    "loads": LOADS,
    "load_tones": LOAD_TONES,
    "capacity_text": capacity_text,
    "what_next": what_next,
    "leads": True,
    "most": MOST,
}
