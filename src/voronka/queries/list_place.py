"""Where a page of the list ended: the last row's key in the order, and its id to break ties.

The board's cursors (paging.py) know no missing keys and no days; a list is sorted by both.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from voronka.domain.errors import NotFound
from voronka.queries.list_filter import Order, Sort

Key = str | int | date | datetime | None

_LONGEST = 1200
_YEARS = range(1900, 2300)


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in an order: its key, None where it has no value, and its id. Amounts are in hundredths."""

    key: Key
    id: int


def place_text(order: Order, place: Place) -> str:
    """The form in which a place stands in an address; it names its order, for it means nothing in another."""
    key = place.key.isoformat() if isinstance(place.key, date) else place.key
    plain = json.dumps([order.text, key, place.id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_place(order: Order, text: str) -> Place | None:
    """The place back from an address; empty: the beginning.

    Raises:
        NotFound: somebody made it up, or it is of another order.
    """
    if not text:
        return None
    try:
        of, key, id = json.loads(base64.urlsafe_b64decode(text[:_LONGEST].encode() + b"=="))
        if of != order.text or not _is_whole(id):
            raise NotFound
        return Place(None if key is None else _READERS[order.by](key), id)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise NotFound from None


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _text(key: Any) -> str:
    if not isinstance(key, str) or "\x00" in key:
        raise TypeError
    return key


def _number(key: Any) -> int:
    if not isinstance(key, int) or isinstance(key, bool) or not 0 <= key < 2**53:
        raise TypeError
    return key


def _instant(key: Any) -> datetime:
    at = datetime.fromisoformat(key)
    if at.tzinfo is None or at.year not in _YEARS:
        raise ValueError
    return at


def _day(key: Any) -> date:
    on = date.fromisoformat(key)
    if on.year not in _YEARS:
        raise ValueError
    return on


_READERS: Mapping[Sort, Callable[[Any], Key]] = {
    Sort.TITLE: _text,
    Sort.COMPANY: _text,
    Sort.CONTACT: _text,
    Sort.STAGE: _number,
    Sort.AMOUNT: _number,
    Sort.OWNER: _text,
    Sort.NEXT_STEP: _instant,
    Sort.CREATED: _instant,
    Sort.ENTERED: _instant,
    Sort.EXPECTED_CLOSE: _day,
    Sort.CLOSED: _instant,
    Sort.SOURCE: _text,
}
