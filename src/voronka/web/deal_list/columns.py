"""The columns that the list may have, and which of them a person sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.queries.list_filter import FALLING_FIRST, Order, Sort, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voronka.queries.list_filter import ListQuery
    from voronka.web.labels import Label


class Column(StrEnum):
    """A column by its name in an address."""

    TITLE = "title"
    COMPANY = "company"
    CONTACT = "contact"
    STAGE = "stage"
    AMOUNT = "amount"
    OWNER = "owner"
    NEXT_STEP = "next"
    CREATED = "created"
    ENTERED = "entered"
    EXPECTED_CLOSE = "close"
    CLOSED = "closed"
    SOURCE = "source"
    TAGS = "tags"
    REASON = "reason"
    VERIFIED = "verified"


LABELS: Mapping[Column, Label] = {
    Column.TITLE: gettext_lazy("Deal"),
    Column.COMPANY: gettext_lazy("Company"),
    Column.CONTACT: gettext_lazy("Contact"),
    Column.STAGE: gettext_lazy("Stage"),
    Column.AMOUNT: gettext_lazy("Amount"),
    Column.OWNER: gettext_lazy("Owner"),
    Column.NEXT_STEP: gettext_lazy("Next step"),
    Column.CREATED: pgettext_lazy("when a deal was made", "Created"),
    Column.ENTERED: gettext_lazy("In the stage"),
    Column.EXPECTED_CLOSE: gettext_lazy("Expected close"),
    Column.CLOSED: pgettext_lazy("when a deal was closed", "Closed"),
    Column.SOURCE: gettext_lazy("Source"),
    Column.TAGS: gettext_lazy("Tags"),
    Column.REASON: gettext_lazy("Reason"),
    Column.VERIFIED: gettext_lazy("Verified reason"),
}
_USUAL = (
    Column.TITLE, Column.COMPANY, Column.STAGE, Column.AMOUNT, Column.OWNER, Column.NEXT_STEP, Column.ENTERED,
)  # fmt: skip
_USUAL_CLOSED = (
    Column.TITLE, Column.COMPANY, Column.AMOUNT, Column.OWNER, Column.CREATED, Column.CLOSED, Column.REASON,
)  # fmt: skip
_NUMBERS = frozenset({Column.AMOUNT})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where a press on it leads, and how the rows are ordered by it now, if they are."""

    column: Column
    label: Label
    href: str
    sorted: str
    is_number: bool


def read_columns(text: str, status: Status, *, owners: bool) -> tuple[Column, ...]:
    """The columns that an address names, in the list's own order and with the title; else the usual ones."""
    named = set(text.replace(" ", ",").split(",")) & set(Column)
    wanted = {Column(name) for name in named} if named else set(usual_columns(status))
    wanted.add(Column.TITLE)
    return tuple(column for column in offered(owners=owners) if column in wanted)


def usual_columns(status: Status) -> tuple[Column, ...]:
    """What is shown until somebody chooses."""
    if status is Status.LOST:
        return (*_USUAL_CLOSED, Column.VERIFIED)
    return _USUAL if status in {Status.OPEN, Status.ALL} else _USUAL_CLOSED


def offered(*, owners: bool) -> tuple[Column, ...]:
    """The columns to choose from; without colleagues' deals an owner says nothing."""
    return tuple(column for column in Column if owners or column is not Column.OWNER)


def columns_text(columns: Iterable[Column]) -> str:
    """The form in which they stand in an address."""
    return ",".join(columns)


def heads(columns: Iterable[Column], query: ListQuery, address: Mapping[str, str]) -> list[Head]:
    """The heads in their order; `address` holds further parameters of every link."""
    return [_head(column, query, address) for column in columns]


def _head(column: Column, query: ListQuery, address: Mapping[str, str]) -> Head:
    if column.value not in set(Sort):
        return Head(column, LABELS[column], "", "", column in _NUMBERS)
    sort = Sort(column.value)
    is_on = query.order.by is sort
    falling = not query.order.falling if is_on else sort in FALLING_FIRST
    href = query.address(**{**address, "order": Order(sort, falling=falling).text})
    order = ("descending" if query.order.falling else "ascending") if is_on else "none"
    return Head(column, LABELS[column], href, order, column in _NUMBERS)
