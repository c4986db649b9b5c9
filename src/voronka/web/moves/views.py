"""Moving, taking, giving and undoing: the actions on a deal that every page offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.commands.assignments import assign_deal, take_deal
from voronka.commands.deals import ask_exception
from voronka.commands.moves import move_deal
from voronka.commands.undo import undo as undo_event
from voronka.domain.errors import (
    GateRefused,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    StaleVersion,
)
from voronka.domain.events import OBJECTIONS, TASK_ENDS, EventKind
from voronka.domain.routes import Way
from voronka.queries.deal_brief import brief_of
from voronka.queries.deal_row import see_deal
from voronka.queries.hand_overs import asks_at_win
from voronka.queries.moves import choices, way_to, why_not
from voronka.queries.receivers import receivers
from voronka.web.changes import change_told, done
from voronka.web.errors.wording import moved_by, problem_texts
from voronka.web.move_form import MoveForm, asked_for, error_texts, moved_text, read_move
from voronka.web.moves.dialogs import Said, ask, explain, said_by, why_title
from voronka.web.moves.verdicts import column_entries, exit_entries, verdict_json
from voronka.web.moves.winning import goes_on_text, going_on, handed_in, way_there
from voronka.web.request import whole_number
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.queries.deal_brief import DealBrief
    from voronka.web.request import AppRequest

DIALOG = "dialog-body"


@require_GET
def verdict(request: AppRequest, deal: int) -> HttpResponse:
    """What every column would say to this deal. Asked for on pointer-down, before a drag."""
    response = JsonResponse(verdict_json(choices(request.actor, deal)))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def move_menu(request: AppRequest, deal: int) -> HttpResponse:
    """The same verdicts as a menu."""
    found = choices(request.actor, deal)
    if not found.deal.may_move:
        raise NotAllowed
    context = {"deal": found.deal, "columns": column_entries(found), "exits": exit_entries(found)}
    return render(request, "moves/menu.html", context)


@require_GET
def move_dialog(request: AppRequest, deal: int, to: int) -> HttpResponse:
    """What going to `to` takes: a question, a reason, or the list of what is missing."""
    brief, route = way_to(request.actor, deal, to)
    if not request.is_htmx:
        return HttpResponseRedirect(reverse("deal", args=[deal]))
    if route.way in {Way.OPEN, Way.BACK, Way.EXIT}:
        return ask(request, brief, route.stage, route.way)
    return explain(request, why_not(request.actor, deal, to))


@require_POST
def move(request: AppRequest, deal: int) -> HttpResponse:
    """Move. 204 moved; 422 asks what is missing; 409 says why not, or who was first."""
    to = whole_number(request.POST.get("to"))
    if to is None:
        raise NotFound
    form = read_move(request.POST, to)
    if form.problems:
        return _ask_again(request, deal, form, {})
    if not form.is_asked and asks_at_win(to):
        asked = _who_goes_on(request, deal, to)
        if asked is not None:
            return asked
    try:
        moved = move_deal(
            by=request.actor,
            at=request.now,
            deal=deal,
            move=replace(form.move(), handed=handed_in(request.POST)),
            version=form.version,
            request_id=request.request_id,
        )
    except GateRefused as refusal:
        return _refused(request, deal, form, refusal)
    except Invalid as refusal:
        return _ask_again(request, deal, form, refusal.problems)
    except StaleVersion as refusal:
        return _overtaken(request, deal, form, refusal)
    return done(
        moved_text(moved),
        change_told(moved.event),
        undo=moved.event,
        more=goes_on_text(moved) or moved.deal.title,
        action=way_there(request, moved),
    )


def _who_goes_on(request: AppRequest, deal: int, to: int) -> HttpResponse | None:
    """The dialog that asks who takes a deal on that may be won now; None where there is nothing to ask."""
    brief, route = way_to(request.actor, deal, to)
    if route.way is not Way.OPEN or not going_on(request, deal)["choices"]:
        return None
    return ask(request, brief, route.stage, route.way, status=422)


def _refused(request: AppRequest, deal: int, form: MoveForm, refusal: GateRefused) -> HttpResponse:
    wanted = asked_for(refusal.verdict)
    if wanted is not None:
        return _ask_again(request, deal, form, wanted)
    why = why_not(request.actor, deal, form.to)
    empty = "exception" in request.POST and not form.typed["exception"]
    errors = problem_texts(Invalid({"exception": Problem.REQUIRED})) if empty else {}
    response = explain(request, why, Said(form.typed, errors), status=409)
    if request.headers.get("HX-Target") != DIALOG:
        first = why.open[0].criterion.title if why.open else ""
        see = {"text": _("See what is missing"), "dialog": reverse("move-dialog", args=[deal, form.to])}
        response.headers["HX-Trigger"] = toast_header(why_title(why), kind="error", more=first, action=see)
    return response


def _ask_again(
    request: AppRequest, deal: int, form: MoveForm, problems: Mapping[str, Problem]
) -> HttpResponse:
    brief, route = way_to(request.actor, deal, form.to)
    said = said_by(form, error_texts(form, problems))
    return ask(request, brief, route.stage, route.way, said, status=422)


def _overtaken(request: AppRequest, deal: int, form: MoveForm, refusal: StaleVersion) -> HttpResponse:
    """Somebody was first. In a dialog what was typed stays, on the deal as it is now; elsewhere a message."""
    brief, route = way_to(request.actor, deal, form.to)
    again = _("Look again: if it is still right, send it once more.")
    if request.headers.get("HX-Target") == DIALOG and route.way in {Way.OPEN, Way.BACK, Way.EXIT}:
        said = said_by(form, {}, moved_by(refusal), again)
        return ask(request, brief, route.stage, route.way, said, status=409)
    return _conflict(brief, refusal)


def _conflict(deal: DealBrief, refusal: StaleVersion) -> HttpResponse:
    response = HttpResponse(status=409)
    response.headers["HX-Trigger"] = toast_header(
        moved_by(refusal),
        kind="conflict",
        more=_("Nothing of yours was saved over it."),
        action={"text": _("Show"), "url": reverse("deal", args=[deal.id])},
        deal_changed=_change_now(deal),
    )
    response.headers["HX-Reswap"] = "none"
    return response


def _change_now(deal: DealBrief) -> dict[str, object]:
    return {
        "deal": deal.id,
        "version": deal.version,
        "stage": deal.stage.id,
        "stageBefore": deal.stage.id,
        "pipeline": deal.pipeline.id,
        "closed": not deal.is_open,
    }


@require_POST
def ask_for_exception(request: AppRequest, deal: int, to: int) -> HttpResponse:
    """A seller asks the head to let the deal through."""
    wish = request.POST.get("wish", "")
    try:
        ask_exception(
            by=request.actor,
            at=request.now,
            deal=deal,
            to=to,
            reason=wish,
            request_id=request.request_id,
        )
    except Invalid as refusal:
        errors = {"wish": problem_texts(refusal)["reason"]}
        return explain(request, why_not(request.actor, deal, to), Said({"wish": wish}, errors), status=422)
    brief = brief_of(see_deal(request.actor, deal))
    return done(
        _("Asked for an exception"),
        _change_now(brief),
        more=_("The head of sales sees it on their day."),
    )


@require_POST
def take(request: AppRequest, deal: int) -> HttpResponse:
    """Take what nobody owns; of several who try, one wins."""
    try:
        event = take_deal(by=request.actor, at=request.now, deal=deal, request_id=request.request_id)
    except StaleVersion as refusal:
        return _conflict(brief_of(see_deal(request.actor, deal)), refusal)
    except NotFound:
        return _taken_already(deal)
    return done(_("It is yours now"), change_told(event), undo=event)


def _taken_already(deal: int) -> HttpResponse:
    """For a deal that is not seen (any more), whether a colleague took it or there never was one."""
    response = HttpResponse(status=404)
    response.headers["HX-Trigger"] = toast_header(
        _("This deal is no longer free."),
        kind="conflict",
        more=_("A colleague took it first, or it is gone."),
        deal_changed={"deal": deal, "gone": True},
    )
    return response


@require_http_methods(["GET", "POST"])
def assign(request: AppRequest, deal: int) -> HttpResponse:
    """Give the deal to somebody else."""
    brief = brief_of(see_deal(request.actor, deal))
    if not brief.rights.assign:
        raise NotAllowed
    if request.method == "GET":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[deal]))
        return _assign_dialog(request, brief)
    owner = whole_number(request.POST.get("owner"))
    try:
        event = assign_deal(
            by=request.actor,
            at=request.now,
            deal=deal,
            owner=owner or 0,
            version=whole_number(request.POST.get("version")),
            request_id=request.request_id,
        )
    except Invalid as refusal:
        problems = refusal.problems if owner else {"owner": Problem.REQUIRED}
        said = Said({}, problem_texts(Invalid(problems)))
        return _assign_dialog(request, brief, said, status=422)
    except StaleVersion as refusal:
        said = Said({"owner": request.POST.get("owner", "")}, {}, (moved_by(refusal),))
        return _assign_dialog(request, brief, said, status=409)
    text = _("Given to %(name)s") % {"name": event.payload["to_name"]}
    return done(text, change_told(event), undo=event, more=brief.title)


def _assign_dialog(
    request: AppRequest, deal: DealBrief, said: Said | None = None, *, status: int = 200
) -> HttpResponse:
    said = said or Said()
    holder = deal.owner
    context = said.context() | {
        "deal": deal,
        "people": [
            (one.id, one.label)
            for one in receivers(request.actor, without=None if holder is None else holder.id)
        ],
        "owner": said.typed.get("owner", ""),
        "note": _("Nobody has it now")
        if holder is None
        else _("%(name)s has it now") % {"name": holder.name},
    }
    return render(request, "moves/assign.html", context, status=status)


@require_POST
def undo(request: AppRequest, event: int) -> HttpResponse:
    """Take a move, an assignment or the end of a task back."""
    undone = undo_event(by=request.actor, at=request.now, event=event, request_id=request.request_id)
    return done(_undone_text(undone.payload["kind"]), change_told(undone))


def _undone_text(kind: str) -> str:
    if kind in OBJECTIONS:
        return _("Undone: the objection is as it was")
    if kind == EventKind.REASON_VERIFIED:
        return _("Undone: the reason is as it was")
    if kind not in TASK_ENDS | {EventKind.DEAL_MOVED, EventKind.DEAL_ASSIGNED}:
        return _("Undone: it is noted no longer")
    match EventKind(kind):
        case EventKind.DEAL_MOVED:
            return _("Undone: the deal is back where it was")
        case EventKind.DEAL_ASSIGNED:
            return _("Undone: the deal is with whom it was")
        case _:
            return _("Undone: the task is open again")
