"""The list as a CSV file: UTF-8 with a byte order mark, as spreadsheets expect, and no cell that they would run."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from voronka.web.csv_lines import MARK, csv_line
from voronka.web.deal_list.columns import LABELS, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from voronka.queries.deal_list import ListRow


def csv_lines(
    rows: Iterable[ListRow], columns: tuple[Column, ...], language: str, time_zone: str
) -> Iterator[str]:
    """The file line by line; instants by the clocks of `time_zone`, amounts as plain numbers beside their currency."""
    zone = ZoneInfo(time_zone)
    with translation.override(language):
        head = [_("Number"), *(label for column in columns for label in _labels(column, time_zone))]
    yield MARK + csv_line(head)
    for row in rows:
        yield csv_line([str(row.id), *(cell for column in columns for cell in _CELLS[column](row, zone))])


def file_name(now: datetime) -> str:
    """A name that sorts by the reader's day."""
    return f"deals-{localdate(now):%Y-%m-%d}.csv"


def _labels(column: Column, time_zone: str) -> list[str]:
    """The heads of a column's cells; of instants with the zone, for a file outlives who knows whose it was."""
    own = str(LABELS[column])
    in_zone = "%s (" + time_zone + ")"
    match column:
        case Column.CREATED | Column.ENTERED | Column.CLOSED:
            return [in_zone % own]
        case Column.AMOUNT:
            return [own, _("Currency")]
        case Column.NEXT_STEP:
            return [own, in_zone % _("Due")]
        case _:
            return [own]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _due(row: ListRow, zone: ZoneInfo) -> str:
    """A day without an hour is the day alone."""
    return _moment(row.step_at, zone) if row.step_on is None else row.step_on.isoformat()


_CELLS: Mapping[Column, Callable[[ListRow, ZoneInfo], list[str]]] = {
    Column.TITLE: lambda row, _: [row.title],
    Column.COMPANY: lambda row, _: [row.company.name if row.company else ""],
    Column.CONTACT: lambda row, _: [row.contact.name if row.contact else ""],
    Column.STAGE: lambda row, _: [row.stage.name],
    Column.AMOUNT: lambda row, _: ["" if row.amount is None else str(row.amount), row.currency],
    Column.OWNER: lambda row, _: [row.owner.name if row.owner else ""],
    Column.NEXT_STEP: lambda row, zone: [row.step_title, _due(row, zone)],
    Column.CREATED: lambda row, zone: [_moment(row.created_at, zone)],
    Column.ENTERED: lambda row, zone: [_moment(row.entered_at, zone)],
    Column.EXPECTED_CLOSE: lambda row, _: [
        row.expected_close_on.isoformat() if row.expected_close_on else ""
    ],
    Column.CLOSED: lambda row, zone: [_moment(row.closed_at, zone)],
    Column.SOURCE: lambda row, _: [row.source],
    Column.TAGS: lambda row, _: [", ".join(row.tags)],
    Column.REASON: lambda row, _: [row.reason],
    Column.VERIFIED: lambda row, _: [row.verified],
}
