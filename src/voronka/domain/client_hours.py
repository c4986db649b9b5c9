"""When a client may be called: 9 to 18 by their clock, on days that are worked in their country.

A client's own hours are not known. The browser goes by the same rule (lib/when.ts).
"""

from collections.abc import Collection
from datetime import date, datetime, tzinfo

from voronka.domain.presets import CLOSES, OPENS

# Monday is 0, as of date.weekday().
USUAL_WEEKEND = frozenset({5, 6})


def is_at_work(
    at: datetime,
    zone: tzinfo,
    *,
    weekend: Collection[int] = USUAL_WEEKEND,
    days_off: Collection[date] = (),
) -> bool:
    """Whether the client is at work at an instant; `days_off` are their country's holidays."""
    local = at.astimezone(zone)
    is_day_off = local.weekday() in weekend or local.date() in days_off
    return not is_day_off and OPENS <= local.time() < CLOSES
