"""Two clients that are one: which value each field of theirs gets, and what becomes of all that belongs to them.

One stays (the kept one), the other becomes part of it (the merged one), and may be parted from it again at any later
time. ADR 0039.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ClientKind(StrEnum):
    """Of what kind both are. Also the name of the column that leads to one of them."""

    CONTACT = "contact"
    COMPANY = "company"


class Take(StrEnum):
    """Whose value a field gets."""

    KEPT = "kept"
    MERGED = "merged"
    # One below the other: of texts only.
    BOTH = "both"


class Way(StrEnum):
    """What becomes of the rows that lead to the merged one."""

    # They lead to the kept one.
    MOVED = "moved"
    # The kept one gets those it has not; the merged one's are put away whole.
    COPIED = "copied"
    # They follow from other rows, and are written anew.
    REMADE = "remade"


# Every column that leads to a contact or a company: the table and the column. A test finds those that are missing.
WAYS: Mapping[ClientKind, Mapping[str, Way]] = {
    ClientKind.CONTACT: {
        "deal.contact": Way.MOVED,
        "deal.referred_by": Way.MOVED,
        "call.contact": Way.MOVED,
        "consent.contact": Way.MOVED,
        "satisfaction.contact": Way.MOVED,
        "referral.contact": Way.MOVED,
        "intakerequest.contact": Way.MOVED,
        "importrow.contact": Way.MOVED,
        "phone.contact": Way.COPIED,
        "email.contact": Way.COPIED,
        "factcheck.contact": Way.COPIED,
        "customvalue.contact": Way.COPIED,
        "customvalue.to_contact": Way.MOVED,
        "clientrelation.contact": Way.REMADE,
    },
    ClientKind.COMPANY: {
        "deal.company": Way.MOVED,
        "contact.company": Way.MOVED,
        "importrow.company": Way.MOVED,
        "company.parent": Way.MOVED,
        "phone.company": Way.COPIED,
        "email.company": Way.COPIED,
        "factcheck.company": Way.COPIED,
        "customvalue.company": Way.COPIED,
        "customvalue.to_company": Way.MOVED,
        "companyrequisite.company": Way.COPIED,
        "requisitelookup.company": Way.MOVED,
        "clientrelation.company": Way.REMADE,
    },
}
# Columns that say more of another one, and go with it: whose team the owner is of, by whose word the place is known.
FOLLOWS: Mapping[str, str] = {"team_id": "owner_id", "city_by": "city", "zone_by": "time_zone"}
# What nobody chooses: the number of the row, what follows, since when it is known, its version.
UNCHOSEN = frozenset({"id", "created_at", "version", *FOLLOWS})
# Of these both may be kept, one below the other.
TEXTS = frozenset({"description"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A field of both, as it stands in the columns."""

    name: str
    kept: Any
    merged: Any

    @property
    def is_conflict(self) -> bool:
        """Whether both say something, and not the same."""
        return not is_empty(self.kept) and not is_empty(self.merged) and self.kept != self.merged

    @property
    def default(self) -> Take:
        """What happens to it where nobody chooses: nothing that was said is lost as far as one field can say it."""
        if is_empty(self.kept):
            return Take.MERGED
        return Take.BOTH if self.name in TEXTS and self.is_conflict else Take.KEPT

    @property
    def choices(self) -> tuple[Take, ...]:
        """What may be chosen; nothing where there is nothing to choose between."""
        if not self.is_conflict:
            return ()
        return (Take.KEPT, Take.MERGED, *((Take.BOTH,) if self.name in TEXTS else ()))

    def value(self, choice: Take | None) -> Any:
        """What the kept one gets."""
        match choice if choice in self.choices else self.default:
            case Take.MERGED:
                return self.merged
            case Take.BOTH:
                return f"{self.kept}\n\n{self.merged}"
            case _:
                return self.kept


def is_empty(value: Any) -> bool:
    """Whether a field says nothing. An unticked box says nothing either: ticked wins."""
    return value is None or value is False or value == ""
