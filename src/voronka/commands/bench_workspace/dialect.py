"""What the two databases say differently, as pieces of SQL. Nothing a person typed comes near them."""
# ruff: noqa: S608 - the statements are made of numbers and of our own names only

from collections.abc import Iterable
from dataclasses import dataclass

# A prime below 2^31: products of two remainders stay within 64 bits.
_PRIME = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Dialect:
    """Pieces of SQL for PostgreSQL or SQLite. `offset`: seconds by which the company's days are ahead of UTC."""

    postgres: bool
    offset: int

    def series(self, name: str, last: int) -> str:
        """A table `name` of one column n: 1 to `last`."""
        if self.postgres:
            return f"generate_series(CAST(1 AS bigint), {last}) AS {name}(n)"
        return (
            f"(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {last})"
            f" SELECT n FROM counted) AS {name}"
        )

    def at(self, seconds: str) -> str:
        """An instant, as Django keeps it, from seconds since 1970."""
        return f"to_timestamp({seconds})" if self.postgres else f"datetime({seconds}, 'unixepoch')"

    def day(self, seconds: str) -> str:
        """The company's day of an instant."""
        if self.postgres:
            return f"CAST(to_timestamp({seconds} + {self.offset}) AT TIME ZONE 'UTC' AS date)"
        return f"date({seconds} + {self.offset}, 'unixepoch')"

    def truth(self, condition: str) -> str:
        """A condition as a value of a yes-or-no column."""
        return f"({condition})" if self.postgres else f"CASE WHEN {condition} THEN 1 ELSE 0 END"

    def json(self, text: str) -> str:
        """A text as a value of a JSON column."""
        return f"CAST({text} AS jsonb)" if self.postgres else text

    def joined(self, column: str) -> str:
        """The texts of a group, which comes sorted, parted by spaces."""
        if self.postgres:
            return f"string_agg({column}, ' ' ORDER BY {column} COLLATE \"C\")"
        return f"group_concat({column}, ' ')"


def drawn(key: str, salt: int, below: int) -> str:
    """A number from 0 to `below` - 1 that follows from `key` and looks like chance; each salt draws anew."""
    # Quadratic residues: straight multiples would tie one figure of a deal to the next.
    step = 7_919 + 104_729 * salt
    mixed = f"((CAST({key} AS bigint) * {step} + {salt * 977 + 13}) % {_PRIME})"
    return f"(({mixed} * {mixed}) % {_PRIME} / 8 % {below})"


def drawn_skewed(key: str, salt: int, below: int) -> str:
    """As `drawn`, small numbers often and large ones seldom."""
    return f"({drawn(key, salt, below)} * {drawn(key, salt + 50, below)} / {below})"


def quoted(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def rows(values: Iterable[Iterable[str]]) -> str:
    """Rows of literals for INSERT."""
    return ", ".join(f"({', '.join(row)})" for row in values)
