"""Settings of what is too long for a deal and how long a touch takes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from voronka.commands.setup.discipline import change_discipline
from voronka.domain.capacity import Touch
from voronka.domain.errors import Invalid
from voronka.queries.discipline import discipline
from voronka.queries.sanction_rules import terms
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved

TOUCHES = {
    Touch.CALL: gettext_lazy("A call"),
    Touch.MEETING: gettext_lazy("A meeting, with the way there"),
    Touch.MESSAGE: gettext_lazy("A message, an offer, a document"),
    Touch.TASK: gettext_lazy("Any other task"),
}
_FIELDS = ("answer_days", "free_hours", "check_days", *(touch.value for touch in Touch))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """The form, and saving it."""
    if request.method != "POST":
        return _page(request, as_form(_values()))
    given = form_values(request, *_FIELDS)
    try:
        change_discipline(by=request.actor, at=request.now, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        return _page(request, refused(given, invalid), status=422)
    return saved(request, _("It is saved and counts from now on."), "settings-discipline")


def _values() -> dict[str, str]:
    here = discipline()
    return {
        "answer_days": str(here.answer_days or ""),
        "free_hours": str(here.free_hours or ""),
        "check_days": str(here.check_days or ""),
        **{touch.value: str(minutes) for touch, minutes in here.minutes.items()},
    }


def _page(request: AppRequest, form: Form, status: int = 200) -> HttpResponse:
    template = "discipline.html" if not (request.is_htmx and status != 200) else "_discipline_form.html"
    touches = [(touch.value, label) for touch, label in TOUCHES.items()]
    switch = {"sanctions": terms(), "is_term_wrong": request.GET.get("appeal") == "wrong"}
    return render(request, f"settings_/{template}", {**form, "touches": touches, **switch}, status=status)
