"""When somebody may be called or met at all, by their own clock; narrower than when they work (presets.py). Pure."""

from datetime import datetime, tzinfo

# A call before eight or after nine in the evening does more harm than good.
WAKES, SLEEPS = 8, 21


def is_awake_hour(at: datetime, zone: tzinfo) -> bool:
    """Whether it is between 8 and 21 in the zone."""
    return WAKES <= at.astimezone(zone).hour < SLEEPS
