"""How many examples are drawn of what may happen."""

from django.db import connection


def lives(most: int) -> int:
    """As many on SQLite. On PostgreSQL a third: the commands are the same, and what is asked there is whether their
    SQL means the same.
    """
    return most if connection.vendor == "sqlite" else max(1, most // 3)
