"""What every test run starts with: which database, which Hypothesis profile.

VORONKA_TEST_DATABASE=sqlite (the default) or postgres. Settings read the environment when they are first used, so
it is set here, while this file is imported: before any test, fixture or nested conftest can touch Django. A private
PostgreSQL is started once a run, by the process that controls the workers; they inherit its address. No setting of
the person at the machine reaches the tests, and the tests reach no data of theirs.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import tempfile
from typing import TYPE_CHECKING

import django
import hypothesis
import pytest
from django.db import connection

from tests.servers.postgres import FAST, PostgresCluster, PostgresError, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

# Set by pytest-xdist in its workers only.
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

hypothesis.settings.register_profile(
    "ci",
    derandomize=True,  # the same examples every time: a red build is red again
    max_examples=100,
    stateful_step_count=40,
    deadline=None,  # shared machines pause
    database=None,
    print_blob=True,
)
hypothesis.settings.register_profile("dev", max_examples=50, stateful_step_count=30, deadline=None)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


def _forget_own_settings() -> None:
    """Drop every VORONKA_* setting but those that are about tests."""
    kept = {"VORONKA_TEST_DATABASE", "VORONKA_CHROMIUM", "VORONKA_SHARED"}
    for name in [name for name in os.environ if name.startswith("VORONKA_") and name not in kept]:
        del os.environ[name]


def _choose_database() -> PostgresCluster | None:
    """Point DATABASE_URL at the chosen database; return the cluster to start, if this process starts one."""
    chosen = os.environ.get("VORONKA_TEST_DATABASE", "sqlite")
    if chosen not in {"sqlite", "postgres"}:
        raise pytest.UsageError(f"VORONKA_TEST_DATABASE is {chosen!r}; it can be sqlite or postgres.")
    if IS_WORKER:
        return None
    if chosen == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        return None
    cluster = PostgresCluster(port=free_port(), settings=FAST)
    os.environ["DATABASE_URL"] = cluster.url
    return cluster


CLUSTER = _choose_database()
if not IS_WORKER:
    _forget_own_settings()
    os.environ["VORONKA_DATA"] = tempfile.mkdtemp(prefix="voronka-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = "voronka.config.settings"
django.setup()


def _read_backwards_what_has_no_order() -> None:
    """Let SQLite answer a query without an order backwards.

    PostgreSQL may answer it in any order, and does so one day in a hundred. Here who relies on the order of rows fails
    each time. The connection's own dictionary is changed before it is first used.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA reverse_unordered_selects=ON;"


_read_backwards_what_has_no_order()


def pytest_configure() -> None:
    """Start PostgreSQL where one is asked for."""
    # A stopped job ends like Ctrl-C, with everything put away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if CLUSTER is None:
        return
    try:
        CLUSTER.start()
    except PostgresError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure() -> None:
    """Stop it and remove what the run has written, also after Ctrl-C or a stopped job."""
    if CLUSTER is not None:
        CLUSTER.stop()
    if not IS_WORKER:
        shutil.rmtree(os.environ["VORONKA_DATA"], ignore_errors=True)


def pytest_report_header() -> str:
    """Name the database in the first lines of the output."""
    return f"database: {os.environ.get('VORONKA_TEST_DATABASE', 'sqlite')}"


@pytest.fixture
def _log_guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After the flush of `committed`, the log's guard stands again."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            guards = importlib.import_module("voronka.migrations.0002_next_step_and_log_guards")
            cursor.execute(next(sql for sql in guards.SQLITE if "event_never_goes" in sql))


@pytest.fixture
def committed(_log_guarded_again: None, transactional_db: None) -> Iterator[None]:
    """Rows that are really committed, for tests with several connections.

    They are flushed afterwards, by DELETE on SQLite, which the log's guard refuses: it steps aside for that.
    """
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER event_never_goes")
