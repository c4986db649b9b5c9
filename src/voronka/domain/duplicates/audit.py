"""The search through a whole base: where it stands, when one is due, and when one is taken for gone."""

from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """What a search does now."""

    WAITING = "waiting"
    PEOPLE = "people"
    COMPANIES = "companies"
    DONE = "done"


# Nothing was heard of it for so long: its process is gone, and another search may be asked for.
GONE_AFTER = timedelta(minutes=15)
# The whole base is searched every half year (docs/requirements.md, R28).
EVERY = timedelta(days=182)


def is_gone(seen_at: datetime, at: datetime) -> bool:
    """Whether a search that has not ended is taken for gone."""
    return at - seen_at > GONE_AFTER


def is_due(last_at: datetime | None, at: datetime) -> bool:
    """Whether it is time for a search by itself; a base that was never searched is left to people."""
    return last_at is not None and at - last_at >= EVERY
