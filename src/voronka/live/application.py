"""The raw ASGI handler of /live/: who asks, which pipeline, and a stream that stays open.

Not a Django view: an idle stream must cost kilobytes, not a thread.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from voronka.live.hub import Hub
from voronka.live.streams import Stream
from voronka.queries.live import Watcher

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = dict[str, Any]

HUB = Hub()
# Seconds that a slow reader gets to take in why the stream ends.
LAST_WORDS = 1.0
_SAFE = [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]
# `x-accel-buffering` tells nginx to pass each message on at once.
_STREAM = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), *_SAFE]
_LONGEST_NUMBER = 18


class Refusal(Exception):
    """The request can't be served; status and sentence of the answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: a stream, or a refusal in a sentence."""
    try:
        pipeline, after = _read(scope)
        watcher = await _watcher(scope)
    except Refusal as refusal:
        await _answer(send, refusal)
        return
    await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
    stream = Stream(watcher, pipeline, send)
    try:
        await HUB.join(stream, after)
        await _until_over(stream, receive)
    finally:
        HUB.leave(stream)


async def _until_over(stream: Stream, receive: Receive) -> None:
    """Wait until the browser goes away or somebody ends the stream, and then close it properly."""
    gone = asyncio.ensure_future(_disconnected(receive))
    try:
        await asyncio.wait({gone, stream.over}, return_when=asyncio.FIRST_COMPLETED)
        if not gone.done():
            with suppress(TimeoutError):
                await asyncio.wait_for(stream.drain(), LAST_WORDS)
            await stream.send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _watcher(scope: Scope) -> Watcher:
    watcher = await HUB.identify(_session_key(scope))
    if watcher is None:
        raise Refusal(401, "You are logged out. Log in, then open the page again.")
    return watcher


def _read(scope: Scope) -> tuple[int | None, int | None]:
    """The pipeline asked for and the entry to go on after; the browser's own header counts more."""
    if scope["path"] != "/live/":
        raise Refusal(404, "There is nothing here. Live updates are at /live/.")
    if scope["method"] != "GET":
        raise Refusal(405, "Live updates can only be read.")
    given = parse_qs(scope["query_string"].decode("ascii"), max_num_fields=10)
    headers = dict(scope["headers"])
    after = headers.get(b"last-event-id", b"").decode("latin-1") or given.get("after", [""])[0]
    return _number("pipeline", given.get("pipeline", [""])[0]), _number("after", after)


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        raise Refusal(400, f"“{name}” has to be a whole number.")
    return int(text)


def _session_key(scope: Scope) -> str:
    """The session's key from the cookie header; empty when there is none to be read."""
    given = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookies = SimpleCookie(given.decode("latin-1"))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return "" if found is None else found.value


async def _answer(send: Send, refusal: Refusal) -> None:
    text = refusal.sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        *_SAFE,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
