"""What became of a sanction, as its events tell it; the ledger has the whole."""

from dataclasses import dataclass
from decimal import Decimal

from voronka.domain.events import Payload
from voronka.domain.sanctions import Unit
from voronka.queries.timeline_names import Names


@dataclass(frozen=True, slots=True)
class SanctionTold:
    """A step of an entry. `words`: the reason, or the appeal."""

    rule: str
    seller: str
    unit: Unit
    amount: Decimal
    currency: str
    words: str


def sanction(payload: Payload, names: Names) -> SanctionTold:
    """Any step of it."""
    return SanctionTold(
        rule=payload["rule"],
        seller=names.user(payload["seller"]),
        unit=Unit(payload["unit"]),
        amount=Decimal(payload["amount"]),
        currency=payload["currency"],
        words=payload["words"],
    )
