"""One search through a base: whom to look at beside whom (shared keys), and how surely two are one (splink).

Everything happens in a duckdb of its own: in memory, within a limit, with two threads, without extensions or network.
The same records give the same result: samples are drawn by a seed, and nothing depends on the order of rows.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from voronka.reports.duplicates.model import Model
from voronka.reports.duplicates.scoring import scored_pairs

# Under a key that more share than these, nobody is looked at beside another: it says too little.
MOST_UNDER_A_KEY = 60
_MEMORY = "500MB"
_CHUNK = 10_000
_FETCHED = 5_000

Row = tuple[Mapping[str, Any], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Scored:
    """Two that may be one: how surely, from 0 to 1, and how they agree: the level of each comparison."""

    left: int
    right: int
    surely: float
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Blocked:
    """How many pairs are looked at, and how many had only keys in common that too many share."""

    pairs: int
    left_out: int


class Matching:
    """A base that is searched. First `load`, then `block`, then `score`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, model: Model) -> None:
        self._connection = connection
        self._model = model
        self._is_loaded = False
        self.records = 0

    def load(self, rows: Iterable[Row]) -> int:
        """Take in records, the columns of each and its keys, in portions. How many there were."""
        count = 0
        rest = iter(rows)
        while chunk := list(islice(rest, _CHUNK)):
            self._take(chunk, is_first=count == 0)
            count += len(chunk)
        self.records = count
        return count

    def _take(self, chunk: list[Row], *, is_first: bool) -> None:
        columns = {name: _column([row[name] for row, _ in chunk]) for name in chunk[0][0]}
        owned = [(row["id"], key) for row, keys in chunk for key in set(keys)]
        self._connection.register("records_chunk", pa.table(columns))
        self._connection.register(
            "blocks_chunk", pa.table({"id": [id for id, _ in owned], "key": [key for _, key in owned]})
        )
        records, blocks = "SELECT * FROM records_chunk", "SELECT id, hash(key) AS key FROM blocks_chunk"
        verb = ("CREATE TABLE {} AS {}" if is_first else "INSERT INTO {} {}").format
        self._connection.execute(verb("records", records))
        self._connection.execute(verb("blocks", blocks))
        self._is_loaded = True

    def block(self) -> Blocked:
        """Find the pairs that share a key."""
        if not self._is_loaded:
            return Blocked(0, 0)
        run = self._connection.execute
        run("CREATE TABLE sizes AS SELECT key, count(*) AS size FROM blocks GROUP BY key HAVING count(*) > 1")
        run(
            f"CREATE TABLE small AS SELECT id, key FROM blocks JOIN sizes USING (key) "  # noqa: S608 - a number of ours
            f"WHERE size <= {MOST_UNDER_A_KEY}"
        )
        run(
            "CREATE TABLE pairs AS SELECT DISTINCT one.id AS join_key_l, other.id AS join_key_r, '0' AS match_key "
            "FROM small AS one JOIN small AS other ON one.key = other.key AND one.id < other.id"
        )
        left_out = self._number(
            f"SELECT coalesce(sum(size * (size - 1) // 2), 0) FROM sizes WHERE size > {MOST_UNDER_A_KEY}"  # noqa: S608 - as above
        )
        run("DROP TABLE blocks")
        run("DROP TABLE small")
        run("DROP TABLE sizes")
        return Blocked(pairs=self._number("SELECT count(*) FROM pairs"), left_out=left_out)

    def looked_at(self, pairs: Iterable[tuple[int, int]]) -> int:
        """How many of these pairs `block` has found: the smaller number stands first."""
        asked = pa.table(
            {name: list(column) for name, column in zip("lr", zip(*pairs, strict=True), strict=True)}
        )
        self._connection.register("asked", asked)
        return self._number("SELECT count(*) FROM asked JOIN pairs ON l = join_key_l AND r = join_key_r")

    def score(self, least: float) -> Iterator[Scored]:
        """The pairs that are one at least so surely, the surest first."""
        if not self._is_loaded or not self._number("SELECT count(*) FROM pairs"):
            return
        self._mark_rare_words()
        query, comparisons = scored_pairs(self._connection, self._model, least)
        names = [comparison.name for comparison in comparisons]
        levels = [
            {len(one.levels) - 1 - at: level.name for at, level in enumerate(one.levels)}
            for one in comparisons
        ]
        # A cursor of its own: whoever reads slowly may ask something else meanwhile.
        found = self._connection.cursor().execute(query)
        while rows := found.fetchmany(_FETCHED):
            for left, right, surely, *seen in rows:
                told = zip(names, levels, seen, strict=True)
                yield Scored(left, right, surely, {name: known[at] for name, known, at in told if at >= 0})

    def _mark_rare_words(self) -> None:
        """Words of names that few have tell more: those of at most as many as the root of all."""
        run = self._connection.execute
        run(
            "CREATE TABLE rare AS SELECT word FROM (SELECT unnest(words) AS word FROM records) GROUP BY word "
            "HAVING count(*) <= sqrt((SELECT count(*) FROM records))"
        )
        run("ALTER TABLE records ADD COLUMN rare_words VARCHAR[]")
        run(
            "UPDATE records SET rare_words = found.words FROM (SELECT id, list(word) AS words FROM "
            "(SELECT id, unnest(words) AS word FROM records) SEMI JOIN rare USING (word) GROUP BY id) AS found "
            "WHERE found.id = records.id"
        )

    def _number(self, query: str) -> int:
        return int(self._connection.execute(query).fetchall()[0][0])


def _column(values: list[Any]) -> pa.Array:
    """Of numbers, texts, or lists of texts; nothing in place of empty ones."""
    if isinstance(values[0], tuple):
        return pa.array([list(value) or None for value in values], pa.list_(pa.string()))
    if isinstance(values[0], str):
        return pa.array([value or None for value in values], pa.string())
    return pa.array(values, pa.int64())


@contextmanager
def searching(model: Model, folder: Path) -> Iterator[Matching]:
    """A search; what finds no room in memory goes to a folder for the time being."""
    # Its warnings are about what the settings leave to our own defaults on purpose.
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": _MEMORY,
            "threads": 2,
            "temp_directory": str(folder),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    connection.execute("SET enable_progress_bar = false")
    try:
        yield Matching(connection, model)
    finally:
        connection.close()
