"""How the process learns that somebody has written: another thread, another process, another node."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any, Protocol

import psycopg
from django.db import connection

from voronka.commands.event_log import CHANNEL

_LOG = logging.getLogger(__name__)
# Commits are seen after half of this on average. Twenty looks a second cost under a thousandth of a core.
POLL = 0.05
# After a lost connection, and as a safety net beside the notifications.
_RECONNECT = 1.0
_ANYWAY = 15.0


class Wakeups(Protocol):
    """Says when to look at the log. May say it needlessly, never too seldom."""

    def __aiter__(self) -> AsyncIterator[None]:
        """One step for each time to look; the first comes at once."""
        ...


def wakeups() -> Wakeups:
    """The way of the database in use."""
    if connection.vendor == "postgresql":
        return _Notifications(_conninfo(connection.get_connection_params()))
    return _DataVersion(str(connection.settings_dict["NAME"]))


class _DataVersion:
    """SQLite: `PRAGMA data_version` changes whenever another connection has committed, in any process.

    It reads a few bytes of shared memory (under 20 microseconds), so the event loop may do it itself.
    """

    def __init__(self, file: str) -> None:
        self._file = file

    async def __aiter__(self) -> AsyncIterator[None]:
        with closing(sqlite3.connect(self._file, isolation_level=None)) as connection:
            seen = None
            while True:
                now = connection.execute("PRAGMA data_version").fetchone()
                if now != seen:
                    seen = now
                    yield
                await asyncio.sleep(POLL)


class _Notifications:
    """PostgreSQL: LISTEN. After a lost connection one step is made, for what was missed."""

    def __init__(self, conninfo: dict[str, Any]) -> None:
        self._conninfo = conninfo

    async def __aiter__(self) -> AsyncIterator[None]:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    autocommit=True, **self._conninfo
                ) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    async for _ in self._steps(listener):
                        yield
            except psycopg.OperationalError as error:
                _LOG.warning("Live updates lost the database and try again: %s", error)
                await asyncio.sleep(_RECONNECT)

    async def _steps(self, listener: "psycopg.AsyncConnection[Any]") -> AsyncIterator[None]:
        """A step at once, at each notification (a burst is one), and from time to time anyway."""
        while True:
            yield
            async for _ in listener.notifies(timeout=_ANYWAY, stop_after=1):
                pass


def _conninfo(params: dict[str, Any]) -> dict[str, Any]:
    """Django's parameters without those that only its own connections know."""
    ours = {"cursor_factory", "context", "prepare_threshold", "server_side_binding", "isolation_level"}
    return {name: value for name, value in params.items() if name not in ours}
