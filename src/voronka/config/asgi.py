"""The ASGI application that one process serves: live streams by ourselves, all pages by Django in threads."""

from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.urls import get_resolver

from voronka.api.problem import MEDIA_TYPE, of_status
from voronka.config.bodies import BodyTooLarge, Disconnected, Message, Receive, collect, replay
from voronka.config.threads import InThreads
from voronka.config.wsgi import application as pages
from voronka.live.application import live

Scope = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

# Measured on 2 cores with 8 readers of the board: 2 to 10 threads draw the same number a second, for Python runs
# one at a time, but with each more the single page takes longer. Four leave room for those that wait: for a lock,
# a password's hash, a slow query.
WORKERS = 4
# Blocks of a download that may wait for a slow reader before its thread does.
QUEUE = 64
# Forms and their other fields beside an upload.
BESIDE_UPLOAD = 8 * 1024 * 1024
_QUERY_SAFE = "".join(map(chr, range(33, 127)))


class Application:
    """Sends each request to its place."""

    def __init__(self) -> None:
        self._pages: Any = InThreads(cast("Any", pages), workers=WORKERS, send_queue_size=QUEUE)
        self._most = settings.UPLOAD_MAX_BYTES + BESIDE_UPLOAD

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of any kind."""
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        # Bytes that are no ASCII are no valid query; taken literally instead of failing on them.
        scope = {**scope, "query_string": quote(scope["query_string"], safe=_QUERY_SAFE).encode()}
        if scope["path"].startswith("/live/"):
            await live(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await collect(receive, self._most)
        except Disconnected:
            return
        except BodyTooLarge:
            await _refuse_body(send, for_program=scope["path"].startswith("/api/"))
            return
        with body:
            await self._pages(scope, replay(body), send)


async def _refuse_body(send: Send, *, for_program: bool) -> None:
    text, kind = (
        b"This is larger than anything Voronka takes. Send a smaller file.",
        b"text/plain; charset=utf-8",
    )
    if for_program:
        text, kind = of_status(413).content, MEDIA_TYPE.encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})


# Django would look at the pages when the first person comes.
get_resolver().url_patterns  # noqa: B018 - reading it loads them

application = Application()
