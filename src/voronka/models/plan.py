"""What is to be won: amounts by month, of a seller or of a whole team."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.models.fields import MoneyField
from voronka.models.user import Team, User


class PlannedMonth(models.Model):
    """The amount to be won in a month, in the workspace's currency. Of `user` or of `team`, never of both.

    `month` is its first day. A team without a row of its own is to win what its sellers and the teams below it are.
    """

    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", db_index=False)
    month = models.DateField()
    amount = MoneyField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "month"], name="planned_month_of_user"),
            models.UniqueConstraint(fields=["team", "month"], name="planned_month_of_team"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, team__isnull=True) | Q(user__isnull=True, team__isnull=False),
                name="planned_month_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.amount}"
