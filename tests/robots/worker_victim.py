"""A worker that does jobs until it is killed: `python -m tests.robots.worker_victim`.

For each line, minutes after noon, a child is forked whose process number is answered; it does what is due then, over and
over.
"""

from __future__ import annotations

import importlib
import os
import sys
from datetime import UTC, datetime, timedelta

import django

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def main() -> None:
    """Fork a child for each line; the parent itself never opens the database."""
    django.setup()
    due = importlib.import_module("voronka.worker.due")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            at = NOON + timedelta(minutes=int(line))
            while True:
                due.run_jobs(at)
        print(child, flush=True)  # noqa: T201 - the answer
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
