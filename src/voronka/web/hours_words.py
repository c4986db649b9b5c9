"""Working hours in words: `Mon–Fri 9:00–18:00`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.domain.working_time import ALL_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

    from voronka.domain.working_time import Hours


def weekday_names(width: str = "wide") -> list[str]:
    """The days of a week, Monday first; `width` wide or abbreviated."""
    locale = Locale.parse(get_language() or "en", sep="-")
    names = get_day_names("wide" if width == "wide" else "abbreviated", "stand-alone", locale)
    return [names[day] for day in range(7)]


def week_lines(week: Sequence[Hours]) -> list[tuple[str, str]]:
    """A week in as few lines as it has kinds of days that follow each other: days, hours."""
    names = weekday_names("abbreviated")
    lines = []
    for hours, days in groupby(range(len(week)), key=lambda day: week[day]):
        run = list(days)
        said = names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}"
        lines.append((said, hours_text(hours)))
    return lines


def hours_text(hours: Hours) -> str:
    """`9:00–13:00, 14:00–18:00`; `day off`, `around the clock`."""
    if not hours:
        return _("day off")
    return _("around the clock") if hours == ALL_DAY else hours_typed(hours)


def hours_typed(hours: Hours) -> str:
    """The same as a form has it: empty for a day off."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes, is_end=True)}" for opens, closes in hours)


def _clock(at: time, *, is_end: bool = False) -> str:
    hour = 24 if is_end and at.hour == at.minute == 0 else at.hour
    return f"{hour}:{at.minute:02d}"
