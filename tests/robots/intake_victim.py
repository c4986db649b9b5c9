"""A process that takes requests in until it is killed: `python -m tests.robots.intake_victim SOURCE`.

For each line, a first number, a child is forked whose process number is answered; the child takes in requests with the
numbers from there on, each under its own key, as the server does.
"""

from __future__ import annotations

import importlib
import os
import sys
from datetime import UTC, datetime

import django

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def main(source: int) -> None:
    """Fork a child for each line; the parent itself never opens the database."""
    django.setup()
    intake = importlib.import_module("voronka.commands.intake")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            number = int(line)
            while True:
                raw = f'{{"phone": "+62812555{number % 7:05d}", "n": {number}}}'.encode()
                arrival = intake.Arrival(raw=raw, key=str(number), is_trusted=True)
                intake.take_in(source=source, arrival=arrival, at=NOON)
                number += 1
        print(child, flush=True)  # noqa: T201 - the answer
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main(int(sys.argv[1]))
