"""The calendar outside of Voronka: the feed behind a secret address, and that address in the profile."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.calendar_feeds import open_feed, renew_feed, stop_feed
from voronka.domain.errors import NotFound, TooManyAttempts
from voronka.queries.actors import actor_of
from voronka.queries.calendar_feed import feed_made_at, feed_tasks
from voronka.web.account.visitor import address_of
from voronka.web.calendar.feed import calendar_file

if TYPE_CHECKING:
    from voronka.models import User
    from voronka.web.request import AppRequest


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whose secret it is, as they may see it now, in their language. 304 when nothing has changed.

    No page: a wrong secret is a bare 404, too many of them a bare 429, for a program reads the answer.
    """
    now = timezone.now()
    try:
        user = open_feed(secret=secret, address=address_of(request), at=now)
    except NotFound:
        return HttpResponse(status=404)
    except TooManyAttempts as closed:
        seconds = max(1, int((closed.retry_at - now).total_seconds()))
        return HttpResponse(status=429, headers={"Retry-After": str(seconds)})
    with translation.override(user.language):
        content = _file(request, user)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=response) or response
    response.headers["ETag"] = etag
    # For this one reader only, who asks anew each time; no search engine that was given the address lists it.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = 'inline; filename="voronka.ics"'
    return response


def _file(request: HttpRequest, user: User) -> bytes:
    return calendar_file(
        feed_tasks(actor_of(user), timezone.now()),
        name=user.name,
        zone=ZoneInfo(user.time_zone),
        host=request.get_host().partition(":")[0],
        link=lambda deal: request.build_absolute_uri(reverse("deal", args=[deal])),
    )


@require_POST
def address(request: AppRequest) -> HttpResponse:
    """Make one's secret address, or make it anew; it is shown this once."""
    secret = renew_feed(by=request.actor, at=request.now)
    url = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    return _panel(request, url)


@require_POST
def stop(request: AppRequest) -> HttpResponse:
    """Switch the address off."""
    stop_feed(by=request.actor)
    return _panel(request)


def _panel(request: AppRequest, url: str = "") -> HttpResponse:
    shown = {"feed_made_at": feed_made_at(request.actor), "feed_url": url}
    return render(request, "calendar/_feed.html", shown)
