"""What the API itself refuses, beside the rules of the domain."""

from dataclasses import dataclass
from typing import Any

from voronka.domain.api_tokens import Scope
from voronka.domain.errors import Refused


class NoToken(Refused):
    """There is no token, or it opens nothing."""


@dataclass(eq=False)
class ScopeMissing(Refused):
    """The token is not for this."""

    scope: Scope


@dataclass(eq=False)
class TooOften(Refused):
    """The token asked more often than it may; again in `seconds`."""

    seconds: int


@dataclass(eq=False)
class Outdated(Refused):
    """If-Match named a state that the object is not in any more; `current` is the one it is in."""

    current: Any


class UnderWay(Refused):
    """The same idempotency key is being worked on this moment."""


class KeyTooLong(Refused):
    """An idempotency key has at most 200 characters."""
