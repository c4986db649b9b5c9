"""The address for programs: POST anything with a source's key, and it is in the ledger before the answer goes out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from voronka.commands.intake import Arrival, take_in
from voronka.commands.setup.sources import source_of_key
from voronka.domain.errors import Invalid, NotFound, TooManyAttempts
from voronka.domain.intake import KEY_LENGTH, MOST_BYTES, network_of
from voronka.web.account.visitor import address_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

_BEARER = re.compile(r"^Bearer +(\S{1,200})$", re.IGNORECASE)
_HEADERS = {"page": "X-Page", "referrer": "Referer", "agent": "User-Agent"}


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    """Take a request in: 202 with its number in the ledger.

    No page and no session: whatever goes wrong is said as application/problem+json (RFC 9457), in English, for it is
    read by whoever connects a program.
    """
    now = timezone.now()
    if request.method != "POST":
        return _problem(405, "Only POST is taken here.", headers={"Allow": "POST"})
    try:
        source = source_of_key(key=_key(request), address=address_of(request), at=now)
        arrival = _arrival(request)
        if isinstance(arrival, HttpResponse):
            return arrival
        taken = take_in(source=source, arrival=arrival, at=now)
    except NotFound:
        told = "The key is unknown, was replaced, or its source is switched off. Send “Authorization: Bearer KEY”."
        return _problem(401, told, headers={"WWW-Authenticate": "Bearer"})
    except TooManyAttempts as closed:
        return _too_many(closed.retry_at, now)
    except Invalid:
        told = "Another request came under this Idempotency-Key. Use a new key for a new request."
        return _problem(422, told)
    body = json.dumps({"id": taken.id, "repeated": not taken.is_new})
    return HttpResponse(body, status=202, content_type="application/json")


def _key(request: HttpRequest) -> str:
    """The key that was shown, empty for none."""
    found = _BEARER.match(request.headers.get("Authorization", ""))
    return "" if found is None else found.group(1)


def _arrival(request: HttpRequest) -> Arrival | HttpResponse:
    """What came, or why it is not taken."""
    size = request.headers.get("Content-Length", "")
    if size.isdigit() and int(size) > MOST_BYTES:
        return _problem(413, f"At most {MOST_BYTES} bytes are taken.")
    raw = request.body
    if len(raw) > MOST_BYTES:
        return _problem(413, f"At most {MOST_BYTES} bytes are taken.")
    if not raw.strip():
        return _problem(400, "The body is empty. Send JSON, a form or text.")
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > KEY_LENGTH:
        return _problem(400, f"An Idempotency-Key has at most {KEY_LENGTH} characters.")
    around = {name: request.headers.get(header, "")[:500] for name, header in _HEADERS.items()}
    return Arrival(
        raw=raw,
        content_type=request.headers.get("Content-Type", ""),
        circumstances={name: value for name, value in around.items() if value},
        network=network_of(address_of(request)),
        key=key,
        is_trusted=True,
    )


def _too_many(retry_at: datetime, now: datetime) -> HttpResponse:
    seconds = max(1, int((retry_at - now).total_seconds()))
    told = "Too many requests. Try again later; nothing of this one was kept."
    return _problem(429, told, headers={"Retry-After": str(seconds)})


_TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    405: "Method not allowed",
    413: "Content too large",
    422: "Unprocessable content",
    429: "Too many requests",
}


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    told = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": detail}
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response
