"""One open stream: what waits to be sent to one browser tab.

Idle, a stream costs one suspended task and no timer. While something waits, a second task sends it, so
that a slow reader holds up nobody else.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from voronka.live.messages import REFETCH
from voronka.queries.live import Watcher

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# A reader further behind than this reads its state anew instead.
MOST_WAITING = 200


class Stream:
    """A stream of `watcher` on one pipeline (None: all), with its own queue."""

    __slots__ = ("_held", "_sender", "_waiting", "notices", "over", "pipeline", "send", "watcher")

    def __init__(self, watcher: Watcher, pipeline: int | None, send: Send) -> None:
        self.watcher = watcher
        self.pipeline = pipeline
        self.send = send
        # What it was told last of its reader's notices.
        self.notices: bytes = b""
        self._waiting: deque[bytes] = deque()
        self._sender: asyncio.Task[None] | None = None
        self._held = True
        # Done when somebody has ended the stream.
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wants(self, pipeline: int | None) -> bool:
        """Whether news of this pipeline belong here."""
        return self.pipeline is None or self.pipeline == pipeline

    def push(self, message: bytes) -> None:
        """Send when the reader is ready."""
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            message = REFETCH
        self._waiting.append(message)
        self._wake()

    def release(self, first: bytes) -> None:
        """Send `first`, then what has come meanwhile; until now everything was held back."""
        self._waiting.appendleft(first)
        self._held = False
        self._wake()

    def end(self, last: bytes = b"") -> None:
        """End the stream after what waits and `last`."""
        if last:
            self._waiting.append(last)
        self._wake()
        if not self.over.done():
            self.over.set_result(None)

    async def drain(self) -> None:
        """Wait until all is sent."""
        while self._sender is not None:
            await asyncio.shield(self._sender)

    def _wake(self) -> None:
        if self._waiting and self._sender is None and not self._held:
            self._sender = asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                body = b"".join(self._waiting)
                self._waiting.clear()
                await self.send({"type": "http.response.body", "body": body, "more_body": True})
        finally:
            self._sender = None
