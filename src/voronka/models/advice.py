"""Advice that somebody has put aside for the day."""

from typing import ClassVar

from django.db import models

from voronka.models.pipeline import Pipeline
from voronka.models.user import User


class AdvicePutAside(models.Model):
    """The person wants no advice on the pipeline on that day of theirs; the last day only is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "pipeline"], name="advice_put_aside_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.pipeline_id} {self.day}"
