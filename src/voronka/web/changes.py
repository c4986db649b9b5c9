"""What every page answers when a deal was changed: the news of it, with a toast and Undo or with the changed piece.

The event `voronka:deal-changed` reaches the page, which fetches anew what it shows of the deal; live updates
from colleagues arrive as the same event.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.domain.ids import StageId
from voronka.queries.pipelines import pipeline_of
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from voronka.models import Deal, Event

Change = dict[str, Any]


def change_told(event: Event) -> Change:
    """The news of an event about a deal. One query."""
    pipeline = pipeline_of(event.pipeline_id or 0)
    stage = pipeline.stage(StageId(event.stage_id or 0))
    is_open = stage is not None and stage.kind.is_open
    return _change(
        event.deal_id, event.version, event.stage_id, event.stage_before_id, pipeline.id, is_open=is_open
    )


def change_of(deal: Deal) -> Change:
    """The news of a deal whose fields or facts changed, from its row as a command returned it.

    It may have moved on by itself; then the page says so.
    """
    change = _change(
        deal.pk, deal.version, deal.stage_id, deal.stage_id, deal.pipeline_id, is_open=deal.is_open
    )
    return change | ({"movedOn": moved_on_text(deal)} if _moved_by_itself(deal) else {})


def _moved_by_itself(deal: Deal) -> bool:
    """Whether the command that returned the row brought the deal to its stage, though it was about something else."""
    return deal.entered_at == deal.changed_at != deal.created_at


def moved_on_text(deal: Deal) -> str:
    """Says to whom added the last fact that was missing what came of it."""
    stage = pipeline_of(deal.pipeline_id).stage(StageId(deal.stage_id))
    return _("It moved on by itself to “%(stage)s”.") % {"stage": stage.name if stage else ""}


def _change(
    deal: int | None,
    version: int | None,
    stage: int | None,
    before: int | None,
    pipeline: int,
    *,
    is_open: bool,
) -> Change:
    return {
        "deal": deal,
        "version": version,
        "stage": stage,
        "stageBefore": before,
        "pipeline": pipeline,
        "closed": not is_open,
    }


def done(
    text: str,
    change: Change,
    *,
    undo: Event | None = None,
    more: str = "",
    action: dict[str, str] | None = None,
    then: str = "",
) -> HttpResponse:
    """204 with the toast and the news. The open dialog closes, or shows `then` (an address) instead.

    A deal that moved on by itself has left what `then` would show behind.
    """
    undo_url = "" if undo is None else reverse("undo", args=[undo.pk])
    stays = then and "movedOn" not in change
    follows: dict[str, Any] = {"dialog": {"url": then}} if stays else {"close_dialog": True}
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = toast_header(
        text, more=more, undo_url=undo_url, action=action, deal_changed=change, **follows
    )
    return response


def changed(response: HttpResponse, deal: Deal, *, field: str = "") -> HttpResponse:
    """The changed piece itself with the news, without a toast: it is in sight of who changed it.

    `field` is what was edited.
    """
    detail = change_of(deal) | ({"field": field} if field else {})
    response.headers["HX-Trigger"] = json.dumps({"voronka:deal-changed": detail})
    return response
