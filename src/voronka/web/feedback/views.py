"""The board of product feedback, one feedback's page, and what its keeper does: move, answer, merge, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from voronka.commands.feedback import merge_feedback, move_feedback, undo_feedback
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.queries.feedback import feedback_columns, feedback_like, feedback_page, kind_counts
from voronka.web.errors.wording import problem_texts
from voronka.web.feedback.answers import told
from voronka.web.feedback.words import NAMES
from voronka.web.labels import FEEDBACK_STATES
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from voronka.queries.feedback import FeedbackPage
    from voronka.web.request import AppRequest


@require_safe
def board(request: AppRequest) -> HttpResponse:
    """The board; `?kind=` shows one kind only."""
    kind = _shown_kind(request)
    context = {
        **NAMES,
        "columns": feedback_columns(request.actor, kind),
        "counts": kind_counts(request.actor),
        "kind": kind,
        "currency": request.workspace.currency,
        "may_keep": request.actor.policy.may_answer_feedback,
    }
    return render(request, "feedback/board.html", context)


@require_safe
def one(request: AppRequest, feedback: int) -> HttpResponse:
    """One feedback with who asks for it."""
    page = feedback_page(request.actor, feedback)
    context = {**NAMES, "page": page, "currency": request.workspace.currency}
    return render(request, "feedback/one.html", context)


@require_GET
def menu(request: AppRequest, feedback: int) -> HttpResponse:
    """Where it may go, as a menu."""
    page = _to_keep(request, feedback)
    return render(request, "feedback/menu.html", {**NAMES, "page": page, "states": list(FeedbackState)})


@require_http_methods(["GET", "POST"])
def move(request: AppRequest, feedback: int) -> HttpResponse:
    """GET: the dialog that asks for the answer. POST: the move; 422 where an answer is missing."""
    page = _to_keep(request, feedback)
    to = _state(request.POST.get("state") or request.GET.get("state", ""))
    if request.method == "GET":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("feedback-one", args=[feedback]))
        return _ask(request, page, to, page.card.answer, {})
    answer = request.POST.get("answer")
    try:
        event = move_feedback(
            by=request.actor, at=request.now, feedback=feedback, to=to, answer=answer, request_id=request.request_id
        )  # fmt: skip
    except Invalid as refusal:
        if "state" in refusal.problems:
            return told(_("Nothing was changed."), feedback)
        errors = problem_texts(refusal) if answer is not None else {}
        return _ask(request, page, to, answer or "", errors, status=422)
    text = _("Feedback: %(state)s") % {"state": FEEDBACK_STATES[to]}
    return told(text, feedback, more=page.card.title, undo=event)


@require_http_methods(["GET", "POST"])
def merge(request: AppRequest, feedback: int) -> HttpResponse:
    """GET: the dialog to look for its like, with `?q=` only what was found. POST: the merge."""
    page = _to_keep(request, feedback)
    if request.method == "GET":
        text = request.GET.get("q", page.card.title)[:160]
        context = {
            **NAMES,
            "page": page,
            "text": text,
            "found": feedback_like(request.actor, text, without=feedback),
        }
        template = "feedback/merge_found.html" if "q" in request.GET else "feedback/merge.html"
        return render(request, template, context)
    into = whole_number(request.POST.get("into")) or 0
    event = merge_feedback(
        by=request.actor, at=request.now, feedback=feedback, into=into, request_id=request.request_id
    )
    kept = feedback_page(request.actor, into).card.title
    response = told(_("Joined with “%(title)s”") % {"title": kept}, into, more=page.card.title, undo=event)
    if request.headers.get("HX-Current-URL", "").rstrip("/").endswith(f"/feedback/{feedback}"):
        # The page it was joined from shows nothing any more.
        response.headers["HX-Redirect"] = reverse("feedback-one", args=[into])
    return response


@require_POST
def undo(request: AppRequest, event: int) -> HttpResponse:
    """Take a move or a merge back."""
    undone = undo_feedback(by=request.actor, at=request.now, event=event, request_id=request.request_id)
    return told(_("Undone"), undone.payload["feedback"], more=undone.payload["title"])


def _to_keep(request: AppRequest, feedback: int) -> FeedbackPage:
    page = feedback_page(request.actor, feedback)
    if not page.may_keep:
        raise NotAllowed
    return page


def _ask(
    request: AppRequest,
    page: FeedbackPage,
    to: FeedbackState,
    answer: str,
    errors: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    context = {
        **NAMES,
        "page": page,
        "to": to,
        "answer": answer,
        "error": errors.get("answer", ""),
        "is_required": to.asks_answer,
    }
    return render(request, "feedback/move.html", context, status=status)


def _state(text: str) -> FeedbackState:
    try:
        return FeedbackState(text)
    except ValueError:
        raise NotFound from None


def _shown_kind(request: AppRequest) -> FeedbackKind | None:
    text = request.GET.get("kind", "")
    return FeedbackKind(text) if text in set(FeedbackKind) else None
