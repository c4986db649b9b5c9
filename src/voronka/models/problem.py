"""Days with and without problem deals, as they were when the working day closed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.models.user import Team, User


class ProblemDay(models.Model):
    """How many problem deals a seller, or with `user` null a team, had at the close of a working day.

    `deals` counts each deal once, `kinds` maps a `ProblemKind` to how many deals have it. Days off have no row.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    deals = models.PositiveIntegerField()
    kinds = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(user__isnull=False), name="problem_day_of_user"
            ),
            models.UniqueConstraint(
                fields=["team", "day"], condition=Q(user__isnull=True), name="problem_day_of_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or f'team {self.team_id}'} {self.day}: {self.deals}"
