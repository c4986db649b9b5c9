"""Where won deals go on, and who was asked to take one over."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.hand_overs import CARRIES_LENGTH, OfferState
from voronka.models.deal import Deal
from voronka.models.pipeline import Pipeline, Stage
from voronka.models.user import User


class HandOver(models.Model):
    """Deals that are won in `pipeline` begin in `to_pipeline`, at `stage`; without one at the first working stage.

    Between two there is one: that pair is what it is, in a draft as in force.
    `key` and `name` as in the playbook's file, empty for one that was made by hand; `carries`: what the receiver is told.
    """

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="hand_overs")
    to_pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    carries = models.CharField(max_length=CARRIES_LENGTH, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pipeline", "to_pipeline"], name="hand_over_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pipeline_id} {self.to_pipeline_id}"


class HandOverOffer(models.Model):
    """The question to `to` whether they take the deal over, with what they should know.

    `answer` is why it was declined. `answered_at`: since when it is not open any more.
    """

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="hand_over_offers")
    hand_over = models.ForeignKey(HandOver, models.SET_NULL, null=True, related_name="offers")
    to = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=[(s.value, s.name) for s in OfferState], default=OfferState.OPEN
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes: ClassVar = [
            # What waits for somebody's answer: on everybody's My day.
            models.Index(fields=["to"], name="offer_waiting", condition=Q(state=OfferState.OPEN)),
            # What was answered of late: there, too.
            models.Index(
                fields=["answered_at"], name="offer_answered", condition=Q(answered_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "hand_over"],
                condition=Q(state__in=[OfferState.OPEN.value, OfferState.ACCEPTED.value]),
                name="offer_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.OPEN.value, answered_at__isnull=True)
                | (~Q(state=OfferState.OPEN.value) & Q(answered_at__isnull=False)),
                name="offer_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.to_id} {self.state}"
