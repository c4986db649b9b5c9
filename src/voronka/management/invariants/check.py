"""All rules against the database, as it was at one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from time import perf_counter

from django.db import connection, transaction

from voronka.management.invariants import (
    counters,
    deals,
    due_days,
    feedback,
    hand_overs,
    log,
    merges,
    passages,
    relations,
    reviews,
    sanctions,
    search,
    visits,
)
from voronka.management.invariants.rule import Rule

RULES: tuple[Rule, ...] = (
    *deals.RULES,
    *due_days.RULES,
    *visits.RULES,
    *counters.RULES,
    *log.RULES,
    *passages.RULES,
    *relations.RULES,
    *merges.RULES,
    *reviews.RULES,
    *sanctions.RULES,
    *hand_overs.RULES,
    *search.RULES,
    *feedback.RULES,
)
# Of each rule: enough to see what is wrong, few enough to read.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """How one rule did. `more`: there is more than `broken` tells."""

    sentence: str
    broken: tuple[str, ...]
    more: bool
    seconds: float


def check_all(told: Callable[[Finding], None]) -> bool:
    """Check every rule; `told` hears each finding as it comes. Whether all hold."""
    holds = True
    with one_moment():
        for rule in RULES:
            holds = _check(rule, told) and holds
    return _check(search.INDEX_RULE, told) and holds


def _check(rule: Rule, told: Callable[[Finding], None]) -> bool:
    began = perf_counter()
    found = tuple(islice(rule.broken(), MOST_TOLD + 1))
    told(Finding(rule.sentence, found[:MOST_TOLD], len(found) > MOST_TOLD, perf_counter() - began))
    return not found


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read within is of the same moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Not Django's transaction, which on SQLite is one for writing and would shut all others out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
