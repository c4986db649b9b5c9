"""What the words of a timeline are made of: the telling of one event, moments and amounts in its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from voronka.domain.money import Money
from voronka.web.formatting import date_medium, date_short, money, time_of


@dataclass(frozen=True, slots=True)
class Tag:
    """A chip beside the sentence. `tone` as of the chip: ok, warn, bad, acc or none."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """An event as it is shown.

    `title` is the sentence, `spoken` what a screen reader says in its place; `facts` stand quietly behind it, `lines`
    (what a person wrote or what became of it) below. `tone` colours the round mark.
    """

    icon: str
    title: str
    tone: str = ""
    spoken: str = ""
    facts: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    lines: tuple[str, ...] = ()


def filled(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(text for text in texts if text)


def moment_text(at: datetime) -> str:
    """`24 Nov, 15:20` by the reader's clock; with the year when it is another."""
    local = localtime(at)
    day = date_short(local.date()) if local.year == localtime().year else date_medium(local.date())
    return _("%(day)s, %(time)s") % {"day": day, "time": time_of(local, get_current_timezone())}


def due_text(at: datetime, on: date | None) -> str:
    """`24 Nov, 15:20`, or of what is due on a day without an hour `24 Nov`; with the year when it is another."""
    if on is None:
        return moment_text(at)
    return date_short(on) if on.year == localtime().year else date_medium(on)


def money_text(value: Money | None) -> str:
    """An amount, or nothing."""
    return "" if value is None else money(value.amount, value.currency)
