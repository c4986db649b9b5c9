"""Limits of some deals in words: whose they are, and which one counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.domain.pipeline import Stage, StageLimit
from voronka.domain.playbook.model import PlaybookLimit
from voronka.web.durations import working_text
from voronka.web.formatting import money, number
from voronka.web.playbook_texts import said


@dataclass(frozen=True, slots=True)
class LimitLine:
    """Whose limit it is, and how long it is."""

    whose: str
    limit: str


def whose(limit: StageLimit, currency: str) -> str:
    """Whose limit it is; without a currency the amount is a plain number, as in a file."""
    amount = limit.amount_from
    told = {"amount": "" if amount is None else _amount(amount, currency), "source": limit.source}
    if amount is None:
        return _("From “%(source)s”") % told
    if limit.source:
        return _("%(amount)s and more from “%(source)s”") % told
    return _("%(amount)s and more") % told


def _amount(amount: Decimal, currency: str) -> str:
    return money(amount, currency) if currency else number(amount)


def whose_in_file(limit: PlaybookLimit) -> str:
    """As `whose`, of a limit in a playbook's file."""
    source = "" if limit.source is None else said(limit.source)
    return whose(StageLimit(limit.limit, limit.amount_from, source), "")


def limit_or_none(limit: timedelta | None) -> str:
    """How long, or that there is no limit."""
    return pgettext("limit of a stage", "none") if limit is None else working_text(limit)


def limit_lines(
    limits: Iterable[StageLimit], others: timedelta | None, currency: str
) -> tuple[LimitLine, ...]:
    """A stage's limits so that the first which fits a deal is its own; nothing where all deals have the same."""
    ordered = sorted(limits, key=lambda one: one.closeness, reverse=True)
    if not ordered:
        return ()
    rest = LimitLine(_("All other deals"), limit_or_none(others))
    return (*(LimitLine(whose(one, currency), working_text(one.limit)) for one in ordered), rest)


def lines_of(stage: Stage, currency: str) -> tuple[LimitLine, ...]:
    """As `limit_lines`, of a stage."""
    return limit_lines(stage.limits, stage.limit, currency)
