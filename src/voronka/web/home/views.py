"""Where a person lands: a seller on My day, who leads on the board, who only keeps the feedback there."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from voronka.web.request import AppRequest


@require_safe
def home(request: AppRequest) -> HttpResponse:
    """Send the person to their first page."""
    policy = request.actor.policy
    if not policy.works_deals:
        return HttpResponseRedirect(reverse("feedback"))
    return HttpResponseRedirect(reverse("board-first" if policy.leads else "day"))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; for the installer's monitoring."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
