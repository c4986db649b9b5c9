"""Reviews of deals over their limit, the causes that they find, and written explanations of sellers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.reviews import QUESTION_LENGTH, Decision, ReviewState
from voronka.models.deal import Deal
from voronka.models.pipeline import Stage
from voronka.models.user import Team, User


class DelayCause(models.Model):
    """Why a deal may stay too long: at one stage, or (`stage` none) at any. Retired ones stay in the history."""

    stage = models.ForeignKey(Stage, models.CASCADE, null=True, blank=True, related_name="delay_causes")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "name"], name="cause_once_a_stage"),
            models.UniqueConstraint(fields=["name"], condition=Q(stage=None), name="cause_once_anywhere"),
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """A deal passed its limit, and its head is to look into it.

    The stay is told by the deal and `entered_at`; `number` counts its reviews, for a new date that a review sets may
    pass again. `seller` and `team` are who held the deal when the limit passed. `due_at` is when the head should have
    decided; putting it off moves it and is counted. `until`: the new date that the decision set.
    """

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="reviews")
    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(default=1)
    seller = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.RESTRICT, related_name="+", db_index=False)
    limit_at = models.DateTimeField()
    passed_at = models.DateTimeField()
    assignee = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    put_off = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in ReviewState], default=ReviewState.OPEN
    )
    cause = models.ForeignKey(DelayCause, models.RESTRICT, null=True, related_name="reviews")
    decision = models.CharField(max_length=8, blank=True, choices=[(d.value, d.name) for d in Decision])
    until = models.DateTimeField(null=True, blank=True)
    given_to = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["assignee", "due_at", "id"],
                name="review_waiting",
                condition=Q(state=ReviewState.OPEN.value),
            ),
            # The report: what passed its limit at a stage in a time.
            models.Index(fields=["stage", "passed_at", "id"], name="review_stage"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deal", "entered_at", "number"], name="review_once_a_limit"),
            models.UniqueConstraint(
                fields=["deal"], condition=Q(state=ReviewState.OPEN.value), name="review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.OPEN.value, ended_at__isnull=True)
                | (~Q(state=ReviewState.OPEN.value) & Q(ended_at__isnull=False)),
                name="review_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.DECIDED.value) | (Q(cause__isnull=False) & ~Q(decision="")),
                name="review_decided_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.number} {self.state}"


class Explanation(models.Model):
    """A head asked the deal's seller in writing; the seller answers in writing (R6). Both stay."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="explanations")
    review = models.ForeignKey(Review, models.RESTRICT, null=True, related_name="explanations")
    to = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    question = models.CharField(max_length=QUESTION_LENGTH)
    by = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["to", "due_at"], name="explanation_to", condition=Q(answered_at__isnull=True)
            ),
            models.Index(
                fields=["by", "due_at"], name="explanation_by", condition=Q(answered_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="explanation_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.question
