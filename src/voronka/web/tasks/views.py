"""Planning, finishing, changing and cancelling tasks; whoever ends the last one says what is next."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.tasks import add_task, change_task
from voronka.domain.errors import Invalid
from voronka.queries.deal_brief import deal_to_edit
from voronka.queries.tasks import task_to_edit
from voronka.web.changes import change_of, change_told, done
from voronka.web.due_times import Due, due_choice, due_label, due_told, own_choice, reader_zone, seller_hours
from voronka.web.errors.wording import problem_texts
from voronka.web.request import whole_number
from voronka.web.task_form import chosen_kind, kind_options, read_task
from voronka.web.tasks.closing import CANCELLING, FINISHING, ask_closing, close
from voronka.web.tasks.forms import read_words, typed_of

if TYPE_CHECKING:
    from voronka.domain.task import TaskKind
    from voronka.queries.deal_brief import DealBrief
    from voronka.queries.tasks import TaskBrief
    from voronka.web.request import AppRequest


@require_http_methods(["GET", "POST"])
def task_new(request: AppRequest, deal: int) -> HttpResponse:
    """Plan a task; the one due first is the next step."""
    brief = deal_to_edit(request.actor, deal)
    if request.method == "GET":
        return _shown(request, brief) or _new_dialog(request, brief, typed_of(request.GET))
    typed = typed_of(request.POST)
    try:
        wanted = read_task(typed, request.now)
        added = add_task(
            by=request.actor, at=request.now, deal=deal, task=wanted, request_id=request.request_id
        )
    except Invalid as refusal:
        return _new_dialog(request, brief, typed, refusal)
    text = _("Planned: %(task)s") % {"task": added.title}
    more = due_told(Due(wanted.due_at, wanted.due_on), request.now, brief.clock)
    return done(text, change_of(added.deal), more=more, then=_back_to(request, brief))


@require_http_methods(["GET", "POST"])
def task_done(request: AppRequest, task: int) -> HttpResponse:
    """Finish a task. The last one asks for the next step, or the way the deal closes (422); asked for, the form comes."""
    brief = task_to_edit(request.actor, task)
    if request.method == "GET":
        return _shown(request, brief.deal) or ask_closing(request, brief, FINISHING)
    return close(request, brief, FINISHING)


@require_http_methods(["GET", "POST"])
def task_cancel(request: AppRequest, task: int) -> HttpResponse:
    """Take a task off the plan, with a reason; the rule of the next step holds."""
    brief = task_to_edit(request.actor, task)
    if request.method == "GET":
        return _shown(request, brief.deal) or ask_closing(request, brief, CANCELLING)
    return close(request, brief, CANCELLING)


@require_http_methods(["GET", "POST"])
def task_edit(request: AppRequest, task: int) -> HttpResponse:
    """Change a task. Putting off an overdue one asks why."""
    brief = task_to_edit(request.actor, task)
    if request.method == "GET":
        return _shown(request, brief.deal) or _edit_dialog(request, brief, _as_typed(brief))
    typed = typed_of(request.POST, "reason")
    try:
        wanted = read_task(typed, request.now, kept=_due(brief))
        event = change_task(
            by=request.actor,
            at=request.now,
            task=task,
            kind=wanted.kind,
            title=wanted.title,
            due_at=wanted.due_at,
            due_on=wanted.due_on,
            reason=read_words(typed["reason"], "reason"),
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _edit_dialog(request, brief, typed, refusal)
    more = due_told(Due(wanted.due_at, wanted.due_on), request.now, brief.deal.clock)
    return done(_("Changed: %(task)s") % {"task": wanted.title}, change_told(event), more=more)


def _shown(request: AppRequest, deal: DealBrief) -> HttpResponse | None:
    """A dialog opened by its address alone belongs to the deal's page."""
    return None if request.is_htmx else HttpResponseRedirect(reverse("deal", args=[deal.id]))


def _back_to(request: AppRequest, deal: DealBrief) -> str:
    to = whole_number(request.POST.get("to"))
    return "" if to is None else reverse("move-dialog", args=[deal.id, to])


def _as_typed(task: TaskBrief) -> dict[str, str]:
    return typed_of({"kind": task.kind.value, "title": task.title}, "reason")


def _new_dialog(
    request: AppRequest, deal: DealBrief, typed: dict[str, str], refusal: Invalid | None = None
) -> HttpResponse:
    step = deal.stage.default_step
    to = whole_number(request.POST.get("to") or request.GET.get("to"))
    context = {
        "deal": deal,
        "to": to,
        "due": due_choice(request.now, deal.clock, typed, seller_hours(request), default=step.after),
    } | _fields(typed, refusal, default_kind=step.kind)
    return render(request, "tasks/new.html", context, status=200 if refusal is None else 422)


def _edit_dialog(
    request: AppRequest, task: TaskBrief, typed: dict[str, str], refusal: Invalid | None = None
) -> HttpResponse:
    context = {
        "task": task,
        "deal": task.deal,
        "due": own_choice(_due(task), request.now, task.deal.clock, typed, seller_hours(request)),
        "is_overdue": task.due_at < request.now,
        "was_due": due_label(task.due_at, request.now, reader_zone(), on=task.due_on),
    } | _fields(typed, refusal, default_kind=task.kind)
    return render(request, "tasks/edit.html", context, status=200 if refusal is None else 422)


def _due(task: TaskBrief) -> Due:
    return Due(task.due_at, task.due_on)


def _fields(typed: dict[str, str], refusal: Invalid | None, *, default_kind: TaskKind) -> dict[str, Any]:
    return {
        "kinds": kind_options(),
        "kind": chosen_kind(typed["kind"], default_kind),
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, {} if refusal is None else problem_texts(refusal)),
        "form_errors": (),
    }
