"""Filters of open deals as they stand in an address: read by the board and by saved views.

What can't be read filters nothing and is told back, so that the page can say so and keep what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from voronka.domain.errors import Problem
from voronka.domain.money import LARGEST, NotMoney, parse_amount
from voronka.domain.robot import TAG_LENGTH

# In place of an owner's id: deals that nobody owns. The counters use the same number.
NOBODY = 0
MOST_DAYS = 3650
LONGEST_TEXT = 80
_LARGEST_ID = 2**31 - 1


class Sort(StrEnum):
    """The order of the cards in a column."""

    NEXT_STEP = "next"  # earliest due first
    CREATED = "created"  # newest first
    ENTERED = "entered"  # longest in the stage first
    AMOUNT = "amount"  # largest first


@dataclass(frozen=True, slots=True)
class DealFilter:
    """What must be true of a deal to be shown. Amounts are in the workspace's currency."""

    owner: int | None = None
    stage_days: int | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    text: str = ""
    tag: str = ""
    overdue: bool = False
    over_limit: bool = False

    def __bool__(self) -> bool:
        return self != DealFilter()

    def narrowed_to_over_limit(self) -> "DealFilter":
        """The same, of the deals over their stage's limit only."""
        return replace(self, over_limit=True)

    def query(self) -> dict[str, str]:
        """The parameters of an address that mean this filter, in a fixed order; empty ones are left out."""
        told = {
            "owner": None if self.owner is None else str(self.owner),
            "days": None if self.stage_days is None else str(self.stage_days),
            "from": None if self.amount_from is None else _plain(self.amount_from),
            "to": None if self.amount_to is None else _plain(self.amount_to),
            "text": self.text or None,
            "tag": self.tag or None,
            "late": "1" if self.overdue else None,
            "over": "1" if self.over_limit else None,
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `typed` holds the words as they came, `problems` what could not be read."""

    filter: DealFilter = DealFilter()
    sort: Sort = Sort.NEXT_STEP
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def address(self, **changes: str | None) -> str:
        """The query string of this, with some parameters set or (None) taken out; empty for the plain board."""
        parameters: dict[str, str | None] = dict(self.filter.query())
        parameters["sort"] = None if self.sort is Sort.NEXT_STEP else self.sort.value
        kept = [(name, value) for name, value in (parameters | changes).items() if value is not None]
        # In a fixed order, so that equal boards have equal addresses.
        kept.sort(key=lambda pair: _NAMES.index(pair[0]) if pair[0] in _NAMES else len(_NAMES))
        return f"?{urlencode(kept)}" if kept else ""


def read_filter(given: Mapping[str, str], *, owners: bool) -> Asked:
    """Read the parameters of an address. `owners`: whether the reader may ask for a colleague's deals."""
    typed = {name: given[name].replace("\x00", "").strip()[:200] for name in _NAMES if given.get(name)}
    reading = _Reading(typed)
    asked = DealFilter(
        owner=reading.owner() if owners else None,
        stage_days=reading.days(),
        amount_from=reading.amount("from"),
        amount_to=reading.amount("to"),
        text=" ".join(typed.get("text", "").split())[:LONGEST_TEXT],
        tag=" ".join(typed.get("tag", "").split())[:TAG_LENGTH],
        overdue=typed.get("late") == "1",
        over_limit=typed.get("over") == "1",
    )
    sort = typed.get("sort", "")
    return Asked(asked, Sort(sort) if sort in set(Sort) else Sort.NEXT_STEP, typed, reading.problems)


def read_query(query: str, *, owners: bool) -> Asked:
    """As `read_filter`, from a query string as saved views keep it."""
    return read_filter(dict(parse_qsl(query.removeprefix("?"))), owners=owners)


def is_of_board(query: str) -> bool:
    """Whether a saved view says something to the board: a filter, and nothing that only the list knows."""
    given = dict(parse_qsl(query))
    return given.keys() <= set(_NAMES) and bool(read_filter(given, owners=True).filter)


_NAMES = ("owner", "days", "from", "to", "text", "tag", "late", "over", "sort")


@dataclass(slots=True)
class _Reading:
    """Reads one value after the other and collects what is wrong."""

    typed: Mapping[str, str]
    problems: dict[str, Problem] = field(default_factory=dict)

    def owner(self) -> int | None:
        return self._whole("owner", _LARGEST_ID)

    def days(self) -> int | None:
        return self._whole("days", MOST_DAYS)

    def amount(self, name: str) -> Decimal | None:
        text = self.typed.get(name, "")
        if not text:
            return None
        try:
            return parse_amount(text)
        except NotMoney as error:
            self.problems[name] = error.problem
            return None

    def _whole(self, name: str, most: int) -> int | None:
        text = self.typed.get(name, "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most:
            return int(text)
        self.problems[name] = Problem.NOT_A_NUMBER
        return None


def _plain(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    return f"{amount:.0f}" if whole else f"{min(amount, LARGEST):.2f}"
