"""Who was erased: that it was done, when, by whom and why, and nothing of the person."""

from typing import ClassVar

from django.db import models

from voronka.models.user import User


class Erasure(models.Model):
    """One erased person. `is_running` only within the transaction that erases: then the log's guard lets words go."""

    contact = models.IntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    is_running = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_running"], condition=models.Q(is_running=True), name="one_erasure_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.at}"
