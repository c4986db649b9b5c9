"""The words of the digests, in the language that is active: lines of numbers, then the items, as text and as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel.dates import format_skeleton
from babel.numbers import format_currency
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from voronka.domain.agenda import takes_the_hour
from voronka.queries.client_times import at_client, clock_text
from voronka.queries.digest import Addressee, Evening, Morning
from voronka.queries.queue import QueueTask

_LINE = Markup('<p style="margin:0 0 4px">{}</p>')
_ITEM = Markup(
    '<li style="margin:0 0 8px"><strong>{title}</strong> <span style="color:#55554f">{when}</span>'
    '<br><span style="color:#55554f">{about}</span></li>'
)
_LIST = Markup(
    '<h2 style="font-size:15px;margin:16px 0 8px">{}</h2><ul style="padding-left:18px;margin:0">{}</ul>'
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest in words."""

    subject: str
    text: str
    html: Markup


def morning_letter(said: Morning, to: Addressee, at: datetime) -> Letter:
    """What waits today."""
    count = said.overdue + said.over_limit + said.today
    subject = (
        ngettext("Today: %(num)s thing to do", "Today: %(num)s things to do", count) % {"num": count}
        if count
        else _("Today in your teams")
    )
    lines = [
        _counted(
            said.overdue, ngettext("%(num)s task is overdue.", "%(num)s tasks are overdue.", said.overdue)
        ),
        _counted(
            said.over_limit,
            ngettext(
                "%(num)s deal is over its stage limit.",
                "%(num)s deals are over their stage limit.",
                said.over_limit,
            ),
        ),
        _counted(
            said.today, ngettext("%(num)s task is due today.", "%(num)s tasks are due today.", said.today)
        ),
        _counted(
            said.unsorted,
            ngettext("%(num)s request is nobody’s yet.", "%(num)s requests are nobody’s yet.", said.unsorted),
        ),
        _counted(
            said.team_overdue,
            ngettext(
                "In your teams %(num)s next step is overdue.",
                "In your teams %(num)s next steps are overdue.",
                said.team_overdue,
            ),
        ),
        _counted(
            said.team_over_limit,
            ngettext(
                "In your teams %(num)s deal is over its stage limit.",
                "In your teams %(num)s deals are over their stage limit.",
                said.team_over_limit,
            ),
        ),
    ]
    return _letter(subject, [line for line in lines if line], _("First of all"), said.first, to, at)


def evening_letter(said: Evening, to: Addressee, at: datetime) -> Letter:
    """What became of the day."""
    subject = ngettext("Today: %(num)s task done", "Today: %(num)s tasks done", said.done) % {
        "num": said.done
    }
    lines = [
        _counted(
            said.left, ngettext("%(num)s task is left undone.", "%(num)s tasks are left undone.", said.left)
        ),
        _counted(
            said.put_off, ngettext("%(num)s task was put off.", "%(num)s tasks were put off.", said.put_off)
        ),
        _counted(said.moved, ngettext("%(num)s deal was moved.", "%(num)s deals were moved.", said.moved)),
        _won(said),
    ]
    first = () if said.tomorrow is None else (said.tomorrow,)
    return _letter(subject, [line for line in lines if line], _("It goes on with"), first, to, at)


def _counted(count: int, words: str) -> str:
    """The sentence with its number; nothing where there is none."""
    return words % {"num": count} if count else ""


def _won(said: Evening) -> str:
    if not said.won:
        return ""
    named = {"num": said.won, "sum": _money(said.won_amount, said.currency)}
    return ngettext("%(num)s deal was won: %(sum)s.", "%(num)s deals were won: %(sum)s.", said.won) % named


def _letter(
    subject: str, lines: Sequence[str], heading: str, items: Sequence[QueueTask], to: Addressee, at: datetime
) -> Letter:
    told = [(task.title, _when(task, to, at), _about(task)) for task in items]
    text = [*lines, *([f"\n{heading}"] if told else [])]
    text += [f"- {title} ({when})\n  {about}" for title, when, about in told]
    html = Markup("").join(_LINE.format(line) for line in lines)
    if told:
        rows = Markup("").join(
            _ITEM.format(title=title, when=when, about=about) for title, when, about in told
        )
        html += _LIST.format(heading, rows)
    return Letter(subject, "\n".join(text), html)


def _about(task: QueueTask) -> str:
    client = task.client if task.client != task.deal_title else ""
    return " · ".join(part for part in (task.deal_title, client, task.stage) if part)


def _when(task: QueueTask, to: Addressee, at: datetime) -> str:
    """`10:00` today, else the day and the time, by the reader's clock; of a day without an hour the day alone."""
    on = task.due_on or task.due_at.astimezone(to.zone).date()
    day = format_skeleton("MMMEd", on, locale=_locale())
    if task.due_at < at and on != to.on:
        return _("since %(day)s") % {"day": day}
    if task.due_on is not None:
        return _("today") if on == to.on else day
    clock = _clock(task, to)
    return clock if on == to.on else f"{day}, {clock}"


def _clock(task: QueueTask, to: Addressee) -> str:
    """The hour, and of what is done together with the client theirs as well."""
    shown = clock_text(task.due_at, to.zone)
    if not takes_the_hour(task.kind):
        return shown
    theirs = at_client(task.due_at, task.zone, task.place, to.zone)
    return f"{shown} ({theirs})" if theirs else shown


def _money(amount: Decimal, currency: str) -> str:
    return format_currency(amount, currency, locale=_locale())


def _locale() -> str:
    language = get_language() or "en"
    # As the pages: the day before the month, a clock of 24 hours.
    return "en_GB" if language == "en" else language
