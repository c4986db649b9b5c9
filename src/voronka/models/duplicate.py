"""Searches through the whole base for those who are in it twice, and the pairs that they found."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.merging import ClientKind
from voronka.models.user import User


class DuplicateAudit(models.Model):
    """One search. `seen_at`: when it was last heard of; who is silent for long is gone (domain/duplicates/audit.py)."""

    asked_at = models.DateTimeField()
    # Nobody: it was time for one.
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    seen_at = models.DateTimeField()
    step = models.CharField(max_length=12)
    records = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveBigIntegerField(default=0)
    left_out = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            # Two at once would only do the same.
            models.UniqueConstraint(
                models.Value(1), condition=Q(finished_at__isnull=True), name="duplicate_audit_one_runs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.step}"


class DuplicatePair(models.Model):
    """Two contacts or companies that may be one, `one` below `other`. Plain numbers: either may be merged by now.

    `reasons`: how they agree, comparison -> level (reports/duplicates). `apart_at`: a person said that they are two;
    that is never asked again.
    """

    kind = models.CharField(max_length=7, choices=[(k.value, k.name) for k in ClientKind])
    one = models.IntegerField()
    other = models.IntegerField()
    surely = models.FloatField()
    reasons = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    apart_at = models.DateTimeField(null=True)
    apart_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "one", "other"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="duplicate_pair_in_order"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "-surely", "id"], name="duplicate_open", condition=Q(apart_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.one} {self.other}"
