"""A person's browser as far as the bench needs one: a connection kept alive, a session, forms with their token."""

import http.client
import re
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH

from voronka.management.bench.sampling import Took

_TOKEN = "b" * CSRF_SECRET_LENGTH
_SERVER_TIMING = re.compile(r"app;dur=([\d.]+), cpu;dur=([\d.]+)")
# uvicorn keeps idle connections for five seconds.
_KEPT_ALIVE = 3


class Failed(Exception):
    """A page did not answer as it should; the text says which, how and with what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: what the server took for it, and milliseconds until the whole body was here."""

    status: int
    body: bytes
    server: Took
    client_ms: float
    coding: str


class Browser:
    """One person at one server."""

    def __init__(self, port: int, session: str, coding: str = "br") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._last = perf_counter()
        self._headers = {
            "Accept-Encoding": coding,
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}",
            "X-CSRFToken": _TOKEN,
        }

    def get(self, path: str, *, part: bool = False) -> Answer:
        """Fetch a page, or (`part`) a fragment of one.

        Raises:
            Failed
        """
        return self._send("GET", path, None, {"HX-Request": "true"} if part else {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form as a page does.

        Raises:
            Failed
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return self._send("POST", path, urlencode(fields).encode(), headers)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if perf_counter() - self._last > _KEPT_ALIVE:
            # The server has hung up on an idle connection, or is about to.
            self._connection.close()
        began = perf_counter()
        self._connection.request(method, path, body, {**self._headers, **headers})
        response = self._connection.getresponse()
        content = response.read()
        self._last = perf_counter()
        took = (self._last - began) * 1000
        told = response.headers.get("Server-Timing", "")
        found = _SERVER_TIMING.search(told)
        if response.status not in {200, 204} or found is None:
            raise Failed(f"{method} {path} answered {response.status}: {content[:120]!r}")
        return Answer(
            response.status,
            content,
            Took(*map(float, found.groups())),
            took,
            response.headers.get("Content-Encoding", ""),
        )
