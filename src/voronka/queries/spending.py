"""Costs of sources and the capacity of markets, as those who lead typed them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from voronka.domain.permissions import Actor
from voronka.models import CampaignCost, MarketCapacity
from voronka.queries.intake import visible_sources


@dataclass(frozen=True, slots=True)
class Cost:
    """Money spent on a source, or on one campaign of it, in a time."""

    id: int
    campaign: str
    first_on: date
    last_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Market:
    """How many buyers a place holds of a segment. `was`: by the count before, None for the first."""

    id: int
    geography: str
    segment: str
    buyers: int
    counted_on: date
    note: str
    was: int | None


def costs_of(actor: Actor, source: int) -> list[Cost]:
    """The costs of a source, the newest first."""
    rows = CampaignCost.objects.filter(source=source, source__in=visible_sources(actor))
    return [
        Cost(row.pk, row.campaign, row.first_on, row.last_on, row.amount)
        for row in rows.order_by("-first_on", "campaign", "id")
    ]


def markets() -> list[Market]:
    """The newest count of each place and segment, by name."""
    newest: dict[tuple[str, str], Market] = {}
    for row in MarketCapacity.objects.order_by("geography", "segment", "counted_on", "id"):
        before = newest.get((row.geography, row.segment))
        was = None if before is None else before.buyers
        newest[row.geography, row.segment] = Market(
            row.pk, row.geography, row.segment, row.buyers, row.counted_on, row.note, was
        )
    return list(newest.values())
