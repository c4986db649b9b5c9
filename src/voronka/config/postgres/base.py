"""A connection kept from request to request is looked at before it is used again, without asking the server.

Django sends a statement at the beginning of each request (CONN_HEALTH_CHECKS), which takes as long as a page's counters. A
server that went away has closed its end, and then there is something to read, where between two statements there is
nothing. So the socket is looked at, and only when it has something to say the server is asked.
"""

from __future__ import annotations

import select
from typing import TYPE_CHECKING

from django.db.backends.postgresql import base

if TYPE_CHECKING:
    import psycopg


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a quicker look at an idle connection."""

    def is_usable(self) -> bool:
        """Whether the connection may be used once more."""
        return _is_silent(self.connection) or super().is_usable()


def _is_silent(connection: psycopg.Connection[object] | None) -> bool:
    """Whether the connection is open and nothing has come on it that nobody asked for: the server's good-bye, say."""
    if connection is None or connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return not waiting.poll(0)
