"""A rule of the database, and what breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

# Deals looked at in one go: bounds the memory, and the work between two signs of life.
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """`sentence` is what should be true; `broken` gives one line for each place where it is not."""

    sentence: str
    broken: Callable[[], Iterator[str]]


def rows(statement: str, *params: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement that finds only what is wrong, so there are few."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        while found := cursor.fetchmany(500):
            yield from found


def ranges(table: str) -> Iterator[tuple[int, int]]:
    """Ranges of ids (above the first, up to the second) that cover a table, `BATCH` at a time."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608 - a table of ours
        (largest,) = cursor.fetchone()
    for low in range(0, largest, BATCH):
        yield low, low + BATCH


def finds_nothing(sentence: str, line: str, statement: str) -> Rule:
    """A rule that holds when the statement finds no row; `line` is filled with each row's columns."""
    return Rule(sentence, lambda: (line.format(*row) for row in rows(statement)))


def finds_nothing_in_ranges(sentence: str, line: str, statement: str) -> Rule:
    """The same for a statement that is asked for one range of deal ids at a time (two parameters)."""
    return Rule(
        sentence,
        lambda: (
            line.format(*row) for low, high in ranges("voronka_deal") for row in rows(statement, low, high)
        ),
    )
