"""Reading long lists in pages, by the place of the last row (keyset), not by counting rows over.

A page far down costs what the first one costs, and rows that come or go meanwhile shift nothing.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from voronka.domain.errors import NotFound

Key = datetime | str | int
Row = TypeVar("Row", bound=Model)

_LONGEST = 1200
_LARGEST_ID = 2**31 - 1
_LARGEST = 2**53
_YEARS = range(1970, 2201)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: its sort key and, to break ties, its id."""

    key: Key
    id: int

    @property
    def text(self) -> str:
        """The form in which it stands in an address."""
        key = {"at": self.key.isoformat()} if isinstance(self.key, datetime) else self.key
        plain = json.dumps([key, self.id], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def parse_cursor(text: str, of: type[Key]) -> Cursor | None:
    """The cursor back from an address; empty: the beginning.

    Raises:
        NotFound: somebody made it up.
    """
    if not text:
        return None
    try:
        told, id = json.loads(base64.urlsafe_b64decode(text[:_LONGEST].encode() + b"=="))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise NotFound from None
    key = _key(told)
    if key is None or not isinstance(key, of) or not _is_whole(id, _LARGEST_ID):
        raise NotFound
    return Cursor(key, id)


def _key(key: Any) -> Key | None:
    if isinstance(key, str):
        return None if "\x00" in key or not key.isprintable() else key
    if _is_whole(key, _LARGEST):
        return int(key)
    if not isinstance(key, dict) or not isinstance(key.get("at"), str):
        return None
    try:
        at = datetime.fromisoformat(key["at"])
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year in _YEARS else None


def _is_whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def seek(rows: QuerySet[Row], column: str, cursor: Cursor | None, *, falling: bool = False) -> QuerySet[Row]:
    """The rows in order of `column` and id, from after the cursor on. `falling`: the largest first."""
    sign = "-" if falling else ""
    rows = rows.order_by(f"{sign}{column}", f"{sign}id")
    if cursor is None:
        return rows
    than = "lt" if falling else "gt"
    # `gte` alone lets both databases seek in an index; the rest sorts out the ties.
    return rows.filter(
        Q(**{f"{column}__{than}e": cursor.key}),
        Q(**{f"{column}__{than}": cursor.key}) | Q(**{f"id__{than}": cursor.id}),
    )
