"""A form on somebody's site: what it may ask for, and how a browser proves that it took the trouble. Pure."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.intake import PROOF_BITS

LABEL_LENGTH = 80
TITLE_LENGTH = 120
BUTTON_LENGTH = 60
TEXT_LENGTH = 400
CONSENT_LENGTH = 2000
MOST_CHOICES = 30
MOST_ORIGINS = 20
MESSAGE_LENGTH = 5000


class Ask(StrEnum):
    """What a form can ask for."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    COMPANY = "company"
    CHOICE = "choice"
    AMOUNT = "amount"
    MESSAGE = "message"


# By one of these somebody can be answered.
REACHED_BY = frozenset({Ask.PHONE, Ask.EMAIL})
LENGTHS = {
    Ask.NAME: 160, Ask.PHONE: 40, Ask.EMAIL: 254, Ask.COMPANY: 160, Ask.CHOICE: 120, Ask.AMOUNT: 40, Ask.MESSAGE: MESSAGE_LENGTH,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormField:
    """One line of a form. `label` empty: the usual word in the form's language; `choices` of CHOICE only."""

    ask: Ask
    label: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()


def proves(stamp: str, proof: str) -> bool:
    """Whether the hash of stamp and proof begins with enough zero bits: about 16,000 tries of a browser."""
    digest = hashlib.sha256(f"{stamp}:{proof}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - PROOF_BITS) == 0
