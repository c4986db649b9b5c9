"""How much effort a deal deserves now: set with its reason, and lowered with one click where a robot advises so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from voronka.commands.priority import set_priority
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.domain.robot import Priority
from voronka.queries.deal_row import deal_row, see_deal
from voronka.web.asked import options
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts
from voronka.web.robot_words import PRIORITIES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

# What is mostly said; another reason is written.
REASONS: tuple[Label, ...] = (
    gettext_lazy("Not ready for the next step yet"),
    gettext_lazy("Others are closer to a decision"),
    gettext_lazy("Too small for the effort"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def priority(request: AppRequest, deal: int) -> HttpResponse:
    """The dialog of the priority. A reason that was chosen does where none is written."""
    seen = see_deal(request.actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    given = {name: request.POST.get(name, "") for name in ("priority", "reason", "usual")}
    if request.method != "POST":
        return _dialog(request, deal, {**given, "priority": Priority.LOW, "usual": str(REASONS[0])})
    try:
        wanted = _priority(given["priority"])
        reason = given["reason"] or given["usual"]
        set_priority(
            by=request.actor, at=request.now, deal=deal, priority=wanted, reason=reason, request_id=request.request_id
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, deal, given, problem_texts(invalid), 422)
    text = _("Priority: %(after)s") % {"after": PRIORITIES[wanted]}
    return done(text, change_of(deal_row(request.actor, deal)))


def _priority(said: str) -> Priority:
    if said not in set(Priority):
        raise Invalid({"priority": Problem.UNKNOWN_CHOICE})
    return Priority(said)


def _dialog(
    request: AppRequest,
    deal: int,
    values: dict[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "deal_id": deal, "values": values, "errors": errors or {}, "priorities": options(PRIORITIES),
        "reasons": [(str(reason), str(reason)) for reason in REASONS],
    }  # fmt: skip
    return render(request, "deal/_priority_dialog.html", shown, status=status)
