"""Tokens by which programs act through the API: what they may do, how they look, how long they last (ADR 0043).

A token acts as one person, with that person's rights and never more. Its scopes say which of these it may use.
"""

from collections.abc import Iterable
from enum import StrEnum

PREFIX = "vrk_"
"""What every token begins with, so that people and scanners of leaked secrets know one."""

TERMS = (30, 90, 365, 0)
"""For how many days a token may be made; 0: until it is revoked."""


class Scope(StrEnum):
    """One thing that a token may be used for. Writing does not include reading."""

    DEALS_READ = "deals:read"
    DEALS_WRITE = "deals:write"
    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    CLIENTS_READ = "clients:read"
    CLIENTS_WRITE = "clients:write"
    FILES_READ = "files:read"
    FILES_WRITE = "files:write"
    METHOD_READ = "method:read"
    PEOPLE_READ = "people:read"
    EVENTS_READ = "events:read"


def scopes_of(told: Iterable[str]) -> tuple[Scope, ...]:
    """The known scopes among `told`, in their own order; what an older version knew is left out."""
    those = set(told)
    return tuple(scope for scope in Scope if scope.value in those)
