"""Objections of clients with the dictionary of their kinds, and the verified reasons of lost deals."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from voronka.domain.objections import Outcome, VerifiedHow
from voronka.models.deal import Deal
from voronka.models.pipeline import Reason, Stage
from voronka.models.records import Record
from voronka.models.user import User


class ObjectionKind(models.Model):
    """A kind of objection with what a seller may answer. Retired ones stay in the history."""

    name = models.CharField(max_length=80, unique=True)
    position = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=list)
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Objection(Record):
    """What a client held against buying, at which stage of the deal, and what became of it.

    `settled_at` is when it was answered or known to stand; empty while it is open.
    """

    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="+", db_index=False)
    kind = models.ForeignKey(ObjectionKind, models.RESTRICT, related_name="objections")
    words = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    outcome = models.CharField(
        max_length=8, choices=[(o.value, o.name) for o in Outcome], default=Outcome.OPEN
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # What is met most often at a stage, by its newest.
            models.Index(
                fields=["stage", "id"], name="objection_stage", condition=Q(removed_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, settled_at__isnull=True)
                | (~Q(outcome=Outcome.OPEN) & Q(settled_at__gte=F("created_at"))),
                name="objection_settled_when",
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(self.outcome)


class VerifiedReason(models.Model):
    """Why a deal was really lost, found out by somebody other than its seller.

    It speaks of the exit at `lost_at` alone: lost once more, the deal is not verified yet. `competitor` is who won
    it as far as that is known now.
    """

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="verified_reasons")
    lost_at = models.DateTimeField()
    reason = models.ForeignKey(Reason, models.RESTRICT, related_name="+", db_index=False)
    competitor = models.CharField(max_length=120, blank=True)
    how = models.CharField(max_length=9, choices=[(h.value, h.name) for h in VerifiedHow])
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "lost_at"], condition=Q(removed_at__isnull=True), name="verified_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.how}"
