"""Loading many rows: indexes, foreign keys and the search's triggers away before, and made again after.

They are told by the database itself, so that none is forgotten and nothing here repeats a migration.
"""
# ruff: noqa: S608 - names of tables and indexes come from the database's own catalogue

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = (
    "clientrelation", "company", "contact", "deal", "event", "gatepassage", "phone", "searchdocument", "searchword", "stageflow", "stagevisit", "task",
)  # fmt: skip
# FTS5 writes a segment each time so many bytes are gathered. The megabyte it begins with makes thousands of them.
_GATHERED_WHILE_LOADING, _GATHERED = 64 << 20, 1 << 20


@contextmanager
def bare_tables(told: Callable[[str], None]) -> Iterator[None]:
    """Within: tables without what slows loading. After: all of it again, and the search index filled."""
    if connection.vendor == "postgresql":
        again = _strip_postgres()
        yield
    else:
        again = _strip_sqlite()
        yield
        again += _filling_search()
    _run(again, told)


def tidy_up(told: Callable[[str], None]) -> None:
    """Statistics, and nothing left in a journal. Outside of any transaction."""
    if connection.vendor == "postgresql":
        _run(["VACUUM (ANALYZE)", "CHECKPOINT"], told)
    else:
        _run(["PRAGMA foreign_keys = ON", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"], told)


def _run(statements: list[str], told: Callable[[str], None]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            told(statement.split(" ON ")[0].split("(")[0])
            cursor.execute(statement)


def _strip_sqlite() -> list[str]:
    """Drop indexes and the search's triggers; return the statements that make them again."""
    names = ", ".join(f"'voronka_{table}'" for table in TABLES)
    with connection.cursor() as cursor:
        # It does nothing within a transaction.
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            f" AND (type = 'index' AND tbl_name IN ({names})"
            " OR type = 'trigger' AND tbl_name IN ('voronka_searchdocument', 'voronka_searchword'))"
        )
        found = cursor.fetchall()
        for kind, name, _ in found:
            cursor.execute(f'DROP {kind} "{name}"')
    return [sql for _, _, sql in found]


def _filling_search() -> list[str]:
    """Fill and merge, as a table that grew by rows was merged by and by."""
    return [
        *_filling(
            "voronka_search_fts", ["INSERT INTO voronka_search_fts(voronka_search_fts) VALUES ('rebuild')"]
        ),
        *_filling(
            "voronka_word_fts",
            [
                "INSERT INTO voronka_word_fts(rowid, word) SELECT id, ' ' || word || ' ' FROM voronka_searchword"
            ],
        ),
    ]


def _filling(table: str, statements: list[str]) -> list[str]:
    return [
        f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {_GATHERED_WHILE_LOADING})",
        *statements,
        f"INSERT INTO {table}({table}) VALUES ('optimize')",
        f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {_GATHERED})",
    ]


def _strip_postgres() -> list[str]:
    """Drop foreign keys and the indexes that no constraint needs; return the statements that make them again."""
    names = [f"voronka_{table}" for table in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [names],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
            " (SELECT conindid::regclass::text FROM pg_constraint WHERE conindid <> 0)",
            [names],
        )
        indexes = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    made = [definition for _, definition in indexes]
    return [*made, *(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told}' for table, name, told in keys)]
