"""A kept connection to PostgreSQL: known to be dead before it is used, and not asked when it is alive."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """A second connection to the same database, by which the server is asked and told."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: nobody closes its connection from the other side.")
    second = connection.copy()
    yield second
    second.close()
    connection.close()


def _one(by: BaseDatabaseWrapper, sql: str, *values: int) -> object:
    with by.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _pid() -> int:
    pid = _one(connection, "SELECT pg_backend_pid()")
    assert isinstance(pid, int)
    return pid


def test_a_living_one_is_told_without_a_statement(other: BaseDatabaseWrapper) -> None:
    pid = _pid()
    assert connection.is_usable()
    newest = _one(other, "SELECT query FROM pg_stat_activity WHERE pid = %s", pid)
    assert newest == "SELECT pg_backend_pid()"


def test_one_that_the_server_ended_is_replaced(other: BaseDatabaseWrapper) -> None:
    pid = _pid()
    assert _one(other, "SELECT pg_terminate_backend(%s, 5000)", pid)
    assert not connection.is_usable()
    # As at the beginning of a request.
    connection.close_if_unusable_or_obsolete()
    assert _pid() != pid
