"""Ending a task, and with the last one: what is next on the deal, or how it closes. One dialog for both ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.commands.moves import move_deal
from voronka.commands.passing import TaskEnd
from voronka.commands.tasks import cancel_task, complete_task
from voronka.domain.errors import GateRefused, Invalid, NextStepMissing
from voronka.domain.pipeline import StageKind
from voronka.domain.routes import Way
from voronka.domain.task import TaskState
from voronka.queries.deal_row import deal_row
from voronka.queries.moves import choices, reasons
from voronka.queries.refusal_words import obstacle_text
from voronka.web.changes import change_of, change_told, done
from voronka.web.due_times import due_choice, seller_hours
from voronka.web.errors.wording import problem_texts
from voronka.web.move_form import (
    asked_for,
    day_options,
    error_texts,
    moved_text,
    nurture_options,
    read_move,
)
from voronka.web.request import whole_number
from voronka.web.task_form import chosen_kind, kind_options, read_task
from voronka.web.tasks.forms import read_words, typed_of
from voronka.web.wording import stage_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.queries.tasks import TaskBrief
    from voronka.web.request import AppRequest

STEP = "step"
_EXITS = (StageKind.WON, StageKind.POSTPONED, StageKind.LOST)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ends: done, with what came of it, or cancelled, with the reason, which is required."""

    state: Literal[TaskState.DONE, TaskState.CANCELLED]
    url: str
    words_required: bool

    def asks_words_of(self, task: TaskBrief) -> bool:
        """Whether it can't end without words: a reason, or the answer to what the task asks."""
        return self.words_required or (self.state is TaskState.DONE and bool(task.question))


FINISHING = Ending(TaskState.DONE, "task-done", words_required=False)
CANCELLING = Ending(TaskState.CANCELLED, "task-cancel", words_required=True)


@dataclass(frozen=True, slots=True)
class After:
    """One answer to "what is next?"."""

    value: str
    label: str
    icon: str


def close(request: AppRequest, task: TaskBrief, ending: Ending) -> HttpResponse:
    """End the task: 204, or 422 and the dialog with what is still to be said."""
    typed = typed_of(request.POST, "words", "after", "to")
    is_asked = "asked" in request.POST
    try:
        words = read_words(typed["words"], "words", required=ending.asks_words_of(task))
        if is_asked and task.is_last and typed["after"] != STEP:
            return _close_deal(request, task, ending, typed, words)
        return _close_task(request, task, ending, typed, words)
    except Invalid as refusal:
        texts = problem_texts(refusal) if is_asked else {}
        return ask_closing(request, task, ending, typed, texts, status=422)
    except NextStepMissing:
        # It may have become the last one only since it was read.
        return ask_closing(request, replace(task, is_last=True), ending, typed, status=422)


def _close_task(
    request: AppRequest, task: TaskBrief, ending: Ending, typed: Mapping[str, str], words: str
) -> HttpResponse:
    plans_next = task.is_last and typed["after"] == STEP
    following = read_task(typed, request.now) if plans_next else None
    if ending.state is TaskState.DONE:
        event = complete_task(
            by=request.actor,
            at=request.now,
            task=task.id,
            outcome=words,
            next_task=following,
            request_id=request.request_id,
        )
        text = _("Done: %(task)s") % {"task": task.title}
    else:
        event = cancel_task(
            by=request.actor,
            at=request.now,
            task=task.id,
            reason=words,
            next_task=following,
            request_id=request.request_id,
        )
        text = _("Cancelled: %(task)s") % {"task": task.title}
    more = "" if following is None else _("Next: %(task)s") % {"task": following.title}
    to = whole_number(typed["to"])
    then = "" if to is None else reverse("move-dialog", args=[task.deal.id, to])
    return done(
        text, change_of(deal_row(request.actor, task.deal.id)), undo=event, more=more, then=then
    )  # fmt: skip


def _close_deal(
    request: AppRequest, task: TaskBrief, ending: Ending, typed: Mapping[str, str], words: str
) -> HttpResponse:
    """End the task together with the move that closes the deal, in one action."""
    way_out = next((kind for kind in _EXITS if kind.value == typed["after"]), None)
    if way_out is None:
        raise NextStepMissing
    form = read_move(request.POST, task.deal.pipeline.only(way_out).id)
    if form.problems:
        return ask_closing(request, task, ending, typed, error_texts(form, {}), status=422)
    move = replace(form.move(TaskEnd(task.id, ending.state, words)), reason=words)
    try:
        moved = move_deal(
            by=request.actor,
            at=request.now,
            deal=task.deal.id,
            move=move,
            version=form.version,
            request_id=request.request_id,
        )
    except GateRefused as refusal:
        wanted = asked_for(refusal.verdict)
        texts = {} if wanted is None else error_texts(form, wanted)
        whole = () if wanted is not None else tuple(map(obstacle_text, refusal.verdict.obstacles))
        return ask_closing(request, task, ending, typed, texts, whole, status=422)
    return done(moved_text(moved), change_told(moved.event), undo=moved.event, more=moved.deal.title)


# -- the dialog ---------------------------------------------------------------------------------------------------


def ask_closing(
    request: AppRequest,
    task: TaskBrief,
    ending: Ending,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    whole: tuple[str, ...] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    """The dialog: what came of it (or why it is cancelled) and, for the last task, what is next."""
    said = dict(typed or {})
    context = {
        "task": task,
        "deal": task.deal,
        "action": reverse(ending.url, args=[task.id]),
        "words_required": ending.asks_words_of(task),
        "errors": defaultdict(str, errors or {}),
        "form_errors": whole,
    } | _words_of(task, ending)
    if task.is_last:
        context |= _what_next(request, task, said)
    context["typed"] = defaultdict(str, said | {name: request.POST.get(name, "") for name in _EXIT_FIELDS})
    return render(request, "tasks/close.html", context, status=status)


_EXIT_FIELDS = ("lost_reason", "competitor", "postpone_reason", "until", "until_own")


def _words_of(task: TaskBrief, ending: Ending) -> dict[str, str]:
    named = {"task": task.title}
    if ending.state is TaskState.CANCELLED:
        return {
            "title": _("Cancel “%(task)s”") % named,
            "question": _("Why is it cancelled?"),
            "submit": _("Cancel the task"),
        }
    return {
        "title": _("Done: %(task)s") % named,
        "question": task.question or _("What came of it (optional)"),
        "submit": _("Save"),
    }


def _what_next(request: AppRequest, task: TaskBrief, said: dict[str, str]) -> dict[str, Any]:
    step = task.deal.stage.default_step
    if "title" not in said or ("asked" not in request.POST and not said["title"]):
        # The stage's own step is proposed, unless that is the very one that ends here.
        said["title"] = step.title if step.title != task.title else ""
    afters = _afters(request, task)
    after = said.get("after", "")
    return {
        "kinds": kind_options(),
        "kind": chosen_kind(said.get("kind", ""), step.kind),
        "due": due_choice(request.now, task.deal.clock, said, seller_hours(request), default=step.after),
        "afters": afters,
        "after": after if any(one.value == after for one in afters) else STEP,
        "lost_reasons": reasons(StageKind.LOST),
        "postpone_reasons": reasons(StageKind.POSTPONED),
        "days": day_options(request.now),
        "nurture": nurture_options(task.deal.pipeline),
    }


def _afters(request: AppRequest, task: TaskBrief) -> list[After]:
    """The next step first, then the exits that are open now: Won only where the gate lets the deal through."""
    ways = choices(request.actor, task.deal.id)
    icons = {StageKind.WON: "trophy", StageKind.POSTPONED: "alarm-clock", StageKind.LOST: "circle-x"}
    exits = [
        After(kind.value, stage_kind(kind), icons[kind])
        for kind in _EXITS
        if ways.of(kind).way in {Way.OPEN, Way.EXIT}
    ]
    return [After(STEP, _("Next step"), "arrow-right"), *exits]
