"""Writing feedback down: from a deal in two gestures, joining what is there already, and saying it otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.commands.feedback import change_feedback, give_feedback, join_feedback
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.feedback import FeedbackKind
from voronka.queries.deal_row import SeenDeal, deal_row, see_deal
from voronka.queries.feedback import feedback_like, feedback_page
from voronka.web.errors.wording import problem_texts
from voronka.web.feedback.answers import told
from voronka.web.feedback.words import kind_options
from voronka.web.request import form_values, whole_number
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.web.request import AppRequest

_FIELDS = ("title", "kind", "words")


@require_http_methods(["GET", "POST"])
def new(request: AppRequest) -> HttpResponse:
    """The dialog of new feedback, of a deal (`?deal=`) or of whoever keeps the board."""
    seen = _deal(request, request.GET.get("deal"))
    if seen is None and not request.actor.policy.may_answer_feedback:
        raise NotAllowed
    if request.method == "GET":
        return _to_page(request, seen) or _dialog(request, seen, {"kind": FeedbackKind.MISSING.value}, {})
    given = form_values(request, *_FIELDS)
    try:
        made = give_feedback(
            by=request.actor, at=request.now, title=given["title"], kind=_kind(given["kind"]), words=given["words"],
            deal=None if seen is None else seen.row.pk, request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        return _dialog(request, seen, given, problem_texts(refusal), status=422)
    deal = None if seen is None else deal_row(request.actor, seen.row.pk)
    return told(_("Feedback noted"), made.pk, more=made.title, deal=deal)


@require_GET
def like(request: AppRequest) -> HttpResponse:
    """What is there already and may be the same, while the title is typed."""
    seen = _deal(request, request.GET.get("deal"))
    text = request.GET.get("title", "")[:160]
    found = feedback_like(request.actor, text, without_deal=None if seen is None else seen.row.pk)
    return render(request, "feedback/like.html", {"found": found, "deal": seen and seen.row.pk})


@require_POST
def join(request: AppRequest, feedback: int) -> HttpResponse:
    """One more deal asks for it."""
    seen = _deal(request, request.POST.get("deal"))
    if seen is None:
        raise NotFound
    try:
        joined = join_feedback(
            by=request.actor, at=request.now, feedback=feedback, deal=seen.row.pk,
            words=request.POST.get("words", ""), request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        text = (
            _("The deal asks for it already.")
            if "deal" in refusal.problems
            else problem_texts(refusal)["words"]
        )
        response = HttpResponse(status=422)
        response.headers["HX-Reswap"] = "none"
        response.headers["HX-Trigger"] = toast_header(text, kind="error")
        return response
    deal = deal_row(request.actor, seen.row.pk)
    return told(_("The deal was added"), joined.pk, more=joined.title, deal=deal)


@require_http_methods(["GET", "POST"])
def edit(request: AppRequest, feedback: int) -> HttpResponse:
    """The dialog of saying it otherwise."""
    page = feedback_page(request.actor, feedback)
    if not page.may_change:
        raise NotAllowed
    if request.method == "GET":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("feedback-one", args=[feedback]))
        given = {"title": page.card.title, "kind": page.card.kind.value, "words": page.words}
        return _edit_dialog(request, feedback, given, {})
    given = form_values(request, *_FIELDS)
    try:
        change_feedback(
            by=request.actor, at=request.now, feedback=feedback, title=given["title"],
            kind=_kind(given["kind"]), words=given["words"], request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        return _edit_dialog(request, feedback, given, problem_texts(refusal), status=422)
    return told(_("Feedback saved"), feedback)


def _deal(request: AppRequest, text: str | None) -> SeenDeal | None:
    """The deal that is spoken of, which the actor may change; None for none."""
    if not text:
        return None
    seen = see_deal(request.actor, whole_number(text) or 0)
    if not seen.rights.edit:
        raise NotAllowed
    return seen


def _to_page(request: AppRequest, seen: SeenDeal | None) -> HttpResponse | None:
    """A dialog's address that is opened by itself shows the page behind it."""
    if request.is_htmx:
        return None
    page = reverse("feedback") if seen is None else reverse("deal", args=[seen.row.pk])
    return HttpResponseRedirect(page)


def _kind(text: str) -> FeedbackKind:
    try:
        return FeedbackKind(text)
    except ValueError:
        raise Invalid({"kind": Problem.UNKNOWN_CHOICE}) from None


def _dialog(
    request: AppRequest,
    seen: SeenDeal | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    found = feedback_like(
        request.actor, typed.get("title", ""), without_deal=None if seen is None else seen.row.pk
    )
    context = {
        "action": request.get_full_path(),
        "deal": None if seen is None else seen.row.pk,
        "deal_title": "" if seen is None else seen.row.title,
        "title": _("Product feedback"),
        "submit": _("Note it"),
        "found": found,
        "kinds": kind_options(),
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, errors),
        "is_new": True,
    }
    return render(request, "feedback/form.html", context, status=status)


def _edit_dialog(
    request: AppRequest,
    feedback: int,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    context = {
        "action": reverse("feedback-edit", args=[feedback]),
        "deal": None,
        "deal_title": "",
        "title": _("Edit the feedback"),
        "submit": _("Save"),
        "found": (),
        "kinds": kind_options(),
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, errors),
        "is_new": False,
    }
    return render(request, "feedback/form.html", context, status=status)
