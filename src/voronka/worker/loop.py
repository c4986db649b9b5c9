"""The worker's thread: while this process holds the lease, it does what is due, and then waits for more."""

import contextlib
import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

from voronka.commands.first_start import has_workspace
from voronka.commands.worker_lease import SIGN, hold_lease, release_lease
from voronka.worker.due import next_due_at, run_due
from voronka.worker.waking import Waker, waker

_LOG = logging.getLogger(__name__)
# For whoever is in the middle of something when the server stops; a job cut off is begun anew.
PATIENCE = 5.0
_AFTER_FAILURE = 5.0


class Worker:
    """Works until it is stopped. `clock` tells the time."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock = clock
        self._stop = threading.Event()
        self._token = str(uuid.uuid4())
        self._node = f"{socket.gethostname()} {os.getpid()}"

    def stop(self) -> None:
        """Ask it to end after the piece it is at. May be called by anybody, a signal's handler too."""
        self._stop.set()

    def run(self) -> None:
        """Work, again after every failure: a broken database must not end it."""
        try:
            while not self._stop.is_set():
                self._work()
        finally:
            with contextlib.suppress(Exception):
                release_lease(self._token, at=self._clock())
            connections.close_all()

    def _work(self) -> None:
        try:
            close_old_connections()
            with _closing(waker()) as waking:
                while not self._stop.is_set():
                    close_old_connections()
                    waking.wait(self._turn(), self._stop)
        except Exception:  # noqa: BLE001 - logged with all it says
            _LOG.exception("The worker failed and goes on")
            self._stop.wait(_AFTER_FAILURE)

    def _turn(self) -> float:
        """Do what is due, if it is this process's to do; how many seconds until the next look, unless woken."""
        longest = SIGN.total_seconds()
        if has_workspace() and self._is_mine():
            run_due(self._clock(), going=lambda: not self._stop.is_set() and self._is_mine())
            planned = next_due_at()
            if planned is not None:
                return max(0.0, min(longest, (planned - self._clock()).total_seconds()))
        return longest

    def _is_mine(self) -> bool:
        return hold_lease(self._token, self._node, at=self._clock())


@contextmanager
def _closing(waking: Waker) -> Iterator[Waker]:
    try:
        yield waking
    finally:
        waking.close()


@contextmanager
def working_beside(*, on: bool = True) -> Iterator[None]:
    """A worker in a thread of its own while the server serves. It never keeps the process from ending."""
    if not on:
        yield
        return
    worker = Worker()
    thread = threading.Thread(target=worker.run, name="voronka-worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(PATIENCE)
