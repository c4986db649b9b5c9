"""What asking for requests costs, and how many buyers there may be: facts that reports count with."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from voronka.models.fields import MoneyField
from voronka.models.intake import Source


class CampaignCost(models.Model):
    """Money spent on a source from day to day, both included, in the workspace's currency.

    `campaign`: the name that its addresses carry (utm_campaign), folded; empty: all of the source.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="costs")
    campaign = models.CharField(max_length=120, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    amount = MoneyField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "campaign", "first_on", "last_on"], name="cost_once_a_period"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="cost_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.first_on} {self.amount}"


class MarketCapacity(models.Model):
    """How many possible buyers a place holds of a segment, by the count of a day. `note`: where that is known from."""

    geography = models.CharField(max_length=120)
    segment = models.CharField(max_length=120, blank=True)
    buyers = models.PositiveIntegerField()
    counted_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "market capacities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["geography", "segment", "counted_on"], name="market_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.geography} {self.segment} {self.buyers}"
