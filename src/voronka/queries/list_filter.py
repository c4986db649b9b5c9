"""What an address asks of the list of deals: the board's filters, and status, stage and order besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from voronka.domain.custom_fields import CustomField
from voronka.domain.ids import StageId
from voronka.domain.pipeline import Pipeline
from voronka.queries.board_filter import Asked, DealFilter, read_filter
from voronka.queries.custom_filter import CustomFilter, read_custom


class Status(StrEnum):
    """Which deals of the pipeline."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    POSTPONED = "postponed"
    ALL = "all"


class Sort(StrEnum):
    """What the rows are ordered by."""

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


# Largest and latest first where that is what one looks for.
FALLING_FIRST = frozenset({Sort.AMOUNT, Sort.CREATED, Sort.CLOSED})


@dataclass(frozen=True, slots=True)
class Order:
    """A sort and its direction; rows without a value come last either way."""

    by: Sort
    falling: bool

    @property
    def text(self) -> str:
        """The form in which it stands in an address."""
        return f"-{self.by}" if self.falling else self.by.value


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What to list. `unverified`: of the lost ones those that nobody has looked into. `asked` holds the filters as the board reads them, with what was typed and could not be read."""

    asked: Asked
    status: Status
    stage: int | None
    order: Order
    unverified: bool = False
    custom: tuple[CustomFilter, ...] = ()

    @property
    def filter(self) -> DealFilter:
        """The filters that the board has too."""
        return self.asked.filter

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the status narrows the list."""
        return bool(self.filter) or self.stage is not None or self.unverified or bool(self.custom)

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """The parameters that mean this, with some set or (None) taken out; what is usual is left out."""
        told: dict[str, str | None] = dict(self.filter.query())
        told["status"] = None if self.status is Status.OPEN else self.status.value
        told["stage"] = None if self.stage is None else str(self.stage)
        told["unverified"] = "1" if self.unverified else None
        told |= {one.field.address.value: one.text for one in self.custom}
        told["order"] = None if self.order == usual_order(self.status) else self.order.text
        return {name: value for name, value in (told | changes).items() if value is not None}

    def address(self, **changes: str | None) -> str:
        """The same as a query string, `?` alone when there is nothing to say."""
        return f"?{urlencode(self.parameters(**changes))}"


def usual_order(status: Status) -> Order:
    """Open deals by what is due first, closed ones by what was closed last."""
    if status is Status.OPEN:
        return Order(Sort.NEXT_STEP, falling=False)
    return Order(Sort.CLOSED, falling=True)


def read_list(
    given: Mapping[str, str], pipeline: Pipeline, *, owners: bool, fields: Iterable[CustomField] = ()
) -> ListQuery:
    """Read the parameters of an address; what makes no sense is as if it were not there.

    `owners`: whether the reader leads: may ask for a colleague's deals, and for those nobody has looked into.
    `fields`: the custom fields that the reader sees.
    """
    asked = read_filter(given, owners=owners)
    status = _member(Status, given.get("status", ""), Status.OPEN)
    stage = _stage(given.get("stage", ""), pipeline)
    unverified = owners and status is Status.LOST and given.get("unverified") == "1"
    return ListQuery(
        asked, status, stage, _order(given.get("order", ""), status), unverified, read_custom(given, fields)
    )


def _member(kinds: type[Status], text: str, otherwise: Status) -> Status:
    return kinds(text) if text in set(kinds) else otherwise


def _stage(text: str, pipeline: Pipeline) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len("999999999")):
        return None
    found = pipeline.stage(StageId(int(text)))
    return None if found is None else found.id


def _order(text: str, status: Status) -> Order:
    name = text.removeprefix("-")
    if name not in set(Sort):
        return usual_order(status)
    return Order(Sort(name), falling=text.startswith("-"))
