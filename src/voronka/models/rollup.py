"""Figures kept by the writing transaction, so that a board never counts a million rows."""

from decimal import Decimal
from typing import ClassVar

from django.db import models

from voronka.models.fields import MoneyField
from voronka.models.pipeline import Stage
from voronka.models.user import Team


class StageCount(models.Model):
    """Open deals at a stage, per team and owner. `owner_key` is the owner's id, 0 for nobody."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_index=False)
    owner_key = models.IntegerField()
    deals = models.IntegerField(default=0)
    amount = MoneyField(default=Decimal(0))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "team", "owner_key"], name="stage_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.team_id}/{self.owner_key}: {self.deals}"


class StageFlow(models.Model):
    """Visits that ended, per stage, day (of the workspace's zone), way of leaving, team and owner."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    left_how = models.CharField(max_length=10)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_index=False)
    owner_key = models.IntegerField()
    visits = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stage", "day", "left_how", "team", "owner_key"], name="stage_flow_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.day}/{self.left_how}: {self.visits}"
