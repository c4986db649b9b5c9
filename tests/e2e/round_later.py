"""The worker's round of sanctions as it will be some weeks from now: `python -m tests.e2e.round_later`.

A browser can't wait until a step is late. Run with the environment of the product that it works beside.
"""

from __future__ import annotations

import importlib
import os
from datetime import UTC, datetime, timedelta

import django

LATER = timedelta(days=60)

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "voronka.config.settings"
    django.setup()
    # After django.setup(), for it knows the tables.
    rounds = importlib.import_module("voronka.commands.sanction_round")
    print(rounds.enter_sanctions(datetime.now(UTC) + LATER))  # noqa: T201 - the answer
