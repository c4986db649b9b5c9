"""What the pages of feedback answer after a change: a toast, and the news that lets the board fetch itself anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from voronka.web.changes import change_of
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from voronka.models import Deal, Event


def told(
    text: str, feedback: int, *, more: str = "", undo: Event | None = None, deal: Deal | None = None
) -> HttpResponse:
    """204 with the toast; the open dialog closes."""
    undo_url = "" if undo is None else reverse("feedback-undo", args=[undo.pk])
    news: dict[str, Any] = {"feedback_changed": {"feedback": feedback}}
    if deal is not None:
        news["deal_changed"] = change_of(deal)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = toast_header(
        text, more=more, undo_url=undo_url, close_dialog=True, **news
    )
    return response
