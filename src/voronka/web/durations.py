"""Lengths of time that people set: limits of stages, when a first step is due. In words, and as a number with a unit."""

from datetime import timedelta

from django.utils.translation import ngettext

from voronka.web.formatting import number

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def duration_text(length: timedelta) -> str:
    """`3 days`, `36 hours`, `15 minutes`: in the largest unit of which there are only whole ones."""
    if length >= DAY and length % DAY == timedelta(0):
        days = length // DAY
        return ngettext("%(num)s day", "%(num)s days", days) % {"num": number(days)}
    if length % HOUR == timedelta(0):
        hours = length // HOUR
        return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": number(hours)}
    minutes = length // MINUTE
    return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": number(minutes)}


def working_text(length: timedelta) -> str:
    """A length that counts working time: `3 working days`, `8 working hours`, `2 weeks`, `15 minutes`."""
    if length >= WEEK and length % WEEK == timedelta(0):
        weeks = length // WEEK
        return ngettext("%(num)s week", "%(num)s weeks", weeks) % {"num": number(weeks)}
    if length >= DAY and length % DAY == timedelta(0):
        days = length // DAY
        return ngettext("%(num)s working day", "%(num)s working days", days) % {"num": number(days)}
    if length and length % HOUR == timedelta(0):
        hours = length // HOUR
        return ngettext("%(num)s working hour", "%(num)s working hours", hours) % {"num": number(hours)}
    return duration_text(length)


def duration_fields(length: timedelta | None) -> tuple[str, str]:
    """The number and the unit (weeks, days, hours or minutes) that a form shows for it; no number for none."""
    if length is None:
        return "", "days"
    if length >= WEEK and length % WEEK == timedelta(0):
        return str(length // WEEK), "weeks"
    if length >= DAY and length % DAY == timedelta(0):
        return str(length // DAY), "days"
    if length % HOUR == timedelta(0):
        return str(length // HOUR), "hours"
    return str(length // MINUTE), "minutes"
