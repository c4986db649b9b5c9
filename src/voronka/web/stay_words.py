"""How long a deal stayed at a stage, against the stage's limit."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from voronka.web.formatting import number

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def of_limit(used: timedelta, limit: timedelta | None) -> str:
    """`2 of 3 d`, `3 of 8 h`; without a limit `4 d`. Whole units that have passed, as <stage-age> counts."""
    if limit is None:
        return pgettext("days in a stage, short", "%(days)s d") % {"days": number(used // DAY)}
    if limit < DAY:
        return pgettext("hours in a stage of its limit, short", "%(hours)s of %(limit)s h") % {
            "hours": number(used // HOUR),
            "limit": number(_round(limit / HOUR)),
        }
    return pgettext("days in a stage of its limit, short", "%(days)s of %(limit)s d") % {
        "days": number(used // DAY),
        "limit": number(_round(limit / DAY)),
    }


def limit_text(limit: timedelta | None) -> str:
    """`limit 7 d`; empty without one."""
    if limit is None:
        return ""
    if limit < DAY:
        return pgettext("a stage's limit, short", "limit %(hours)s h") % {
            "hours": number(_round(limit / HOUR))
        }
    return pgettext("a stage's limit, short", "limit %(days)s d") % {"days": number(_round(limit / DAY))}


def stayed_text(stayed: timedelta, limit: timedelta | None) -> str:
    """`after 6 of 7 days`, `after 3 hours`."""
    if stayed < DAY:
        hours = stayed // HOUR
        if hours == 0:
            return _("after less than an hour")
        return ngettext("after %(num)s hour", "after %(num)s hours", hours) % {"num": number(hours)}
    days = stayed // DAY
    if limit is None or limit < DAY:
        return ngettext("after %(num)s day", "after %(num)s days", days) % {"num": number(days)}
    allowed = _round(limit / DAY)
    words = ngettext("after %(days)s of %(limit)s day", "after %(days)s of %(limit)s days", int(allowed))
    return words % {"days": number(days), "limit": number(allowed)}


def is_over(used: timedelta, limit: timedelta | None) -> bool:
    """Whether the limit has been reached."""
    return limit is not None and used >= limit


def _round(units: float) -> float:
    rounded = round(units, 1)
    return int(rounded) if rounded == int(rounded) else rounded
