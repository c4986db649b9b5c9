"""The head's review of a deal over its limit: what it did so far, why it stays, what is decided; or later, with a reason."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.reviews import decide_review, put_off_review
from voronka.commands.values import Bad
from voronka.domain.errors import GateRefused, Invalid, Problem
from voronka.domain.pipeline import StageKind
from voronka.domain.reviews import Decision
from voronka.queries.calendars import calendar_of
from voronka.queries.deal_brief import brief_of
from voronka.queries.deal_page import limit_of
from voronka.queries.moves import reasons
from voronka.queries.receivers import receivers
from voronka.queries.refusal_words import obstacle_text
from voronka.queries.reviews import Case, review_to_decide
from voronka.web.changes import change_of, change_told, done
from voronka.web.due_times import due_choice, seller_hours
from voronka.web.errors.wording import problem_texts
from voronka.web.move_form import asked_for, day_options, nurture_options
from voronka.web.review_words import DECIDED, DECISIONS, ICONS, TOUCH_WORDS
from voronka.web.reviews.days import proposed_day, read_day
from voronka.web.reviews.form import ReviewForm, read_review
from voronka.web.task_form import chosen_kind, kind_options

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voronka.domain.working_time import Calendar
    from voronka.models import Event
    from voronka.web.request import AppRequest

_USUAL_TERM = timedelta(days=3)
_EXIT_FIELDS = ("lost_reason", "competitor", "postpone_reason", "until", "until_own", "track")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: AppRequest, review: int) -> HttpResponse:
    """The dialog. POST: 204 decided, 422 what is missing."""
    case = review_to_decide(request.actor, review)
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[case.seen.row.pk]))
        return _dialog(request, case)
    calendar = calendar_of(case.seen.row.team_id)
    form = read_review(request.POST, case.seen.pipeline, request.now, calendar)
    try:
        event = _decided(request, review, form)
    except Invalid as refusal:
        return _dialog(request, case, form, _errors(refusal))
    except GateRefused as refusal:
        wanted = asked_for(refusal.verdict)
        if wanted is not None:
            return _dialog(request, case, form, _errors(Invalid(wanted)))
        return _dialog(request, case, form, {}, tuple(map(obstacle_text, refusal.verdict.obstacles)))
    decision = DECIDED[Decision(event.payload["decision"])]
    return done(
        _("Reviewed: %(decision)s") % {"decision": decision}, change_told(event), more=case.seen.row.title
    )


def _decided(request: AppRequest, review: int, form: ReviewForm) -> Event:
    if form.problems:
        raise Invalid(form.problems)
    return decide_review(
        by=request.actor, at=request.now, review=review, found=form.found, request_id=request.request_id
    )


@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request: AppRequest, review: int) -> HttpResponse:
    """The dialog that asks until when and why. POST: 204 put off, 422 what is missing."""
    case = review_to_decide(request.actor, review)
    calendar = calendar_of(case.seen.row.team_id)
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[case.seen.row.pk]))
        first = {"new_on": proposed_day(request.now, timedelta(days=1), calendar), "reason": ""}
        return _put_off_dialog(request, case, first)
    typed = {name: request.POST.get(name, "") for name in ("new_on", "reason")}
    try:
        row = put_off_review(
            by=request.actor,
            at=request.now,
            review=review,
            until=_until(typed["new_on"], request, calendar),
            reason=typed["reason"],
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _put_off_dialog(request, case, typed, refusal)
    return done(_("The review is put off"), change_of(row), more=row.title)


def _until(text: str, request: AppRequest, calendar: Calendar) -> datetime | None:
    """The day to come that was typed; what can't be read is as good as none."""
    try:
        return read_day(text, request.now, calendar)
    except Bad:
        return None


def _errors(refusal: Invalid) -> dict[str, str]:
    """Field -> sentence, under the fields of this form."""
    texts = problem_texts(refusal)
    if "until" in texts and refusal.problems["until"] is Problem.REQUIRED:
        texts["until"] = _("Choose a day later than today.")
    for ours, theirs in (("cause", "cause_id"), ("title", "step")):
        if theirs in texts:
            texts[ours] = texts[theirs]
    for name in {"cause", "lost_reason", "postpone_reason"} & texts.keys():
        texts[name] = _("Choose a reason.")
    if "decision" in texts:
        texts["decision"] = _("Choose what happens now.")
    if "new_on" in texts:
        texts["new_on"] = _("Choose a day to come.")
    if "owner" in texts:
        texts["owner"] = _("Choose a person")
    return texts


def _dialog(
    request: AppRequest,
    case: Case,
    form: ReviewForm | None = None,
    errors: Mapping[str, str] | None = None,
    whole: tuple[str, ...] = (),
) -> HttpResponse:
    seen = case.seen
    typed = {"title": "", "kind": ""} if form is None else dict(form.typed)
    typed |= {name: request.POST.get(name, "") for name in _EXIT_FIELDS}
    if form is None:
        term = limit_of(seen) or _USUAL_TERM
        typed["new_on"] = proposed_day(request.now, term, calendar_of(seen.row.team_id))
    context: dict[str, Any] = {
        "case": case,
        "deal": brief_of(seen),
        "touch": "" if case.last_touch is None else TOUCH_WORDS[case.last_touch.kind],
        "decisions": _decisions(),
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, errors or {}),
        "form_errors": whole,
        "people": [(one.id, one.label) for one in receivers(request.actor, without=seen.row.owner_id)],
        "step_hint": _step_hint(case, request.now),
        "kinds": kind_options(),
        "kind": chosen_kind(typed["kind"], seen.stage.default_step.kind),
        "due": due_choice(
            request.now,
            brief_of(seen).clock,
            typed,
            seller_hours(request),
            default=seen.stage.default_step.after,
        ),
        "lost_reasons": reasons(StageKind.LOST),
        "postpone_reasons": reasons(StageKind.POSTPONED),
        "days": day_options(request.now),
        "nurture": nurture_options(seen.pipeline),
    }
    return render(request, "reviews/review.html", context, status=200 if form is None else 422)


def _step_hint(case: Case, now: datetime) -> str:
    """Whether one is needed: a live next step may stay, an overdue one may not."""
    row = case.seen.row
    if row.next_task is None or row.next_step_at is None or row.next_step_at < now:
        return _(
            "The present one is overdue, so name a new one. With “I help” it is your own task on the deal."
        )
    named = {"task": row.next_task.title}
    return _("Planned already: %(task)s. With “I help” it is your own task on the deal.") % named


def _decisions() -> list[tuple[str, str, str]]:
    """Value, words and picture of each decision."""
    return [(one.value, str(DECISIONS[one]), ICONS[one]) for one in Decision]


def _put_off_dialog(
    request: AppRequest, case: Case, typed: Mapping[str, str], refusal: Invalid | None = None
) -> HttpResponse:
    errors = {} if refusal is None else problem_texts(refusal)
    if "until" in errors:
        errors["new_on"] = _("Choose a day to come.")
    context = {"case": case, "deal": brief_of(case.seen), "typed": typed, "errors": defaultdict(str, errors)}
    return render(request, "reviews/put_off.html", context, status=200 if refusal is None else 422)
