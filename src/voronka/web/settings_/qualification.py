"""Settings of a pipeline's checklist: its questions, in their order."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.setup.qualification import (
    add_question,
    change_question,
    place_question,
    remove_question,
)
from voronka.domain.errors import Invalid
from voronka.queries.pipelines import pipeline_of
from voronka.queries.qualification import question_row
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, pipeline: int) -> HttpResponse:
    """The dialog of one more question."""
    pipeline_of(pipeline)
    values = form_values(request, "text")
    if request.method != "POST":
        return _dialog(request, pipeline, None, as_form(values))
    try:
        add_question(
            by=request.actor, at=request.now, pipeline=pipeline, text=values["text"], request_id=request.request_id
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, pipeline, None, refused(values, invalid), status=422)
    return saved(request, _("The question is added."), "settings-pipeline", pipeline)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, question: int) -> HttpResponse:
    """The dialog of one question."""
    pipeline, text = question_row(question)
    if request.method != "POST":
        return _dialog(request, pipeline, question, as_form({"text": text}))
    values = form_values(request, "text")
    try:
        change_question(
            by=request.actor, at=request.now, question=question, text=values["text"], request_id=request.request_id
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, pipeline, question, refused(values, invalid), status=422)
    return saved(request, _("The question is saved."), "settings-pipeline", pipeline)


@require_POST
@for_the_method
def place(request: AppRequest, question: int) -> HttpResponse:
    """Put a question at another place."""
    to = whole_number(request.POST.get("place")) or 0
    place_question(
        by=request.actor, at=request.now, question=question, place=to, request_id=request.request_id
    )
    return saved(request, _("The order is saved."), "settings-pipeline", question_row(question)[0])


@require_POST
@for_the_method
def remove(request: AppRequest, question: int) -> HttpResponse:
    """Ask it no longer."""
    pipeline = remove_question(
        by=request.actor, at=request.now, question=question, request_id=request.request_id
    )
    return saved(request, _("The question is taken out of the draft."), "settings-pipeline", pipeline)


def _dialog(
    request: AppRequest, pipeline: int, question: int | None, form: Form, status: int = 200
) -> HttpResponse:
    shown = {**form, "pipeline": pipeline, "question": question}
    return render(request, "settings_/_question.html", shown, status=status)
