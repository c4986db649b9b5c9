"""A worker in a process of its own that is killed while it works: nothing it holds is put away."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from django.db import connections

from voronka.worker.due import run_due

if TYPE_CHECKING:
    from datetime import datetime


def work_until_killed(at: datetime, seconds: float) -> bool:
    """Let a child do what is due at `at` and kill it after so many seconds; whether it was still at work."""
    # A connection is nothing to share: the child opens its own.
    connections.close_all()
    child = os.fork()
    if child == 0:
        _work(at)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("The worker failed by itself; see what it wrote.")
    return os.WIFSIGNALED(status)


def _work(at: datetime) -> None:
    """In the child: never returns, and runs nothing of what the parent has planned for its own end."""
    code = 1
    try:
        run_due(at)
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)
