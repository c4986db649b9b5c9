"""Tells in every response how long the application worked on it, in milliseconds (Server-Timing, W3C)."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Timed:
    """The WSGI application with a `Server-Timing: app;dur=` header."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Time from the call to the head of the response: Django has drawn the whole page by then."""
        began = perf_counter()

        def started(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            spent = (perf_counter() - began) * 1000
            return start_response(status, [*headers, ("Server-Timing", f"app;dur={spent:.2f}")], exc_info)

        return self._application(environ, started)
