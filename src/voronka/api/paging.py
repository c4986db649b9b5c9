"""Lists in pages: from after the last one seen, by a cursor that says nothing to its reader."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

from voronka.domain.errors import Invalid, Problem

Item = TypeVar("Item", bound=Schema)
MOST = 200
_LARGEST_ID = 2**63 - 1
_PLAIN = re.compile(r"^(\w+):(\d{1,19})$")


class Slice(Schema):
    """Which part of a list. `after`: the cursor that the page before gave."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    after: str | None = Field(None, max_length=100, description="The `next` of the page before.")

    def begin(self, of: str) -> int:
        """The id after which the list `of` goes on.

        Raises:
            Invalid
        """
        return after(self.after, of)

    @property
    def most(self) -> int:
        """One more than asked for, which tells whether anything follows."""
        return self.limit + 1


class Page(Schema, Generic[Item]):
    """One page of a list. `next`: the cursor of what follows, null at the end."""

    items: list[Item]
    next: str | None = Field(None, description="Send it as `after` to read on.")


def page(rows: Sequence[Mapping[str, Any]], part: Slice, of: str, kind: type[Item]) -> Page[Item]:
    """The page of these rows, which may be one too many."""
    shown = rows[: part.limit]
    follows = cursor(of, shown[-1]["id"]) if len(rows) > part.limit else None
    return Page[kind](items=[kind(**row) for row in shown], next=follows)  # type: ignore[valid-type]  # a class is made


def cursor(of: str, id: int) -> str:
    """The cursor after this one in the list `of`."""
    return base64.urlsafe_b64encode(f"{of}:{id}".encode()).decode().rstrip("=")


def after(text: str | None, of: str) -> int:
    """The id that the cursor stands for; 0: from the beginning.

    Raises:
        Invalid: somebody made it up, or it is of another list.
    """
    if not text:
        return 0
    try:
        plain = base64.b64decode(text[:100].encode() + b"===", altchars=b"-_", validate=False).decode()
    except (ValueError, binascii.Error):
        raise _unknown() from None
    match = _PLAIN.fullmatch(plain) if plain.isascii() else None
    if match is None or match[1] != of or int(match[2]) > _LARGEST_ID:
        raise _unknown()
    return int(match[2])


def _unknown() -> Invalid:
    return Invalid({"after": Problem.UNKNOWN_CHOICE})
