"""Making a deal: one required field, the next step at once, and who is in the base already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from voronka.commands import values
from voronka.commands.clients import find_client
from voronka.commands.deals import create_deal
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.client_options import contact_options, referrer_option
from voronka.queries.deal_brief import NO_CLOCK, ClientClock, clock_of_number
from voronka.queries.deal_row import deal_row
from voronka.queries.known_clients import (
    SHORTEST_SIMILAR,
    KnownClient,
    known_client,
    linked_client,
    similar_clients,
)
from voronka.queries.new_deal import Offer, offer
from voronka.queries.sources import listed_sources
from voronka.web.changes import change_of, done
from voronka.web.due_times import due_choice, seller_hours
from voronka.web.errors.wording import problem_texts
from voronka.web.new_deal.forms import read_deal, typed_of, words_of
from voronka.web.request import whole_number
from voronka.web.task_form import chosen_kind, kind_options

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.domain.pipeline import Stage
    from voronka.queries.client_options import ClientOption
    from voronka.web.request import AppRequest

# Problems that the command knows by other names than the form's fields.
_FIELDS = {
    "phone": "client",
    "email": "client",
    "company": "client",
    "contact": "contact_name",
    "team": "owner",
}


REFERRERS = 5


@dataclass(frozen=True, slots=True)
class LookUp:
    """What is known of the client typed so far. `kind` is what the text is: phone, email, company, or empty."""

    kind: str
    known: KnownClient | None
    similar: tuple[ClientOption, ...]
    clock: ClientClock


@require_http_methods(["GET", "POST"])
def new_deal(request: AppRequest) -> HttpResponse:
    """The dialog, and making the deal. 204 made, 422 the dialog with what is wrong, everything typed kept."""
    if request.method == "GET":
        if not request.is_htmx:
            return render(request, "new_deal/page.html", {"query": request.GET.urlencode()})
        return _dialog(request, _asked_for(request))
    typed = typed_of(request.POST)
    try:
        new = read_deal(request.actor, typed, request.now)
        deal = create_deal(by=request.actor, at=request.now, new=new, request_id=request.request_id)
    except Invalid as refusal:
        return _dialog(request, typed, _texts(refusal, typed), status=422)
    return done(
        _("Deal created"),
        change_of(deal),
        more=deal.title,
        action={"text": _("Open"), "url": reverse("deal", args=[deal.pk])},
    )


@require_GET
def new_deal_lookup(request: AppRequest) -> HttpResponse:
    """Who is in the base already, while it is typed; and the times, now by that client's clock."""
    typed = typed_of(request.GET)
    found = offer(request.actor, whole_number(typed["pipeline"]))
    stage = _stage(found, typed)
    look_up = _look_up(request, typed)
    context = {
        "look_up": look_up,
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str),
        "due": due_choice(
            request.now, look_up.clock, typed, seller_hours(request), default=stage.default_step.after
        ),
    }
    return render(request, "new_deal/lookup.html", context)


def _asked_for(request: AppRequest) -> dict[str, str]:
    """What the address asks for: a stage, a pipeline, a contact or company, and what was typed before a change."""
    typed = typed_of(request.GET)
    _take_referral(request, typed)
    for kind in ("contact", "company"):
        id = whole_number(request.GET.get(kind))
        if id is not None and not typed["link"]:
            typed["link"] = f"{kind}:{id}"
    return typed


def _take_referral(request: AppRequest, typed: dict[str, str]) -> None:
    """`?from=` a deal whose client sends somebody: the source says so, and who it was."""
    deal = whole_number(request.GET.get("from"))
    if deal is not None:
        typed["referred_by"] = str(deal_row(request.actor, deal).contact_id or "")
        typed["source"] = typed["source"] or _("Referral")


@require_GET
def new_deal_referrers(request: AppRequest) -> HttpResponse:
    """People of the base whom what was typed may mean: who sent the client."""
    typed = typed_of(request.GET)
    context = {
        "typed": defaultdict(str, typed),
        "referrers": _referrers(request, typed, typed["referrer_text"]),
        "is_searched": len(typed["referrer_text"].strip()) >= SHORTEST_SIMILAR,
    }
    return render(request, "new_deal/referrers.html", context)


def _referrers(request: AppRequest, typed: dict[str, str], text: str) -> tuple[ClientOption, ...]:
    """Who is chosen already stays in the list, then whom the text means."""
    chosen = referrer_option(request.actor, whole_number(typed["referred_by"]))
    found = contact_options(request.actor, text, REFERRERS) if len(text.strip()) >= SHORTEST_SIMILAR else ()
    others = tuple(one for one in found if chosen is None or one.id != chosen.id)
    return others if chosen is None else (chosen, *others)


def _dialog(
    request: AppRequest, typed: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    found = offer(request.actor, whole_number(typed["pipeline"]))
    stage = _stage(found, typed)
    look_up = _look_up(request, typed)
    step = stage.default_step
    if not typed["step"] or typed["step"] == typed["step_default"]:
        typed["step"] = step.title
    texts = errors or {}
    owners = _owners(request, found, look_up.known)
    context = {
        "offer": found,
        "stage": stage,
        "look_up": look_up,
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, texts),
        "form_errors": (),
        "kinds": kind_options(),
        "kind": chosen_kind(typed["kind"] if typed["step"] != step.title else "", step.kind),
        "due": due_choice(request.now, look_up.clock, typed, seller_hours(request), default=step.after),
        "referrers": _referrers(request, typed, ""),
        "is_searched": False,
        "owners": owners,
        "sources": listed_sources(),
        "owner_note": _owner_note(request, owners, typed["owner"]),
        "currencies": [(code, code) for code in found.currencies],
        "stages": [(one.id, one.name) for one in found.stages],
        "pipelines": [(one.id, one.name) for one in found.pipelines],
        # A choice that drew the dialog anew keeps the focus.
        "is_first": request.headers.get("HX-Trigger", "") not in {"stage", "pipeline", "owner"},
        "is_more_open": _is_more_open(request, typed, texts),
    }
    return render(request, "new_deal/dialog.html", context, status=status)


def _owner_note(request: AppRequest, owners: list[tuple[str, str]], chosen: str) -> str:
    if not chosen and request.actor.team is None:
        return ""
    return _("Owner: %(name)s") % {"name": dict(owners).get(chosen, "")}


def _is_more_open(request: AppRequest, typed: dict[str, str], errors: dict[str, str]) -> bool:
    """Whether the further fields show: something stands in them, is wrong, or must be chosen."""
    said = any(typed[name] for name in ("source", "owner", "referred_by"))
    return (
        said
        or bool(errors.keys() & {"source", "owner", "pipeline", "referred_by"})
        or request.actor.team is None
    )


def _texts(refusal: Invalid, typed: dict[str, str]) -> dict[str, str]:
    texts = problem_texts(refusal)
    shown = {_FIELDS.get(name, name): text for name, text in texts.items()}
    if "holder_seen" in shown:
        shown["holder_seen"] = _(
            "They are a colleague’s Client. Tick that you know it, or leave the request to them."
        )
    if "title" in shown and not typed["title"].strip():
        shown["client"] = _("Give a phone, an e-mail or a company, or say below what the client wants.")
        del shown["title"]
    if "company" in texts and typed["company_name"]:
        shown["company_name"] = shown.pop("client")
    return shown


def _stage(found: Offer, typed: dict[str, str]) -> Stage:
    """The chosen stage; the first working one where deals may not begin at what was asked for."""
    if typed["owner"].startswith("team:"):
        return found.stages[0]
    wanted = whole_number(typed["stage"])
    return next((stage for stage in found.stages if stage.id == wanted), found.stages[-1])


def _owners(request: AppRequest, found: Offer, known: KnownClient | None) -> list[tuple[str, str]]:
    """You first; who has no team must choose; whoever holds the client; nobody of each team; then the others."""
    own = [("", _("Choose who gets it") if request.actor.team is None else _("You"))]
    nobody = [
        (f"team:{team.id}", _("Nobody yet, for %(team)s") % {"team": team.name}) for team in found.teams
    ]
    holder = None if known is None or known.holder is None else known.holder.id
    others = [(str(one.id), one.label) for one in found.owners if one.id != holder]
    theirs = [(str(one.id), one.label) for one in found.owners if one.id == holder]
    return own + theirs + nobody + others


# -- who it is ----------------------------------------------------------------------------------------------------


def _look_up(request: AppRequest, typed: dict[str, Any]) -> LookUp:
    text = typed["client"].strip()
    if typed["link"]:
        try:
            known = linked_client(request.actor, typed["link"])
        except NotFound:
            typed["link"] = ""
        else:
            return LookUp("link", known, (), known.clock)
    if not text:
        return LookUp("", None, (), NO_CLOCK)
    words = words_of(typed)
    kind = "phone" if words.phone else "email" if words.email else "company"
    client = find_client(words)
    contact = None if client.contact is None else client.contact.pk
    company = None if client.company is None else client.company.pk
    known_one = known_client(request.actor, contact, company)
    if known_one is not None:
        return LookUp(kind, known_one, (), known_one.clock)
    return LookUp(kind, None, similar_clients(request.actor, text), _clock_of_number(words.phone))


def _clock_of_number(phone: str) -> ClientClock:
    """The clock where the number is at home, when it is at home in one place only."""
    if not phone:
        return NO_CLOCK
    try:
        return clock_of_number(values.phone(phone))
    except Bad:
        return NO_CLOCK
