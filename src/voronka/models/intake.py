"""Where requests come from, the ledger of all that came, and what was spent on asking for them.

A deal keeps its source as a text (what was said of it then); the dictionary knows that text by `SourceName`, the names
that a source has now and had before. ADR 0041.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.intake import RECEIVING, KnownRule, OwnerRule, RequestState, SourceKind
from voronka.models.client import Contact
from voronka.models.deal import Deal
from voronka.models.pipeline import Pipeline
from voronka.models.user import Team, User

_RECEIVING = sorted(RECEIVING)


class Source(models.Model):
    """One way by which clients come, and where its requests go. `key_hash`: of the secret that a program shows."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in SourceKind])
    is_active = models.BooleanField(default=True)
    pipeline = models.ForeignKey(Pipeline, models.RESTRICT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.RESTRICT, null=True, blank=True, related_name="+")
    # Into the first working stage, not into Unsorted; only where somebody owns it at once.
    starts_work = models.BooleanField(default=False)
    owner_rule = models.CharField(
        max_length=12, choices=[(r.value, r.name) for r in OwnerRule], default=OwnerRule.NOBODY
    )
    known_rule = models.CharField(
        max_length=9, choices=[(r.value, r.name) for r in KnownRule], default=KnownRule.NEW_DEAL
    )
    last_owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    key_hash = models.CharField(max_length=64, blank=True, db_index=True)
    key_made_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind__in=_RECEIVING) | Q(pipeline__isnull=False, team__isnull=False),
                name="source_says_where",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SourceName(models.Model):
    """A name that a source has or had, folded: by it the text on a deal is known."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="names")
    folded = models.CharField(max_length=160, unique=True)

    def __str__(self) -> str:
        return self.folded


class IntakeRequest(models.Model):
    """A request as it came. What came never changes; only what became of it does.

    `key`: the sender's own name for it, under which the same is taken once. `network`: where it came from, shortened.
    `circumstances`: page, referrer, campaign, browser. `why`: a rule of spam, or why the card holds the bare text.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.RESTRICT, related_name="requests", db_index=False)
    received_at = models.DateTimeField()
    raw = models.BinaryField()
    content_type = models.CharField(max_length=100, blank=True)
    circumstances = models.JSONField(default=dict)
    network = models.CharField(max_length=50, blank=True)
    key = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in RequestState], default=RequestState.RECEIVED
    )
    why = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    deal = models.ForeignKey(Deal, models.RESTRICT, null=True, blank=True, related_name="requests")
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="requests", db_index=False
    )
    # Who said that it is no spam, or had its card made by hand.
    let_in_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "received_at", "id"], name="request_ledger"),
            models.Index(fields=["received_at", "id"], name="request_all"),
            models.Index(fields=["source", "network", "received_at"], name="request_network"),
            models.Index(fields=["source", "digest", "received_at"], name="request_digest"),
            models.Index(fields=["contact"], name="request_contact", condition=Q(contact__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="request_once", condition=~Q(key="")),
            models.CheckConstraint(
                condition=Q(state__in=["made", "attached"], deal__isnull=False)
                | (~Q(state__in=["made", "attached"]) & Q(deal__isnull=True)),
                name="request_has_its_deal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
