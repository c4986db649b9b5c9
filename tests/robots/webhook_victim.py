"""A process that tells webhooks what happened until it is killed: `python -m tests.robots.webhook_victim`.

For each line, an instant, a child is forked whose process number is answered; the child does what the worker does.
"""

from __future__ import annotations

import importlib
import os
import sys
from datetime import datetime

import django


def main() -> None:
    """Fork a child for each line; the parent itself never opens the database."""
    django.setup()
    worker = importlib.import_module("voronka.worker.webhooks")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            while True:
                worker.run_webhooks(datetime.fromisoformat(line.strip()), going=lambda: True)
        print(child, flush=True)  # noqa: T201 - the answer
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
