"""What was noted of a deal: calls, meetings, things sent, payments, consents, the signed contract.

Each row may be evidence, so that one noted by mistake is marked as removed, never deleted.
"""

from typing import ClassVar

from django.db import models

from voronka.domain.criteria import ConsentTo, MeetingOutcome, Sendable
from voronka.domain.evidence import CallDirection, ConsentHow
from voronka.domain.loyalty import BEST_SCORE, ReferralAnswer
from voronka.models.client import Contact
from voronka.models.deal import Deal
from voronka.models.evidence import Attachment
from voronka.models.fields import MoneyField
from voronka.models.user import User


class Record(models.Model):
    """What all of them say: of which deal, by whom and when it was noted."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="%(class)s_records")
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Call(Record):
    """A call with a contact, or with a number that is nobody's yet. `seconds`: how long it was spoken."""

    contact = models.ForeignKey(Contact, models.RESTRICT, null=True, related_name="+", db_index=False)
    direction = models.CharField(max_length=3, choices=[(d.value, d.name) for d in CallDirection])
    started_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    note = models.TextField(blank=True)

    class Meta:
        # What somebody did of late.
        indexes: ClassVar = [models.Index(fields=["by", "created_at"], name="call_by")]

    def __str__(self) -> str:
        return f"{self.direction} {self.seconds} s"


class Meeting(Record):
    """A meeting that was held, and what it ended with."""

    at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    outcome = models.CharField(max_length=8, choices=[(o.value, o.name) for o in MeetingOutcome])
    note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["by", "created_at"], name="meeting_by")]

    def __str__(self) -> str:
        return self.place or str(self.outcome)


class Dispatch(Record):
    """An e-mail, a document or an offer that was sent, and when it came how far; `version` of an offer or document."""

    what = models.CharField(max_length=8, choices=[(s.value, s.name) for s in Sendable])
    subject = models.CharField(max_length=160)
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    file = models.ForeignKey(Attachment, models.RESTRICT, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "dispatches"
        indexes: ClassVar = [models.Index(fields=["by", "created_at"], name="dispatch_by")]

    def __str__(self) -> str:
        return self.subject


class Payment(Record):
    """Money that came in. `amount_base` is the amount in the workspace's currency by the rate of its day."""

    amount = MoneyField()
    currency = models.CharField(max_length=3)
    amount_base = MoneyField()
    paid_on = models.DateField()
    note = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Consent(Record):
    """The client agreed to something: to what, how they said so, when."""

    contact = models.ForeignKey(Contact, models.RESTRICT, null=True, related_name="+", db_index=False)
    to = models.CharField(max_length=11, choices=[(c.value, c.name) for c in ConsentTo])
    how = models.CharField(max_length=10, choices=[(h.value, h.name) for h in ConsentHow])
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.to} {self.how}"


class Satisfaction(Record):
    """How content the client is after the sale, from 0 to 10, in their words."""

    contact = models.ForeignKey(Contact, models.RESTRICT, null=True, related_name="+", db_index=False)
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(score__lte=BEST_SCORE), name="satisfaction_of_ten"),
        ]

    def __str__(self) -> str:
        return f"{self.score}"


class Referral(Record):
    """The client was asked whom they would send to us. `name` and `phone`: whom they named."""

    contact = models.ForeignKey(Contact, models.RESTRICT, null=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=5, choices=[(a.value, a.name) for a in ReferralAnswer])
    name = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.answer} {self.name}".strip()


class SignedContract(Record):
    """The contract as it was signed, with the file where there is one. A deal has one that stands."""

    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    file = models.ForeignKey(Attachment, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal"], condition=models.Q(removed_at__isnull=True), name="contract_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.signed_on}"
