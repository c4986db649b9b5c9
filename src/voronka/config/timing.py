"""Tells in every response how long the application took for it, in milliseconds (Server-Timing, W3C).

`app` is the time by the clock, `cpu` what the thread had of the processor: on a busy machine they differ.
"""

from collections.abc import Callable, Iterable
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Timed:
    """The WSGI application with a `Server-Timing` header."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Time from the call to the head of the response: Django has drawn the whole page by then."""
        began, worked = perf_counter(), thread_time()

        def started(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            spent, busy = (perf_counter() - began) * 1000, (thread_time() - worked) * 1000
            told = f"app;dur={spent:.2f}, cpu;dur={busy:.2f}"
            return start_response(status, [*headers, ("Server-Timing", told)], exc_info)

        return self._application(environ, started)
