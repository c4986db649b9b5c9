"""Saved views: a name for a set of filters."""

from typing import ClassVar

from django.db import models

from voronka.models.pipeline import Pipeline
from voronka.models.user import User


class SavedView(models.Model):
    """Filters of the board or the list as they stand in the address, under a name."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="views")
    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "pipeline", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
