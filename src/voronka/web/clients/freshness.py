"""How current what is known of a client is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from voronka.domain.freshness import Checked, KeyFact, Profile
    from voronka.web.clients.kind import ClientKind


@dataclass(frozen=True, slots=True)
class ProfileShown:
    """`missing` and `stale`: what the fields are called. `oldest`: the check that is longest ago; None where nothing is known."""

    known: int
    of: int
    missing: list[Promise | str]
    stale: list[Promise | str]
    oldest: Checked | None


def profile_shown(kind: ClientKind[Any], found: Profile) -> ProfileShown:
    """The profile with the names that the page's fields have."""

    def names(facts: Iterable[KeyFact]) -> list[Promise | str]:
        return [kind.fields[fact.value].label for fact in facts]

    oldest = min(found.checked.values(), key=lambda check: check.at, default=None)
    return ProfileShown(found.known, found.of, names(found.missing), names(found.stale), oldest)
