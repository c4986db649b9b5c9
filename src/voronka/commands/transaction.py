"""The transaction of a command, with a fair turn among this process's writers on SQLite.

SQLite lets whoever asks at the right moment write next: with 8 writers the unluckiest waited 2.3 s.
Within one process the writers therefore queue first, in the order they came. ADR 0004.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class FairLock:
    """A lock that is given in the order it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        # A lock for each that waits, held until it is its turn.
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


_TURN = FairLock()


@contextmanager
def writing() -> Iterator[None]:
    """The command's transaction. Within another one it joins that."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    _TURN.acquire()
    try:
        with transaction.atomic():
            yield
    finally:
        _TURN.release()
