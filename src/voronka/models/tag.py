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
        # The deals that have one, which is asked for where a board or a list is narrowed to it.
        indexes: ClassVar = [models.Index(Upper("name"), "deal", name="deal_tag_name")]

    def __str__(self) -> str:
        return self.name
