"""The ledger of sanctions as a CSV file: what each entry says, and where it stands."""

from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.domain.sanctions import Unit
from voronka.queries.sanctions import Entry
from voronka.web.csv_lines import MARK, csv_line
from voronka.web.sanction_words import STATES, fact_text


def csv_of(entries: Iterable[Entry]) -> str:
    """The whole file, a line for each entry."""
    head = (
        _("Day"), _("Seller"), _("Rule"), _("Deal"), _("What happened"), _("Amount"), _("Currency"),
        pgettext("of a sanction", "State"), _("Last step"), _("Reason"),
    )  # fmt: skip
    return MARK + csv_line(head) + "".join(csv_line(_cells(entry)) for entry in entries)


def _cells(entry: Entry) -> Iterator[str]:
    last = entry.steps[-1]
    yield from (entry.fell_on.isoformat(), entry.seller.name, entry.rule, entry.deal_title, fact_text(entry))
    yield str(entry.amount)
    yield entry.currency if entry.unit is Unit.MONEY else _("points")
    yield str(STATES[entry.state])
    yield f"{localtime(last.at):%Y-%m-%d %H:%M}"
    yield last.words
