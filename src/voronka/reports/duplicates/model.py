"""What a comparison of two records looks like, whatever is compared."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One way to agree. `sql`: over the columns with _l and _r; `rare`: the column by whose rarity it weighs more.

    `m`: how often two that are one agree so, `u`: how often two strangers do, where a base is too small to learn it.
    """

    name: str
    sql: str
    m: float
    u: float = 0.001
    rare: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels from the best to the worst. `missing`: when nothing can be said; `columns`: empty ones leave it out."""

    name: str
    missing: str
    levels: Sequence[Level]
    columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class Model:
    """How a kind of record is compared.

    `training`: columns whose equality gathers pairs to learn the others from.
    """

    comparisons: Sequence[Comparison]
    training: Sequence[Sequence[str]]


def both_missing(*columns: str) -> str:
    """Where either has none of a column."""
    return " or ".join(f"{column}_l is null or {column}_r is null" for column in columns)
