"""Where the bench works: a scratch database that is nobody's data, as an environment for a process of its own."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from voronka.management.bench.cluster import PostgresCluster, free_port

# As a small company's server would be set up. Commits are as safe as PostgreSQL delivers them.
SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "effective_cache_size": "4GB",
    "max_connections": "100",
}
POSTGRES_URLS = ("postgres://", "postgresql://")


@contextmanager
def scratch(database: str, deals: int, keep: Path | None) -> Iterator[Mapping[str, str]]:
    """The environment of a process that measures. `keep`: a folder in which the workspace stays for the next run.

    `database`: sqlite, postgres (a private cluster is started), or the address of a PostgreSQL server, on which a
    database is created, and dropped again unless `keep` is given.

    Raises:
        PostgresError: no server can be started here.
        psycopg.Error: the given server can't be used.
    """
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voronka-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VORONKA_")}
        kept.pop("DATABASE_URL", None)
        environment = {**kept, "VORONKA_DATA": str(folder), "VORONKA_LOG": "WARNING"}
        if database == "postgres":
            cluster = PostgresCluster(free_port(), SETTINGS)
            stack.callback(cluster.stop)
            cluster.start()
            database = cluster.socket_url
        if database.startswith(POSTGRES_URLS):
            environment["DATABASE_URL"] = stack.enter_context(
                _fresh_database(database, deals, keep=keep is not None)
            )
        yield environment


@contextmanager
def _fresh_database(server: str, deals: int, *, keep: bool) -> Iterator[str]:
    """The address of a database of our own on this server. Made from its database postgres, which every server has."""
    name = f"voronka_bench_{deals}" if keep else f"voronka_bench_{deals}_{os.getpid()}"
    base, _, rest = server.partition("://")
    address = f"{base}://{rest.partition('/')[0]}/{name}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as administration:
        known = administration.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            administration.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield address
    finally:
        if not keep:
            with psycopg.connect(server, dbname="postgres", autocommit=True) as administration:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                administration.execute(drop.format(sql.Identifier(name)))
