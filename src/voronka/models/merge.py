"""What was merged: the clients that are part of others now, whole, so that they can be parted again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.merging import ClientKind
from voronka.models.user import User


class ClientMerge(models.Model):
    """One contact or company that became part of another. Its row is in no other table until they are parted.

    `into` and `merged` are plain numbers, for either may be gone: the merged one is, and the kept one may have been
    merged itself since. `record` says what it was and what became of it; see queries/merge_record.py.
    """

    kind = models.CharField(max_length=7, choices=[(k.value, k.name) for k in ClientKind])
    into = models.IntegerField()
    merged = models.IntegerField()
    name = models.CharField(max_length=160)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    record = models.JSONField(default=dict)
    parted_at = models.DateTimeField(null=True)
    parted_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            # Nobody is part of two at once.
            models.UniqueConstraint(
                fields=["kind", "merged"], condition=Q(parted_at__isnull=True), name="merge_stands_once"
            ),
            models.CheckConstraint(condition=~Q(into=models.F("merged")), name="merge_of_two"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "into"], name="merge_into", condition=Q(parted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.merged} in {self.into}"
