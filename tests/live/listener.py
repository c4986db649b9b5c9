"""A browser tab's stream, read in a thread."""

from __future__ import annotations

import http.client
import json
import queue
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

PATIENCE = 10.0


@dataclass(frozen=True)
class Heard:
    """One message: its event name, its data and the id it set."""

    event: str
    data: str
    id: str

    @property
    def told(self) -> dict[str, Any]:
        """The data of a deal's or client's message."""
        read: dict[str, Any] = json.loads(self.data)
        return read


class Listener:
    """An open stream. What it hears waits in order; `at` is when the last one came."""

    def __init__(
        self, port: int, session: str, query: str = "", headers: dict[str, str] | None = None
    ) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = {"Cookie": f"voronka_session={session}"}
        self._connection.request("GET", f"/live/{query}", headers=cookies | (headers or {}))
        self._socket = self._connection.sock
        self.response = self._connection.getresponse()
        self._heard: queue.Queue[Heard | None] = queue.Queue()
        self._joined = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        event, data, id = "message", "", ""
        try:
            for raw in self.response:
                line = raw.decode().rstrip("\n")
                name, _, value = line.partition(": ")
                if line == "" and data:
                    self._heard.put(Heard(event, data, id))
                    if event == "here":
                        self._joined.set()
                    event, data = "message", ""
                elif name == "event":
                    event = value
                elif name == "data":
                    data = value
                elif name == "id":
                    id = value
        except (OSError, http.client.HTTPException):
            pass
        self._heard.put(None)
        self._joined.set()

    def wait_until_joined(self) -> None:
        """Return when the server has told where the log stands: what is written from now on is heard.

        The headers alone come before that, and an entry written in between is not this stream's.
        """
        assert self._joined.wait(PATIENCE), "the stream did not say where the log stands"

    def hear(self, patience: float = PATIENCE) -> Heard | None:
        """The next message; None when the stream has ended.

        Raises:
            AssertionError: nothing came.
        """
        try:
            return self._heard.get(timeout=patience)
        except queue.Empty:
            raise AssertionError(f"nothing came within {patience} s") from None

    def hear_deal(self, patience: float = PATIENCE) -> dict[str, Any]:
        """The next message about a deal; others are passed over."""
        until = time.monotonic() + patience
        while True:
            heard = self.hear(until - time.monotonic())
            assert heard is not None, "the stream ended"
            if heard.event == "deal":
                return heard.told

    def hear_event(self, name: str, patience: float = PATIENCE) -> Heard:
        """The next message of this name; others are passed over."""
        until = time.monotonic() + patience
        while True:
            heard = self.hear(until - time.monotonic())
            assert heard is not None, "the stream ended"
            if heard.event == name:
                return heard

    def deals_until(self, last: int) -> list[dict[str, Any]]:
        """All messages about deals up to the first one about deal `last`."""
        told = [self.hear_deal()]
        while told[-1]["deal"] != last:
            told.append(self.hear_deal())
        return told

    def ends(self, patience: float = PATIENCE) -> bool:
        """Wait for the end of the stream."""
        until = time.monotonic() + patience
        while True:
            if self.hear(max(0.01, until - time.monotonic())) is None:
                return True

    def close(self) -> None:
        """Go away like a closed tab."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(timeout=10)
        self.response.close()
        self._connection.close()
