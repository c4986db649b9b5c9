"""How current what is known of a client is: which facts matter, how many are known, and since when nobody has checked them.

R42, R137 of the requirements: a client's data is kept current, and as much as can be is collected.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# After so many days what nobody has checked is asked about, where the workspace says nothing else.
CHECK_DAYS = 180
MOST_CHECK_DAYS = 3650


class KeyFact(StrEnum):
    """What a deal stands on, as the forms call it."""

    POSITION = "position"
    COMPANY = "company"
    PHONES = "phones"
    EMAILS = "emails"
    CITY = "city"
    LEGAL_NAME = "legal_name"
    TAX_ID = "tax_id"
    ADDRESS = "address"
    SITE = "site"
    SECTOR = "sector"


# Of a client's kind, in the order of the page.
KEY_FACTS: Mapping[str, tuple[KeyFact, ...]] = {
    "contact": (KeyFact.POSITION, KeyFact.COMPANY, KeyFact.PHONES, KeyFact.EMAILS, KeyFact.CITY),
    "company": (
        *(KeyFact.LEGAL_NAME, KeyFact.TAX_ID, KeyFact.SITE, KeyFact.SECTOR),
        *(KeyFact.PHONES, KeyFact.EMAILS, KeyFact.CITY, KeyFact.ADDRESS),
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """That a fact was told or found right: when, and by whom (their name; empty where nobody knows)."""

    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one client. `checked`: of each fact that is known; `missing`: what is not; `stale`: unchecked for too long."""

    checked: Mapping[KeyFact, Checked]
    missing: tuple[KeyFact, ...]
    stale: tuple[KeyFact, ...]

    @property
    def known(self) -> int:
        """How many of the facts are known."""
        return len(self.checked)

    @property
    def of(self) -> int:
        """How many there are to know."""
        return len(self.checked) + len(self.missing)


def profile_of(
    kind: str,
    known: Collection[KeyFact],
    checks: Mapping[KeyFact, Checked],
    *,
    since: datetime,
    at: datetime,
    days: int,
) -> Profile:
    """The profile of a client who is in the base `since` then: what nobody has checked was told that day.

    `days`: for so long a check holds; 0: for ever.
    """
    facts = KEY_FACTS[kind]
    checked = {fact: checks.get(fact, Checked(since)) for fact in facts if fact in known}
    return Profile(
        checked,
        tuple(fact for fact in facts if fact not in known),
        tuple(fact for fact, check in checked.items() if is_stale(check.at, at, days)),
    )


def is_stale(checked_at: datetime, at: datetime, days: int) -> bool:
    """Whether it was last checked too long ago."""
    return bool(days) and checked_at <= at - timedelta(days=days)
