"""What the board says: orders, filters, limits, the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from voronka.domain.pipeline import StageKind
from voronka.queries.board_filter import MOST_DAYS, NOBODY, Sort
from voronka.queries.refusal_words import PROBLEMS
from voronka.web.durations import DAY, HOUR, MINUTE
from voronka.web.formatting import money_short, number, percent
from voronka.web.limit_words import limit_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta

    from django.utils.functional import Promise

    from voronka.domain.errors import Problem
    from voronka.queries.board_filter import Asked, DealFilter
    from voronka.web.board.heads import Head

SORTS: Mapping[Sort, Promise] = {
    Sort.NEXT_STEP: gettext_lazy("By next step"),
    Sort.CREATED: gettext_lazy("Newest first"),
    Sort.ENTERED: gettext_lazy("Longest in stage first"),
    Sort.AMOUNT: gettext_lazy("Largest first"),
}

_UNITS = (
    (DAY, pgettext_lazy("days, short", "%(count)s d")),
    (HOUR, pgettext_lazy("hours, short", "%(count)s h")),
    (MINUTE, pgettext_lazy("minutes, short", "%(count)s min")),
)


def limit_text(head: Head) -> str:
    """How long a deal may stay, from the shortest limit to the longest; short, for it stands beside the sum."""
    lengths = sorted({one for one in (head.limit, *(one.limit for one in head.limits)) if one is not None})
    if not lengths:
        return ""
    if len(lengths) > 1:
        return _("limit %(limit)s") % {"limit": _from_to(lengths[0], lengths[-1])}
    limit = lengths[0]
    if head.kind is StageKind.UNSORTED:
        return _("sort within %(time)s") % {"time": _short(limit)}
    if limit >= DAY and not limit % DAY:
        return _("limit %(days)s d") % {"days": number(limit // DAY)}
    if not limit % HOUR:
        return _("limit %(hours)s h") % {"hours": number(limit // HOUR)}
    return _("limit %(minutes)s min") % {"minutes": number(limit // MINUTE)}


def _from_to(shortest: timedelta, longest: timedelta) -> str:
    """`3–5 d`, `2 h – 5 d`."""
    both = next(((unit, words) for unit, words in _UNITS if not shortest % unit and not longest % unit), None)
    if both is not None:
        unit, words = both
        return str(words) % {"count": f"{number(shortest // unit)}–{number(longest // unit)}"}
    return f"{_short(shortest)} – {_short(longest)}"


def _short(length: timedelta) -> str:
    """`3 d`."""
    return next(str(words) % {"count": number(length // unit)} for unit, words in _UNITS if not length % unit)


def limits_text(head: Head) -> str:
    """Whose limit is which, in one line; empty where all deals have the same."""
    lines = limit_lines(head.limits, head.limit, head.currency)
    return "; ".join(f"{one.whose}: {one.limit}" for one in lines)


def conversion_text(head: Head) -> str:
    """What the pill on the ribbon means, in a sentence."""
    told = {"share": percent(head.share or 0), "stage": head.name, "next": head.following}
    if head.is_last:
        return _("%(share)s of the deals that left %(stage)s in the last 90 days were won") % told
    if head.is_neck:
        return (
            _(
                "The neck of the funnel: only %(share)s of the deals that left %(stage)s in the last 90 days went on to %(next)s"
            )
            % told
        )
    return _("%(share)s of the deals that left %(stage)s in the last 90 days went on to %(next)s") % told


def filter_chips(asked: Asked, currency: str) -> list[tuple[str, str]]:
    """The filters that are on, but for the owner, each with the query string without it."""
    return [(label, asked.address(**{name: None})) for label, name in _chips(asked.filter, currency)]


def chips_of(asked: DealFilter, currency: str) -> list[str]:
    """The filters that are on, but for the owner, in words."""
    return [label for label, _name in _chips(asked, currency)]


def _chips(asked: DealFilter, currency: str) -> Iterator[tuple[str, str]]:
    if asked.overdue:
        yield _("Next step overdue"), "late"
    if asked.over_limit:
        yield _("Over the limit of the stage"), "over"
    if asked.stage_days is not None:
        words = ngettext("%(num)s day in the stage", "%(num)s days in the stage", asked.stage_days)
        yield words % {"num": number(asked.stage_days)}, "days"
    if asked.amount_from is not None:
        yield _("From %(amount)s") % {"amount": money_short(asked.amount_from, currency)}, "from"
    if asked.amount_to is not None:
        yield _("Up to %(amount)s") % {"amount": money_short(asked.amount_to, currency)}, "to"
    if asked.tag:
        yield _("Tag: %(tag)s") % {"tag": asked.tag}, "tag"
    if asked.text:
        yield _("“%(text)s”") % {"text": asked.text}, "text"


def problem_text(name: str, problem: Problem) -> str:
    """What is wrong with a filter that was typed."""
    if name == "days":
        return _("Write a whole number of days, %(most)s at most.") % {"most": number(MOST_DAYS)}
    return str(PROBLEMS[problem])


def owner_text(owner: int | None, name: str | None) -> str:
    """The owner filter's button."""
    if owner is None:
        return _("Owner: everyone")
    if owner == NOBODY:
        return _("Owner: nobody")
    return _("Owner: %(name)s") % {"name": name or _("unknown")}
