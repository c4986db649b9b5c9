"""What the list says: statuses, filters that are on, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from voronka.domain.errors import (
    GateRefused,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    StaleVersion,
)
from voronka.queries.board_filter import MOST_DAYS, NOBODY
from voronka.queries.list_filter import Status
from voronka.queries.refusal_words import PROBLEMS, obstacle_text
from voronka.web.errors.wording import about_refusal, moved_by, problem_texts
from voronka.web.formatting import money_short, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voronka.domain.errors import Refused
    from voronka.queries.board_filter import DealFilter
    from voronka.queries.list_filter import ListQuery
    from voronka.web.labels import Label

STATUSES: Mapping[Status, Label] = {
    Status.OPEN: pgettext_lazy("deals", "Open"),
    Status.WON: pgettext_lazy("deals", "Won"),
    Status.LOST: pgettext_lazy("deals", "Lost"),
    Status.POSTPONED: pgettext_lazy("deals", "Postponed"),
    Status.ALL: pgettext_lazy("deals", "All"),
}
NOBODYS: Label = gettext_lazy("Nobody’s")


def filter_chips(
    query: ListQuery, currency: str, names: Mapping[int, str], stages: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    """The filters that are on, each with the parameter that it is. `names` of owners, `stages` by id."""
    asked = query.filter
    if query.stage is not None:
        yield stages[query.stage], "stage"
    if asked.owner is not None:
        yield str(NOBODYS) if asked.owner == NOBODY else names.get(asked.owner, _("unknown")), "owner"
    if query.unverified:
        yield _("Reason not verified yet"), "unverified"
    if asked.overdue:
        yield _("Next step overdue"), "late"
    if asked.over_limit:
        yield _("Over the limit of the stage"), "over"
    if asked.stage_days is not None:
        words = ngettext("%(num)s day in the stage", "%(num)s days in the stage", asked.stage_days)
        yield words % {"num": number(asked.stage_days)}, "days"
    yield from _amounts_and_words(asked, currency)


def _amounts_and_words(asked: DealFilter, currency: str) -> Iterator[tuple[str, str]]:
    if asked.amount_from is not None:
        yield _("From %(amount)s") % {"amount": money_short(asked.amount_from, currency)}, "from"
    if asked.amount_to is not None:
        yield _("Up to %(amount)s") % {"amount": money_short(asked.amount_to, currency)}, "to"
    if asked.tag:
        yield _("Tag: %(tag)s") % {"tag": asked.tag}, "tag"
    if asked.text:
        yield _("“%(text)s”") % {"text": asked.text}, "text"


def filter_problem(name: str, problem: Problem) -> str:
    """What is wrong with a filter that was typed."""
    if name == "days":
        return _("Write a whole number of days, %(most)s at most.") % {"most": number(MOST_DAYS)}
    return str(PROBLEMS[problem])


def refusal_text(refusal: Refused) -> tuple[str, int]:
    """Why one deal of many was left as it is, and how many further things stand in its way."""
    match refusal:
        case GateRefused():
            obstacles = refusal.verdict.obstacles
            return obstacle_text(obstacles[0]), len(obstacles) - 1
        case StaleVersion():
            return moved_by(refusal), 0
        case NotFound():
            return _("It is not there any more, or not yours to see."), 0
        case NotAllowed():
            return _("It is not yours to change. Unsorted deals are taken first."), 0
        case Invalid(problems={"tag": Problem.ALREADY_TAKEN}):
            return _("It has this tag already."), 0
        case Invalid(problems={"tag": Problem.UNKNOWN_CHOICE}):
            return _("It doesn’t have this tag."), 0
        case Invalid():
            return " ".join(problem_texts(refusal).values()), 0
        case _:
            message = about_refusal(refusal)
            return f"{message.what} {message.next}", 0
