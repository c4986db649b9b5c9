"""A process that works until it is killed: `python -m tests.robots.victim FILE`, told by lines when to begin.

Each line is an instant. A child is forked for it, whose number is answered; the child works as the worker does, and
what its jobs tell the outside it appends to FILE. With "once " before the instant it ends when nothing is left.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def main(outside: Path) -> None:
    """Fork a child for each line; the parent itself never opens the database."""
    django.setup()
    # After django.setup(), for they know the tables; before the fork, for a child is to be killed at work.
    worker = importlib.import_module("voronka.worker.due")
    for line in sys.stdin:
        once, at = line.startswith("once "), datetime.fromisoformat(line.split()[-1])
        child = os.fork()
        if child == 0:
            work(worker, outside, at, once=once)
        print(child, flush=True)  # noqa: T201 - the answer
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - the answer


def work(worker: Any, outside: Path, at: datetime, *, once: bool) -> None:
    """What the worker's loop does, at one instant."""
    handlers = {"webhook": teller(outside)}
    while True:
        worker.run_robots(at)
        while worker.run_jobs(at, handlers=handlers):
            pass
        if once:
            os._exit(0)
        time.sleep(0.001)


def teller(outside: Path) -> Callable[[Mapping[str, Any], datetime], None]:
    """The outside: one line for each time that it is told something."""

    def tell(payload: Mapping[str, Any], at: datetime) -> None:
        with outside.open("a") as file:
            file.write(f"{payload['id']}\n")

    return tell


if __name__ == "__main__":
    main(Path(sys.argv[1]))
