"""Takes a request's body in before a worker thread is given to it.

A worker thread that waits for a slow sender is lost to everybody else, and half a body from a broken
connection must never be taken for a whole one. So the event loop, which waits for free, collects it.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

# What is larger goes to a temporary file.
IN_MEMORY = 256 * 1024
_CHUNK = 256 * 1024


class BodyTooLarge(Exception):
    """More was sent than anything of ours takes."""


class Disconnected(Exception):
    """The sender went away in the middle."""


async def collect(receive: Receive, most: int) -> SpooledTemporaryFile[bytes]:
    """The whole body, ready to be read.

    Raises:
        BodyTooLarge, Disconnected
    """
    body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        await _take_in(body, receive, most)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _take_in(body: SpooledTemporaryFile[bytes], receive: Receive, most: int) -> None:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise BodyTooLarge
        body.write(part)
        more = message.get("more_body", False)


def replay(body: SpooledTemporaryFile[bytes]) -> Receive:
    """A `receive` that gives the collected body again."""

    async def receive() -> Message:
        part = body.read(_CHUNK)
        return {"type": "http.request", "body": part, "more_body": len(part) == _CHUNK}

    return receive
