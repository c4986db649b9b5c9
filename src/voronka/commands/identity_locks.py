"""Letting two who ask for the same client at once ask one after the other, so that the second finds what the first made.

On SQLite writers queue anyway (ADR 0004). On PostgreSQL a lock is taken on each number, address and name, until the
transaction ends; no unique key does it, for two people may share a number (ADR 0040). Take it before anything is
recorded: whoever holds the log's lock and then waits for one of these may wait for somebody who waits for the log.
"""

from collections.abc import Collection, Iterable
from zlib import crc32

from django.db import connection

# The number only has to be ours.
_LOCKS = 8_301_772


def hold_identities(
    *, phones: Collection[str] = (), emails: Collection[str] = (), companies: Collection[str] = ()
) -> None:
    """Wait for whoever looks for one of these now. Within a transaction; one statement on PostgreSQL."""
    if connection.vendor != "postgresql":
        return
    keys = [*(f"p{phone}" for phone in phones), *(f"e{email}" for email in emails)]
    locks = _locks([*keys, *(f"c{name.upper()}" for name in companies)])
    with connection.cursor() as cursor:
        # One after the other, in one order for everybody, or two would wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::int[]) key", [_LOCKS, locks])


def _locks(keys: Iterable[str]) -> list[int]:
    """Whole numbers of four bytes with a sign; two keys of one number only wait for each other."""
    return sorted({crc32(key.encode()) - 2**31 for key in keys})
