"""From when to when a service contract runs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from voronka.models.deal import Deal


class ServiceTerm(models.Model):
    """The term of the service contract that a deal sells. `remind_days`: so long before its end it is taken up anew."""

    deal = models.OneToOneField(Deal, models.RESTRICT, related_name="term")
    begins_on = models.DateField()
    ends_on = models.DateField()
    remind_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="term_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on} {self.ends_on}"
