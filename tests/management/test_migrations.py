"""A new database, made in one step, is what the steps make of an old one."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from voronka.management.prepare import prepare_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

    Schema = set[tuple[Any, ...]]

# Somewhere on the way that one step replaces for whoever begins now.
HALF_WAY = ("voronka", "0020_tenders")

_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql <> ''"
_POSTGRES = (
    """SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable,
    column_default, is_identity FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace""",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'voronka%'",
)


@pytest.mark.slow
def test_a_new_database_is_what_the_steps_make_of_an_old_one(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        with database(tmp_path / "new"):
            prepared()
            new = schema()
        with database(tmp_path / "old"):
            by_steps(HALF_WAY)
            # What is known of the database so far decides that it goes on by the steps.
            assert prepared()
            assert schema() ^ new == set()
            assert prepared() == ""


def test_a_new_database_can_be_emptied_again(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), database(tmp_path / "new"):
        prepared()
        call_command("migrate", "voronka", "zero", verbosity=0)
        assert not [name for name in connection.introspection.table_names() if name.startswith("voronka")]


def prepared() -> str:
    """What was said of it."""
    said = StringIO()
    prepare_database(OutputWrapper(said))
    return said.getvalue()


def by_steps(to: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False  # type: ignore[attr-defined]  # the stubs lack it
    executor.loader.build_graph()
    executor.migrate([to])


@contextmanager
def database(path: Path) -> Iterator[None]:
    """An empty database instead of the test's."""
    ours = connections["default"]
    with _made(path) as name:
        other = type(ours)({**ours.settings_dict, "NAME": name}, "default")
        connections["default"] = other
        try:
            yield
        finally:
            other.close()
            connections["default"] = ours


@contextmanager
def _made(path: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield str(path)
        return
    # The run's own database may not be there yet; this one always is.
    server, name = os.environ["DATABASE_URL"].rpartition("/")[0], f"{path.name}_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            there.execute(f"DROP DATABASE {name} WITH (FORCE)")


def schema() -> Schema:
    """All that the database says of itself, whatever the order of columns."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE)
            return {(kind, name, of, _read(sql)) for kind, name, of, sql in cursor.fetchall()}
        found: Schema = set()
        for query in _POSTGRES:
            cursor.execute(query)
            found |= {tuple(map(_told, row)) for row in cursor.fetchall()}
        return found


def _told(value: Any) -> Any:
    """Names that the database or Django gave by themselves keep the name of a table that was called otherwise once."""
    if not isinstance(value, str):
        return value
    return re.sub(r"_[0-9a-f]{8}(?=_|$| )", "", value.replace("exitcriterion", "stagecriterion"))


def _read(sql: str) -> Any:
    """A table's columns as sets of words, for a column that was added by hand says them in another order."""
    table = re.fullmatch(r"CREATE TABLE \S+ \((.*)\)", sql, re.DOTALL)
    return sql if table is None else frozenset(map(_words, _parts(table[1])))


def _words(part: str) -> frozenset[str]:
    # SQLite takes no sign from a type, and false for 0.
    plain = re.sub(r"\bfalse\b", "0", re.sub(r"\bunsigned\b", "", part.lower()))
    return frozenset(re.findall(r"[^\s\"()]+", plain))


def _parts(columns: str) -> Iterator[str]:
    """What stands between commas that are in no parentheses."""
    depth, part = 0, ""
    for sign in columns:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield part
            part = ""
        else:
            part += sign
    yield part
