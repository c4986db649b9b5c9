"""What the dialogs about tasks say besides the task itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voronka.commands import values
from voronka.web import due_times

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("kind", "title", *due_times.NAMES)
WORDS_LENGTH = 2000


def typed_of(data: Mapping[str, str], *more: str) -> dict[str, str]:
    """What stood in the fields."""
    return {name: data.get(name, "") for name in (*NAMES, *more)}


def read_words(text: str, field: str, *, required: bool = False) -> str:
    """A few lines in a person's own words.

    Raises:
        Invalid
    """
    words: str = values.checked({field: lambda: values.prose(text, WORDS_LENGTH, required=required)})[field]
    return words
