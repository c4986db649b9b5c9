"""Runs `voronka` as if it were another moment: `python -m scripts.at 2026-11-24T06:42:00+00:00 serve`.

The clock goes on from there. For pictures and films of the demo that look the same whenever they are made.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from django.utils import timezone

from voronka.__main__ import main


def set_clock(moment: datetime) -> None:
    """Let the product's clock start at `moment`, aware. The product asks Django for the time, always."""
    ahead = moment - datetime.now(UTC)
    timezone.now = lambda: datetime.now(UTC) + ahead


if __name__ == "__main__":
    set_clock(datetime.fromisoformat(sys.argv.pop(1)))
    main()
