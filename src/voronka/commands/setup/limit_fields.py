"""Lengths of time and a stage's limits as forms give them: a number with its unit, and rows of limits of some deals.

The rows are numbered: `limit-0-from` (an amount), `limit-0-source`, `limit-0-length` with `limit-0-length_unit`. One in
which nothing is typed is not there: so one is taken out.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from voronka.commands import values
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.pipeline import MOST_LIMITS, StageLimit

SOURCE_LENGTH = 80
LONGEST = timedelta(days=3650)
UNITS: Mapping[str, timedelta] = {
    "weeks": timedelta(weeks=1),
    "days": timedelta(days=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
}
_MINUTE = timedelta(minutes=1)
_TYPED = ("from", "source", "length")
LIMIT_PARTS = (*_TYPED, "length_unit")


def row_field(n: int, part: str) -> str:
    """What a field of the row with this number is called."""
    return f"limit-{n}-{part}"


def read_limit(text: str, unit: str) -> timedelta | None:
    """A limit as people type it; empty: none.

    Raises:
        Bad
    """
    return read_length(text, unit, least=_MINUTE)


def read_length(text: str, unit: str, *, least: timedelta) -> timedelta | None:
    """A whole number of a unit; empty: none.

    Raises:
        Bad
    """
    number = text.strip()
    if not number:
        return None
    if unit not in UNITS:
        raise Bad(Problem.UNKNOWN_CHOICE)
    if number.startswith("-"):
        raise Bad(Problem.NEGATIVE)
    if not (number.isascii() and number.isdigit()):
        raise Bad(Problem.NOT_A_NUMBER)
    if len(number) > len("99999"):
        raise Bad(Problem.TOO_LARGE)
    found = int(number) * UNITS[unit]
    if found > LONGEST:
        raise Bad(Problem.TOO_LARGE)
    if found < least:
        raise Bad(Problem.NOT_A_NUMBER)
    return found


def read_limits(fields: Mapping[str, str]) -> tuple[StageLimit, ...]:
    """The limits of some deals, in the order of their rows.

    Raises:
        Invalid: by the names of the fields; `limit-N-from` REQUIRED where a row says neither amount nor source, and
            ALREADY_TAKEN where an earlier one is of the same deals.
    """
    read = [(n, _row(fields, n)) for n in range(MOST_LIMITS) if _is_there(fields, n)]
    problems: dict[str, Problem] = {}
    known = set()
    limits = []
    for n, (limit, wrong) in read:
        problems |= wrong
        if limit is None:
            continue
        if limit.whose in known:
            problems[row_field(n, "from")] = Problem.ALREADY_TAKEN
        known.add(limit.whose)
        limits.append(limit)
    if problems:
        raise Invalid(problems)
    return tuple(limits)


def _is_there(fields: Mapping[str, str], n: int) -> bool:
    return any(fields.get(row_field(n, name), "").strip() for name in _TYPED)


def _row(fields: Mapping[str, str], n: int) -> tuple[StageLimit | None, dict[str, Problem]]:
    said = {name: fields.get(row_field(n, name), "") for name in LIMIT_PARTS}
    readers: dict[str, Callable[[], Any]] = {
        "from": lambda: _from(said["from"], said["source"]),
        "source": lambda: values.line(said["source"], SOURCE_LENGTH),
        "length": lambda: _needed(said["length"], said["length_unit"]),
    }
    try:
        found = values.checked(readers)
    except Invalid as invalid:
        return None, dict(_named(invalid, n))
    return StageLimit(found["length"], found["from"], found["source"]), {}


def _named(invalid: Invalid, n: int) -> Iterator[tuple[str, Problem]]:
    yield from ((row_field(n, name), problem) for name, problem in invalid.problems.items())


def _from(text: str, source: str) -> Decimal | None:
    found = values.amount(text)
    if found is not None and found <= 0:
        raise Bad(Problem.NEGATIVE)
    if found is None and not source.strip():
        raise Bad(Problem.REQUIRED)
    return found


def _needed(text: str, unit: str) -> timedelta:
    found = read_limit(text, unit or "days")
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found
