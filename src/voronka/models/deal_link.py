"""Which deal came from which."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from voronka.domain.deal_links import LinkKind
from voronka.models.deal import Deal
from voronka.models.user import User


class DealLink(models.Model):
    """`deal` came from `origin`: handed over, or sold anew to the client whom that one had won."""

    kind = models.CharField(max_length=9, choices=[(k.value, k.name) for k in LinkKind])
    origin = models.ForeignKey(Deal, models.RESTRICT, related_name="continuations")
    deal = models.OneToOneField(Deal, models.RESTRICT, related_name="link")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(origin=F("deal")), name="link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind} {self.deal_id}"
