"""The workspace: the one company that uses this installation."""

from typing import ClassVar

from django.db import models

from voronka.domain.freshness import CHECK_DAYS
from voronka.domain.problems import ANSWER_DAYS, FREE_HOURS
from voronka.domain.relations import CARE_DAYS
from voronka.domain.sanctions import APPEAL_DAYS
from voronka.models.calendar import WorkCalendar


class Workspace(models.Model):
    """Settings of the company; exactly one row, id 1."""

    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="USD")
    country = models.CharField(max_length=2, default="US")
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=5, default="en")
    # How long a Client may go untouched, in days; 0: as long as may be.
    care_days = models.PositiveSmallIntegerField(default=CARE_DAYS)
    # When is worked where a team says nothing else; none: around the clock.
    calendar = models.ForeignKey(
        WorkCalendar, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    # Drawn anew with every change of a calendar or of the teams that work by one: readers keep what they read by it.
    # Empty: nothing may be kept.
    calendars_key = models.CharField(max_length=32, blank=True, default="")
    # What webhooks are signed with; empty until the first one.
    webhook_secret = models.CharField(max_length=80, blank=True, default="")
    # How long the client of an open deal may be silent, in days, and how long one may be nobody's, in hours; 0: as
    # long as may be.
    answer_days = models.PositiveSmallIntegerField(default=ANSWER_DAYS, db_default=ANSWER_DAYS)
    free_hours = models.PositiveSmallIntegerField(default=FREE_HOURS, db_default=FREE_HOURS)
    # For how many days it is good that somebody has checked what is known of a client; 0: for ever.
    check_days = models.PositiveSmallIntegerField(default=CHECK_DAYS, db_default=CHECK_DAYS)
    # Minutes that a touch takes, by domain.capacity.Touch; those that are not told take the usual ones.
    touch_minutes = models.JSONField(default=dict)
    # Whether a ledger of sanctions is kept (ADR 0033), and how many working days a seller has to appeal.
    sanctions_on = models.BooleanField(default=False, db_default=False)
    appeal_days = models.PositiveSmallIntegerField(default=APPEAL_DAYS, db_default=APPEAL_DAYS)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="workspace_single"),
        ]

    def __str__(self) -> str:
        return self.name


class ExchangeRate(models.Model):
    """Units of the workspace's currency for one unit of `currency`, since `since_on`."""

    currency = models.CharField(max_length=3)
    since_on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "since_on"], name="rate_once_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate}"
