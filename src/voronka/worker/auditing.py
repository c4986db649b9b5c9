"""Beginning a search for duplicates in a process of its own: it needs a processor and memory, and the board both."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def begin_audit(payload: Mapping[str, Any], at: datetime) -> None:  # noqa: ARG001 - as all handlers
    """Start `voronka audit`; it tells of itself. One that dies is taken for gone after a while, and asked for again."""
    command = [sys.executable, "-m", "voronka", "audit", str(int(payload["audit"]))]
    # Nobody waits for it here: limits and notices are this process's next.
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
