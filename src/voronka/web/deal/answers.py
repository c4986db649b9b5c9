"""What a change on the page itself answers with: the changed piece, and the news by which the rest is fetched anew."""

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

from voronka.web.changes import change_of

if TYPE_CHECKING:
    from voronka.models import Deal


def changed(response: HttpResponse, deal: "Deal", *, field: str = "") -> HttpResponse:
    """Add the news, without a message: what changed is in sight of who changed it. `field` is what was edited."""
    detail = change_of(deal) | ({"field": field} if field else {})
    response.headers["HX-Trigger"] = json.dumps({"voronka:deal-changed": detail})
    return response
