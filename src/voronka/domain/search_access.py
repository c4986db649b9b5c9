"""Keys that say who may find a search document, in a form that a trigram index can look up at once.

Each key is three characters, so it is exactly one trigram; keys are parted by spaces, so no trigram
across two keys can equal one. A document carries its kind's key, its team's and its owners' keys.
"""

from collections.abc import Iterable
from enum import IntEnum

from voronka.domain.ids import TeamId, UserId

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LARGEST_ID = (len(_DIGITS) ** 3 - 4) // 2 - 1


class DocumentKind(IntEnum):
    """What a search document stands for; also the last two bits of its id."""

    DEAL = 0
    CONTACT = 1
    COMPANY = 2


def document_id(kind: DocumentKind, object_id: int) -> int:
    """The id of an object's search document."""
    return object_id * 4 + kind


def object_of(document: int) -> tuple[DocumentKind, int]:
    """The kind and the object's id back from a document's id."""
    return DocumentKind(document % 4), document // 4


def kind_key(kind: DocumentKind) -> str:
    """The key of all documents of a kind."""
    return _three(int(kind))


def team_key(team: TeamId) -> str:
    """The key of what a team holds."""
    return _three(4 + 2 * team)


def owner_key(user: UserId) -> str:
    """The key of what a user owns."""
    return _three(5 + 2 * user)


def access_keys(kind: DocumentKind, teams: Iterable[TeamId], owners: Iterable[UserId]) -> str:
    """The `access` text of a document."""
    keys = {kind_key(kind), *map(team_key, teams), *map(owner_key, owners)}
    return " ".join(sorted(keys))


def _three(number: int) -> str:
    if not 0 <= number < len(_DIGITS) ** 3:
        raise ValueError(f"{number} does not fit into a search key; ids may go up to {LARGEST_ID}")
    high, low = divmod(number, len(_DIGITS))
    top, middle = divmod(high, len(_DIGITS))
    return _DIGITS[top] + _DIGITS[middle] + _DIGITS[low]
