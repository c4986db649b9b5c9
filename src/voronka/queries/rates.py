"""Exchange rates, and whether the base currency can still be chosen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from voronka.models import Deal, ExchangeRate


@dataclass(frozen=True, slots=True)
class RateView:
    """Units of the base currency for one of `currency` since a day. `is_removable`: deals don't depend on it."""

    id: int
    currency: str
    since_on: date
    rate: Decimal
    is_removable: bool


def rates() -> list[RateView]:
    """Every rate, by currency, the newest first."""
    rows = list(ExchangeRate.objects.order_by("currency", "-since_on"))
    how_many = Counter(row.currency for row in rows)
    used = {c for c in how_many if Deal.objects.filter(currency=c).exists()}
    return [
        RateView(
            row.pk, row.currency, row.since_on, row.rate,
            is_removable=how_many[row.currency] > 1 or row.currency not in used,
        )
        for row in rows
    ]  # fmt: skip


def currency_is_settled() -> bool:
    """Whether deals have amounts, after which the base currency stays."""
    return Deal.objects.filter(amount__isnull=False).exists()
