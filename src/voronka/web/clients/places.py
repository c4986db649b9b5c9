"""Cities that are proposed while somebody types where a client is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from voronka.queries.client_places import cities_like

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.web.request import AppRequest

_MOST = 8
# The field is called by what it edits.
_NAMES = ("value", "city")


@require_safe
def places(request: AppRequest) -> HttpResponse:
    """Options for what is typed so far; none for nothing."""
    typed = next((request.GET[name] for name in _NAMES if name in request.GET), "")
    found = cities_like(typed[:80], get_language() or "en", _MOST)
    return render(request, "clients/_places.html", {"places": found})
