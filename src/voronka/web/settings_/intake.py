"""The ledger of requests for those who lead: what came, what became of it and why, and what is let in by a press."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.intake import let_in
from voronka.domain.errors import NotAllowed
from voronka.domain.intake import RequestState
from voronka.queries.intake_ledger import Wanted, exported, ledger, whole_request
from voronka.queries.sources import source_views
from voronka.web.csv_lines import MARK, csv_line
from voronka.web.intake_words import STATES, TONES, why_text
from voronka.web.request import AppRequest, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import saved

if TYPE_CHECKING:
    from collections.abc import Iterator

# How far back the page looks when nobody says otherwise.
_BACK = timedelta(days=13)
_LONGEST = timedelta(days=366)


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """The page."""
    wanted = _wanted(request)
    found = ledger(request.actor, wanted, whole_number(request.GET.get("before")))
    shown = {
        "ledger": found,
        "wanted": wanted,
        "states": STATES,
        "state_choices": [(state.value, label) for state, label in STATES.items()],
        "tones": TONES,
        "why": why_text,
        "sources": [(one.id, one.name) for one in source_views(request.actor, request.now) if one.receives],
        "query": _query(wanted),
        "older": "" if found.older is None else _query(wanted, before=str(found.older)),
    }
    return render(request, "settings_/intake.html", shown)


@require_safe
@for_the_method
def one(request: AppRequest, request_id: int) -> HttpResponse:
    """The dialog of a request with all that came."""
    shown = {
        "whole": whole_request(request.actor, request_id),
        "states": STATES,
        "tones": TONES,
        "why": why_text,
    }
    return render(request, "settings_/_intake_request.html", shown)


@require_POST
@for_the_method
def make(request: AppRequest, request_id: int) -> HttpResponse:
    """Make the card now: it is no spam, or it failed before."""
    deal = let_in(by=request.actor, at=request.now, request=request_id)
    text = _("The card is made.") if deal is not None else _("It can’t be made. The server’s log says why.")
    return saved(request, text, "settings-intake")


@require_safe
@for_the_method
def table(request: AppRequest) -> HttpResponse:
    """The ledger as it is filtered, as CSV.

    Raises:
        NotAllowed
    """
    if not request.actor.policy.may_export:
        raise NotAllowed
    lines = _lines(request, _wanted(request), translation.get_language() or "en")
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    name = f"requests-{localdate(request.now):%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(request: AppRequest, wanted: Wanted, language: str) -> Iterator[str]:
    zone = localtime(request.now).tzinfo
    with translation.override(language):
        heads = [
            _("Number"),
            f"{_('Received')} ({zone})",
            _("Source"),
            pgettext("a request", "From"),
            _("State"),
            _("Why"),
        ]
        yield MARK + csv_line([*heads, _("Deal"), _("What it says")])
    for line, said in exported(request.actor, wanted):
        with translation.override(language):
            cells = [
                str(line.id),
                f"{line.received_at.astimezone(zone):%Y-%m-%d %H:%M}",
                line.source,
                line.who,
            ]
            cells += [str(STATES[line.state]), why_text(line.why), line.deal_title, "\n".join(said)]
        yield csv_line(cells)


def _wanted(request: AppRequest) -> Wanted:
    """What the address asks for; what can't be read filters nothing."""
    # The ledger's days are the company's, wherever its reader is.
    today = localdate(request.now, ZoneInfo(request.workspace.time_zone))
    last = _day(request.GET.get("last", "")) or today
    first = _day(request.GET.get("first", "")) or last - _BACK
    state = request.GET.get("state", "")
    return Wanted(
        first=max(min(first, last), last - _LONGEST),
        last=last,
        source=whole_number(request.GET.get("source")),
        state=RequestState(state) if state in set(RequestState) else None,
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def _query(wanted: Wanted, **more: str) -> str:
    told = {
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "source": None if wanted.source is None else str(wanted.source),
        "state": wanted.state,
    } | more
    return f"?{urlencode({name: value for name, value in told.items() if value is not None})}"
