"""The private PostgreSQL of a test run: the bench's, with safety traded for speed."""

from voronka.management.bench.cluster import (
    MISSING,
    PostgresCluster,
    PostgresError,
    find_binaries,
    free_port,
)

__all__ = ["FAST", "MISSING", "PostgresCluster", "PostgresError", "find_binaries", "free_port"]

# A test database need not survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
}
