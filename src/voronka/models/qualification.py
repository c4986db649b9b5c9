"""Two-sided qualification: a pipeline's questions, a deal's answers, and what its client looks for."""

from typing import ClassVar

from django.db import models

from voronka.domain.qualification import QUESTION_LENGTH, Fit, Match
from voronka.models.deal import Deal
from voronka.models.pipeline import Pipeline
from voronka.models.user import User


class QualificationQuestion(models.Model):
    """A question of a pipeline's checklist. One that was ever in force is never deleted, but retired."""

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="questions")
    key = models.CharField(max_length=60, blank=True, default="")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=QUESTION_LENGTH)
    # The question that this is the draft of; none for a new one, and outside a draft.
    draft_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    # Since when it is asked no more; deals that an older version judges are asked it still.
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class QualificationAnswer(models.Model):
    """What a deal's client is by one of our questions. The log keeps what it was before."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="answers")
    question = models.ForeignKey(QualificationQuestion, models.RESTRICT, related_name="answers")
    fit = models.CharField(max_length=7, choices=[(f.value, f.name) for f in Fit])
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deal", "question"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.fit}"


class ClientCriterion(models.Model):
    """Something that the client looks for, in their words, and how far we are it. Removed ones are marked."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="client_criteria")
    text = models.CharField(max_length=QUESTION_LENGTH)
    match = models.CharField(max_length=7, choices=[(m.value, m.name) for m in Match], default=Match.UNKNOWN)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "client criteria"

    def __str__(self) -> str:
        return self.text
