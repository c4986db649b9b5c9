"""Runs the pages, which are WSGI, in threads beside the event loop: a2wsgi, with whole responses handed over at once.

a2wsgi hands the head, the body and the end over one by one, and its thread waits for the loop each time. For a page
that is whole before its first byte goes out that is 0.4 ms of switching, a tenth of what a board costs (ADR 0012).
"""

from collections.abc import Iterable

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import HTTPResponseBodyEvent, HTTPResponseStartEvent, Receive, Scope, Send
from a2wsgi.wsgi import WSGIResponder
from a2wsgi.wsgi_typing import Environ, ExceptionInfo, StartResponse, WriteCallable

Head = tuple[str, list[tuple[str, str]], ExceptionInfo | None]

# What is longer goes block by block, so that a slow reader of a large file costs little memory.
WHOLE = 512 * 1024


class InThreads(WSGIMiddleware):
    """A WSGI application as an ASGI one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            await _Responder(self.app, self.executor, self.send_queue_size)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class _Responder(WSGIResponder):
    """One request."""

    def wsgi(self, environ: Environ, start_response: StartResponse) -> None:
        """Call the application, in a thread. Its head is there before its body: Django's always is."""
        del start_response
        heads: list[Head] = []

        def hold(
            status: str, headers: list[tuple[str, str]], exc_info: ExceptionInfo | None = None, /
        ) -> WriteCallable:
            heads[:] = [(status, headers, exc_info)]
            return _refuse_to_write

        body = self.app(environ, hold)
        try:
            self._give(heads[0], body)
        finally:
            getattr(body, "close", lambda: None)()

    def _give(self, head: Head, body: Iterable[bytes]) -> None:
        status, headers, self.exc_info = head
        if not _is_whole(head):
            self.start_response(*head)
            for block in body:
                self.send({"type": "http.response.body", "body": block, "more_body": True})
            self.send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        coded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        start: HTTPResponseStartEvent = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": coded,
        }
        whole: HTTPResponseBodyEvent = {
            "type": "http.response.body",
            "body": b"".join(body),
            "more_body": False,
        }
        self.loop.call_soon_threadsafe(self._put, start, whole)

    def _put(self, start: HTTPResponseStartEvent, whole: HTTPResponseBodyEvent) -> None:
        self.send_queue.put_nowait(start)
        self.send_queue.put_nowait(whole)


def _is_whole(head: Head) -> bool:
    length = next((value for name, value in head[1] if name.lower() == "content-length"), "")
    return length.isdigit() and int(length) <= WHOLE


def _refuse_to_write(_: bytes) -> None:
    raise RuntimeError("Nothing here uses WSGI's old way of writing.")
