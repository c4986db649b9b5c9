"""How the worker learns that somebody has committed: at once on PostgreSQL, within a quarter of a second on SQLite."""

import sqlite3
import threading
import time
from typing import Any, Protocol

import psycopg
from django.db import connection

from voronka.commands.event_log import CHANNEL

# How long at most until a wish to stop is heard.
_LOOK = 0.25


class Waker(Protocol):
    """Waits."""

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return when somebody has committed, when so much time has passed, or soon after `stop` is set."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def waker() -> Waker:
    """The way of the database in use."""
    if connection.vendor == "postgresql":
        return _Listening(connection.get_connection_params())
    return _Watching(str(connection.settings_dict["NAME"]))


class _Watching:
    """SQLite: `PRAGMA data_version` changes with every commit of another connection, in any process."""

    def __init__(self, file: str) -> None:
        self._own = sqlite3.connect(file, isolation_level=None)
        self._seen = self._version()

    def wait(self, seconds: float, stop: threading.Event) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not stop.wait(min(_LOOK, left)):
            if (now := self._version()) != self._seen:
                self._seen = now
                return

    def close(self) -> None:
        self._own.close()

    def _version(self) -> Any:
        return self._own.execute("PRAGMA data_version").fetchone()


class _Listening:
    """PostgreSQL: LISTEN, as the live streams do."""

    # What only Django's own connections know.
    _OURS = frozenset(
        {"cursor_factory", "context", "prepare_threshold", "server_side_binding", "isolation_level"}
    )

    def __init__(self, params: dict[str, Any]) -> None:
        told = {name: value for name, value in params.items() if name not in self._OURS}
        self._own = psycopg.connect(autocommit=True, **told)
        self._own.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float, stop: threading.Event) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not stop.is_set():
            if list(self._own.notifies(timeout=min(_LOOK, left), stop_after=1)):
                return

    def close(self) -> None:
        self._own.close()
