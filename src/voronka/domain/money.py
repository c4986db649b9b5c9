"""Money: an exact amount in a currency. Amounts are never floats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from voronka.domain.errors import Problem

CENT = Decimal("0.01")
# Stored as a count of hundredths in 64 bits, sums of a million deals included.
LARGEST = Decimal(100000000000)
SUFFIXES: Mapping[str, int] = {
    "k": 10**3, "к": 10**3, "тыс": 10**3, "тис": 10**3, "rb": 10**3,
    "m": 10**6, "м": 10**6, "млн": 10**6, "jt": 10**6,
}  # fmt: skip
_SHAPE = re.compile(r"^(?P<digits>[0-9][0-9 .,'\u00a0\u202f]*)\s*(?P<suffix>[a-zа-я]*)\.?$", re.IGNORECASE)


class NotMoney(ValueError):
    """The text is no amount."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in an ISO 4217 currency."""

    amount: Decimal
    currency: str


def parse_amount(text: str) -> Decimal:
    """Read an amount as people type it: 88 000, 88,000, 88.000, 88k, 88,5, 1.234.567,89, Rp4,6jt.

    One separator followed by exactly three digits groups thousands; any other last separator is the
    decimal one. Source: DESIGN 5, inline edit.

    Raises:
        NotMoney: it can't be read, is negative, or is too large to keep.
    """
    cleaned = re.sub(
        r"[$€₴₽£¥]|\b(?:usd|eur|uah|rub|idr|rp|грн|руб)\b\.?|^rp\.?", "", text.strip().lower()
    ).strip()
    if cleaned.startswith(("-", "−")):
        raise NotMoney(Problem.NEGATIVE)
    match = _SHAPE.match(cleaned)
    if not match or (match["suffix"] and match["suffix"] not in SUFFIXES):
        raise NotMoney(Problem.NOT_A_NUMBER)
    amount = plain_number(match["digits"]) * SUFFIXES.get(match["suffix"], 1)
    if amount > LARGEST:
        raise NotMoney(Problem.TOO_LARGE)
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def plain_number(digits: str) -> Decimal:
    """Digits with separators as a number: one separator before exactly three digits groups thousands, another last one is the decimal one."""
    compact = re.sub(r"[ '\u00a0\u202f]", "", digits).rstrip(".,")
    separators = re.findall(r"[.,]", compact)
    if not separators:
        return Decimal(compact)
    last = separators[-1]
    whole, _, fraction = compact.rpartition(last)
    mixed = len(set(separators)) == 2
    groups = not mixed and (len(separators) > 1 or len(fraction) == 3)
    if groups:
        return Decimal(re.sub(r"[.,]", "", compact))
    return Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{fraction}")


def convert(amount: Decimal, rate: Decimal) -> Decimal:
    """`amount` in the base currency; `rate` is base units for one unit of the amount's currency."""
    return (amount * rate).quantize(CENT, ROUND_HALF_EVEN)
