"""Keys that say who may find a search document, in a form that a trigram index can look up at once.

Each key is three characters, so it is exactly one trigram; keys are parted by spaces, so no trigram
across two keys can equal one. A document carries its kind's key, the keys of the teams and owners that
hold it, and of each team in whose Unsorted it waits for an owner.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import assert_never

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Everything, Holding, OfOwner, OfTeams, Scope

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Documents of one kind lie together, so that a search of a kind reads its own part of the index only.
_KIND_STEP = 1 << 40
LARGEST_ID = (len(_DIGITS) ** 3 - 4) // 3 - 1


class DocumentKind(IntEnum):
    """What a search document stands for; also the upper bits of its id."""

    DEAL = 0
    CONTACT = 1
    COMPANY = 2


def document_id(kind: DocumentKind, object_id: int) -> int:
    """The id of an object's search document."""
    return kind * _KIND_STEP + object_id


def object_of(document: int) -> tuple[DocumentKind, int]:
    """The kind and the object's id back from a document's id."""
    kind, object_id = divmod(document, _KIND_STEP)
    return DocumentKind(kind), object_id


def documents_of(kind: DocumentKind) -> tuple[int, int]:
    """The least and the largest id that a kind's documents may have."""
    return document_id(kind, 0), document_id(kind, _KIND_STEP - 1)


def kind_key(kind: DocumentKind) -> str:
    """The key of all documents of a kind."""
    return _three(int(kind))


def team_key(team: TeamId) -> str:
    """The key of what a team holds."""
    return _three(4 + 3 * team)


def owner_key(user: UserId) -> str:
    """The key of what a user owns."""
    return _three(5 + 3 * user)


def unowned_key(team: TeamId) -> str:
    """The key of what nobody in a team owns yet: its sellers may find it, and take it."""
    return _three(6 + 3 * team)


def access_keys(kind: DocumentKind, deals: Iterable[Holding], client: Holding | None = None) -> str:
    """The `access` text of a document: of a deal, or of a client that is held so and has these deals.

    An unowned deal waits for a seller of its team; an unowned client is its heads' matter.
    """
    keys = {kind_key(kind)}
    if client is not None and client.team is not None:
        keys.add(team_key(client.team))
    if client is not None and client.owner is not None:
        keys.add(owner_key(client.owner))
    for held in deals:
        if held.team is not None:
            keys.add(team_key(held.team))
        if held.owner is not None:
            keys.add(owner_key(held.owner))
        elif held.team is not None:
            keys.add(unowned_key(held.team))
    return " ".join(sorted(keys))


def scope_keys(scope: Scope) -> frozenset[str]:
    """The keys of which a document must carry one to lie in the scope; empty: it need not carry any."""
    match scope:
        case Everything():
            return frozenset()
        case OfTeams(teams):
            # No key of three spaces exists: a head without a team finds nothing.
            return frozenset(map(team_key, teams)) or frozenset({"   "})
        case OfOwner(user, team):
            return frozenset({owner_key(user)} | ({unowned_key(team)} if team is not None else set()))
        case _:
            assert_never(scope)


def may_find(scope: Scope, keys: frozenset[str]) -> bool:
    """Whether what carries these keys lies in the scope."""
    asked = scope_keys(scope)
    return not asked or bool(asked & keys)


def _three(number: int) -> str:
    if not 0 <= number < len(_DIGITS) ** 3:
        raise ValueError(f"{number} does not fit into a search key; ids may go up to {LARGEST_ID}")
    high, low = divmod(number, len(_DIGITS))
    top, middle = divmod(high, len(_DIGITS))
    return _DIGITS[top] + _DIGITS[middle] + _DIGITS[low]
