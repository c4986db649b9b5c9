"""The same action on many deals: the question, the batches with their progress, the result with its undo.

One go is a chain of requests, each of which works off a batch. Nothing is kept on the server: each deal is its
own transaction, judged anew by the same command as when it is moved or given alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from voronka.commands.bulk import BATCH, MOST, Chosen, assign_deals, move_deals, tag_deals, undo_all
from voronka.commands.tags import tag_problem
from voronka.domain.errors import NotAllowed, NotFound, Problem
from voronka.domain.ids import StageId
from voronka.domain.pipeline import Stage, StageKind
from voronka.queries.deal_list import titles, versions
from voronka.queries.moves import reasons
from voronka.queries.pipelines import pipeline_of
from voronka.queries.receivers import receivers
from voronka.queries.refusal_words import PROBLEMS
from voronka.queries.tags import known_tags
from voronka.web.deal_list import page
from voronka.web.deal_list.bulk_go import Go, grouped, read_chosen, read_go
from voronka.web.due_times import local_today
from voronka.web.move_form import NAMES, day_options, error_texts, nurture_options, read_move
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voronka.domain.pipeline import Pipeline
    from voronka.web.move_form import MoveForm

ACTIONS = ("assign", "postpone", "move", "tag", "undo")
# What the person said, which every batch needs again.
_SAID = ("owner", "to", "asked", "tag", "how", *NAMES)


@require_POST
def bulk(request: AppRequest, action: str) -> HttpResponse:
    """Ask, work off a batch, or tell the result, by what the form brings.

    Raises:
        NotFound: no such action or pipeline. NotAllowed: a seller gives deals away.
    """
    if action not in ACTIONS:
        raise NotFound
    if action == "assign" and not request.actor.policy.leads:
        raise NotAllowed
    pipeline = pipeline_of(whole_number(request.POST.get("pipeline")) or 0)
    if action == "undo":
        return _undo(request, read_go(request.POST.dict(), action, pipeline))
    if "left" not in request.POST:
        go = Go(action, pipeline, left=_chosen(request, pipeline))
        return _ask(request, go) if go.left else _nothing_chosen()
    go = read_go(request.POST.dict(), action, pipeline)
    return _STEPS[action](request, go)


def _chosen(request: AppRequest, pipeline: Pipeline) -> tuple[Chosen, ...]:
    """The ticked rows, or all that match the list's filters, as many as one go takes."""
    if request.POST.get("all") != "1":
        return read_chosen(" ".join(request.POST.getlist("deal")))
    asked = page.read_query(request, pipeline, request.POST.get("query", ""))
    return tuple(Chosen(*pair) for pair in versions(page.wanted(request, asked), MOST))


def _nothing_chosen() -> HttpResponse:
    response = HttpResponse(status=422)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = toast_header(
        _("No deal is chosen."), kind="error", more=_("Tick rows of the list first.")
    )
    return response


# -- the question -------------------------------------------------------------------------------------------------


def _ask(request: AppRequest, go: Go, errors: Mapping[str, str] | None = None) -> HttpResponse:
    context = {
        "go": go,
        "most": MOST,
        "is_cut": len(go.left) == MOST,
        "typed": form_values(request, *_SAID),
        "errors": dict.fromkeys(_SAID, "") | dict(errors or {}),
        "owners": [(one.id, one.label) for one in receivers(request.actor)] if go.action == "assign" else [],
        "stages": _targets(go.pipeline),
        "lost_reasons": reasons(StageKind.LOST),
        "postpone_reasons": reasons(StageKind.POSTPONED),
        "days": day_options(request.now),
        "nurture": nurture_options(go.pipeline),
        "tags": known_tags(request.actor) if go.action == "tag" else [],
    }
    return render(request, f"deal_list/bulk_{go.action}.html", context, status=422 if errors else 200)


def _targets(pipeline: Pipeline) -> list[Stage]:
    """Where many deals may be moved at once. Postponing is an action of its own."""
    return [*pipeline.working, pipeline.only(StageKind.WON), pipeline.only(StageKind.LOST)]


# -- the batches --------------------------------------------------------------------------------------------------


def _assign(request: AppRequest, go: Go) -> HttpResponse:
    owner = whole_number(request.POST.get("owner"))
    if owner not in {one.id for one in receivers(request.actor)}:
        return _ask(request, go, {"owner": _("Choose a colleague who can take deals.")})
    outcome = assign_deals(
        by=request.actor,
        at=request.now,
        chosen=go.left[:BATCH],
        owner=owner or 0,
        request_id=request.request_id,
    )
    return _tell(request, go.after(outcome, left=go.left[BATCH:]))


def _move(request: AppRequest, go: Go) -> HttpResponse:
    to = _target(request, go)
    if to is None:
        return _ask(request, go, {"to": _("Choose a stage.")})
    form = read_move(request.POST, to.id)
    problems = {**_missing(request, form, to), **form.problems}
    if problems:
        return _ask(request, go, error_texts(form, problems))
    outcome = move_deals(
        by=request.actor,
        at=request.now,
        chosen=go.left[:BATCH],
        move=form.move(),
        request_id=request.request_id,
    )
    return _tell(request, go.after(outcome, left=go.left[BATCH:]))


def _tag(request: AppRequest, go: Go) -> HttpResponse:
    """Put a tag on each, or (`how`) take it off."""
    tag, adds = request.POST.get("tag", ""), request.POST.get("how") != "remove"
    problem = tag_problem(tag)
    if problem is not None:
        return _ask(request, go, {"tag": str(PROBLEMS[problem])})
    outcome = tag_deals(
        by=request.actor,
        at=request.now,
        chosen=go.left[:BATCH],
        tag=tag,
        adds=adds,
        request_id=request.request_id,
    )
    return _tell(request, go.after(outcome, left=go.left[BATCH:]))


_STEPS: Mapping[str, Callable[[AppRequest, Go], HttpResponse]] = {
    "assign": _assign,
    "move": _move,
    "postpone": _move,
    "tag": _tag,
}


def _target(request: AppRequest, go: Go) -> Stage | None:
    if go.action == "postpone":
        return go.pipeline.only(StageKind.POSTPONED)
    found = go.pipeline.stage(StageId(whole_number(request.POST.get("to")) or 0))
    return found if found in _targets(go.pipeline) else None


def _missing(request: AppRequest, form: MoveForm, to: Stage) -> dict[str, Problem]:
    """What every one of the deals would be refused for."""
    missing: dict[str, Problem] = {}
    if to.kind is StageKind.POSTPONED:
        if whole_number(form.typed["postpone_reason"]) not in {one.id for one in reasons(to.kind)}:
            missing["postpone_reason"] = Problem.REQUIRED
        if form.until is None or form.until <= local_today(request.now):
            missing["until"] = Problem.REQUIRED
    if to.kind is StageKind.LOST:
        chosen = next((one for one in reasons(to.kind) if str(one.id) == form.typed["lost_reason"]), None)
        if chosen is None:
            missing["lost_reason"] = Problem.REQUIRED
        elif chosen.asks_competitor and not form.typed["competitor"]:
            missing["competitor"] = Problem.REQUIRED
    return missing


def _undo(request: AppRequest, go: Go) -> HttpResponse:
    outcome = undo_all(by=request.actor, at=request.now, done=go.todo[:BATCH], request_id=request.request_id)
    return _tell(request, go.after(outcome, todo=go.todo[BATCH:]))


# -- the answer ---------------------------------------------------------------------------------------------------


def _tell(request: AppRequest, go: Go) -> HttpResponse:
    if go.left or go.todo:
        said = {name: value for name, value in form_values(request, *_SAID).items() if value}
        return render(request, "deal_list/bulk_progress.html", {"go": go, "fields": {**go.carried, **said}})
    known = titles(request.actor, [each.deal for each in go.refused])
    context = {"go": go, "groups": grouped(go.refused, known)}
    response = render(request, "deal_list/bulk_result.html", context)
    if go.done:
        response.headers["HX-Trigger"] = json.dumps({"voronka:deals-changed": {}})
    return response
