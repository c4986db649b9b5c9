"""The request as the pages see it: signed in, with its actor and its moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from datetime import datetime

    from voronka.domain.permissions import Actor
    from voronka.models import User
    from voronka.queries.workspace import WorkspaceView


class AppRequest(HttpRequest):
    """A request of a signed-in person. The middleware sets every attribute; never made by hand.

    `now` is taken once a request, so that everything in it happens at one moment. `request_id` is what
    the browser gave, by which it knows its own echo among the live updates. `live_after` is the entry of
    the event log that a page is sure to show; live updates go on from there. `workspace` is read when it is first
    asked for.
    """

    user: User
    actor: Actor
    now: datetime
    request_id: str
    is_htmx: bool
    live_after: int
    workspace: WorkspaceView


def whole_number(text: str | None) -> int | None:
    """A positive whole number from a form or query, None for anything else."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return int(text)


def form_values(request: HttpRequest, *names: str) -> dict[str, str]:
    """The named values of a submitted form; absent ones are empty."""
    data: Any = request.POST
    return {name: data.get(name, "") for name in names}
