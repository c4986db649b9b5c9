"""Running a statement that was written by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection


def fetch(sql: str, values: Sequence[Any], *, prepared: bool = True) -> list[Any]:
    """Run a query and return all its rows.

    `prepared` False, for PostgreSQL: planned for these very values. Where an index is asked for a pattern, a plan for
    any pattern at all is wrong for most, and took 200 ms instead of 6.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not prepared:
            with _unprepared():
                cursor.execute(sql, values)
        else:
            cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
        return rows


def instant(found: Any) -> datetime:
    """An instant that `fetch` found. SQLite keeps them as text, in UTC."""
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if isinstance(found, str) else found


def day(found: Any) -> date:
    """A date that `fetch` found."""
    return date.fromisoformat(found) if isinstance(found, str) else found


@contextmanager
def _unprepared() -> Iterator[None]:
    """Nothing is prepared by this thread's connection meanwhile. Source: psycopg, "Prepared statements"."""
    driver = connection.connection
    threshold, driver.prepare_threshold = driver.prepare_threshold, None
    try:
        yield
    finally:
        driver.prepare_threshold = threshold
