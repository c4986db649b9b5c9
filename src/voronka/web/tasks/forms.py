"""What the forms about tasks say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voronka.commands import values
from voronka.commands.tasks import TITLE_LENGTH, NewTask
from voronka.commands.values import Bad
from voronka.domain.errors import Problem
from voronka.domain.task import TaskKind
from voronka.web import due_times
from voronka.web.due_times import read_due

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

NAMES = ("kind", "title", *due_times.NAMES)
WORDS_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class KindOption:
    """One kind of task to choose."""

    value: str
    label: str
    icon: str


def typed_of(data: Mapping[str, str], *more: str) -> dict[str, str]:
    """What stood in the fields."""
    return {name: data.get(name, "") for name in (*NAMES, *more)}


def read_task(typed: Mapping[str, str], now: datetime, *, kept: datetime | None = None) -> NewTask:
    """The task that the fields describe.

    Raises:
        Invalid: with every problem; that of the time is under "when".
    """
    clean = values.checked(
        {
            "kind": lambda: _kind(typed["kind"]),
            "title": lambda: values.line(typed["title"], TITLE_LENGTH, required=True),
            "when": lambda: read_due(typed, now, kept=kept),
        }
    )
    return NewTask(clean["kind"], clean["title"], clean["when"])


def read_words(text: str, field: str, *, required: bool = False) -> str:
    """A few lines in a person's own words.

    Raises:
        Invalid
    """
    words: str = values.checked({field: lambda: values.prose(text, WORDS_LENGTH, required=required)})[field]
    return words


def _kind(value: str) -> TaskKind:
    try:
        return TaskKind(value)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None
