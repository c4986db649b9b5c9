"""A time by the client's clock, in words, where that is another than the reader's: for pages and messages alike.

They lie in rooms that don't know each other, so what both say of the client's time is here, below them.
"""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_time
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.queries.client_places import place_name


def client_zone(name: str) -> ZoneInfo | None:
    """A client's zone; None where it is not known, or not to this machine."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def clock_text(at: datetime, zone: tzinfo) -> str:
    """`15:20` by the clocks of `zone`, in the language that is active."""
    language = get_language() or "en"
    # As the pages: a clock of 24 hours.
    return format_time(at.astimezone(zone).time(), "short", locale="en_GB" if language == "en" else language)


def at_client(at: datetime, zone: str, city: str, reader: tzinfo) -> str:
    """`14:00 in Jakarta`; empty where the client's clock shows what the reader's does, or is not known."""
    theirs = client_zone(zone)
    if theirs is None or at.astimezone(theirs).utcoffset() == at.astimezone(reader).utcoffset():
        return ""
    named = {"time": clock_text(at, theirs), "place": place_name(zone, city)}
    return _("%(time)s in %(place)s") % named
