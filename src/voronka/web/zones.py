"""Time zones to choose from."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


def zone_options(now: datetime) -> Sequence[tuple[str, str]]:
    """The zones that people live in, with their present distance from UTC; old aliases and Etc only confuse."""
    return [(name, zone_label(name, now)) for name in _names()]


def zone_label(name: str, now: datetime) -> str:
    """`Asia/Jakarta (UTC+07:00)`."""
    return f"{name.replace('_', ' ')} ({_offset(name, now)})"


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    """Read once: asking for them walks through hundreds of files."""
    return (*sorted(name for name in available_timezones() if name.startswith(_CONTINENTS)), "UTC")


def _offset(zone: str, now: datetime) -> str:
    text = now.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{text[:3].replace('-', '−')}:{text[3:]}"
