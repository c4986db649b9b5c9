"""Tags of a deal: put on and taken off where they stand, and the known ones to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.tags import add_tag, remove_tag
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.queries.deal_row import deal_row, see_deal
from voronka.queries.tags import known_tags
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.web.request import AppRequest


@require_safe
def tags(request: AppRequest) -> HttpResponse:
    """The tags of the deals that one sees, as options of a field."""
    return render(request, "deal/_tag_options.html", {"tags": known_tags(request.actor)})


@require_POST
def tag_add(request: AppRequest, deal: int) -> HttpResponse:
    """Put a tag on. 422: the field again with what is wrong."""
    _refuse_unless_editable(request, deal)
    typed = request.POST.get("tag", "")
    try:
        event = add_tag(by=request.actor, at=request.now, deal=deal, tag=typed, request_id=request.request_id)
    except Invalid as invalid:
        shown = {"deal_id": deal, "typed": typed, "error": _problem(invalid)}
        return render(request, "deal/_tag_add.html", shown, status=422)
    text = _("Tag: %(tag)s") % {"tag": event.payload["added"]}
    return done(text, change_of(deal_row(request.actor, deal)), undo=event)


def _problem(invalid: Invalid) -> str:
    if invalid.problems.get("tag") is Problem.ALREADY_TAKEN:
        return _("The deal has this tag already.")
    return " ".join(problem_texts(invalid).values())


@require_POST
def tag_remove(request: AppRequest, deal: int) -> HttpResponse:
    """Take a tag off; one that a colleague took off meanwhile is told."""
    _refuse_unless_editable(request, deal)
    tag = request.POST.get("tag", "")
    try:
        event = remove_tag(
            by=request.actor, at=request.now, deal=deal, tag=tag, request_id=request.request_id
        )
    except Invalid:
        return done(_("The tag is off already."), change_of(deal_row(request.actor, deal)))
    text = _("Tag removed: %(tag)s") % {"tag": tag}
    return done(text, change_of(deal_row(request.actor, deal)), undo=event)


def _refuse_unless_editable(request: AppRequest, deal: int) -> None:
    if not see_deal(request.actor, deal).rights.edit:
        raise NotAllowed
