"""Tags of deals: words by which people and robots find them again."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper

from voronka.models.deal import Deal


class DealTag(models.Model):
    """One word or a few on a deal, once whatever its case."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("deal", Upper("name"), name="deal_tag_once"),
        ]

    def __str__(self) -> str:
        return self.name
