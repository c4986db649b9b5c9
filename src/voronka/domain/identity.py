"""Who is meant by a number, an address and a name, among those who have them already.

One person has several numbers, and one number several people: the switchboard of a company, a family's telephone. So
nothing here forbids a number twice; it is decided, and told by what. Source: requirements R27 to R29.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voronka.domain.search_text import fold


class By(StrEnum):
    """What somebody is known by."""

    PHONE = "phone"
    EMAIL = "email"


class Outcome(StrEnum):
    """What became of the question who is meant."""

    NOBODY = "nobody"
    """Nothing was given that a person could be known by, or made of."""
    MADE = "made"
    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    """Several answer; one of them was taken, and `Identified.why` says why."""


class Why(StrEnum):
    """Why this one of several."""

    BOTH = "both"
    """The number and the address are theirs; the others have one of them."""
    NAME = "name"
    COMPANY = "company"
    """They belong to the company that was named."""
    LATEST = "latest"
    """There was a deal with them most lately; where with none of them, they were the first in the base."""
    NEW_NAME = "new_name"
    """Nobody at this shared number bears the name: somebody new."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact of the base who has the number or the address. `dealt_at`: when a deal with them last changed."""

    contact: int
    name: str
    company: int | None
    by: frozenset[By]
    dealt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """Who is meant: `contact` is None where nobody is, or somebody new. `others` answer as well."""

    contact: int | None = None
    by: frozenset[By] = frozenset()
    why: Why | None = None
    others: tuple[int, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What became of the question, before anybody is made."""
        if self.contact is None:
            return Outcome.NOBODY
        return Outcome.AMBIGUOUS if self.others else Outcome.FOUND


UNKNOWN = Identified()


def identify(
    candidates: Collection[Candidate], *, name: str, company: int | None, is_switchboard: bool
) -> Identified:
    """The one who is meant.

    `name` as given, or empty. `company`: the one that was named. `is_switchboard`: a company has the number or the
    address as its own.
    """
    if not candidates:
        return UNKNOWN
    left, why = _narrowed(sorted(candidates, key=_order), name, company)
    is_shared = is_switchboard or len(candidates) > 1
    is_new = name and is_shared and not any(_may_be(name, one) for one in left) and not _known_by_mail(left)
    if is_new:
        return Identified(None, frozenset(), Why.NEW_NAME, tuple(sorted(one.contact for one in candidates)))
    chosen = left[0]
    others = tuple(sorted(one.contact for one in candidates if one is not chosen))
    return Identified(chosen.contact, chosen.by, why if others else None, others)


def _narrowed(
    candidates: Sequence[Candidate], name: str, company: int | None
) -> tuple[Sequence[Candidate], Why]:
    """Whom the signs leave, the strongest sign first, until it is one."""
    signs = (
        (Why.BOTH, [one for one in candidates if len(one.by) > 1]),
        (Why.NAME, [one for one in candidates if same_name(name, one.name)]),
        (Why.COMPANY, [one for one in candidates if company is not None and one.company == company]),
    )
    left, why = candidates, Why.LATEST
    for sign, those in signs:
        narrower = [one for one in left if one in those]
        if len(left) > 1 and narrower and len(narrower) < len(left):
            left, why = narrower, sign
    return left, why if len(left) == 1 else Why.LATEST


def _order(one: Candidate) -> tuple[float, int]:
    return (-one.dealt_at.timestamp() if one.dealt_at else 0.0, one.contact)


def _may_be(name: str, one: Candidate) -> bool:
    """Whether the candidate may bear the name; whose name is not known yet may bear any."""
    return same_name(name, one.name) or not any(letter.isalpha() for letter in one.name)


def _known_by_mail(left: Collection[Candidate]) -> bool:
    """An address is one's own far more often than a number is."""
    return any(By.EMAIL in one.by for one in left)


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: all words of the shorter stand in the longer, in any order or script."""
    mine, theirs = set(fold(one).split()), set(fold(other).split())
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
