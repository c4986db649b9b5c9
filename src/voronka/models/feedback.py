"""Product feedback: what clients said of the product, and which deals asked for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.models.records import Record
from voronka.models.user import User


class Feedback(models.Model):
    """One thing that clients say of the product.

    `folded` is title and words as the search compares them. What was merged into another stays, out of sight, so
    that it can be parted again. `answered_at`: since when it stands where those who asked are told of it.
    """

    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    folded = models.TextField()
    kind = models.CharField(max_length=7, choices=[(k.value, k.name) for k in FeedbackKind])
    state = models.CharField(
        max_length=9, choices=[(s.value, s.name) for s in FeedbackState], default=FeedbackState.NEW
    )
    state_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, related_name="merged")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "feedback"
        indexes: ClassVar = [
            models.Index(
                fields=["state", "state_at"],
                name="feedback_column",
                condition=Q(removed_at__isnull=True, merged_into__isnull=True),
            ),
            models.Index(
                fields=["answered_at"], name="feedback_answered", condition=Q(answered_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=FeedbackState.DECLINED) | ~Q(answer=""), name="feedback_declined_says_why"
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="feedback_not_in_itself"),
        ]

    def __str__(self) -> str:
        return self.title


class FeedbackVoice(Record):
    """A deal that asks for it, in its client's words."""

    feedback = models.ForeignKey(Feedback, models.RESTRICT, related_name="voices")
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["feedback", "deal"], condition=Q(removed_at__isnull=True), name="feedback_voice_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} of deal {self.deal_id}"
