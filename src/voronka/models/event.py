"""The append-only event log. Triggers refuse to change or delete a row."""

from typing import ClassVar

from django.db import models

from voronka.domain.events import EventKind


class Event(models.Model):
    """One thing that happened. Who may see it live is decided by the owner and team before and after.

    References are plain numbers: the log outlives what it speaks of, and no key check slows it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=[(k.value, k.name) for k in EventKind])
    actor_id = models.IntegerField(null=True)
    deal_id = models.IntegerField(null=True)
    contact_id = models.IntegerField(null=True)
    company_id = models.IntegerField(null=True)
    pipeline_id = models.IntegerField(null=True)
    stage_id = models.IntegerField(null=True)
    owner_id = models.IntegerField(null=True)
    team_id = models.IntegerField(null=True)
    owner_before_id = models.IntegerField(null=True)
    team_before_id = models.IntegerField(null=True)
    stage_before_id = models.IntegerField(null=True)
    version = models.IntegerField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["deal_id", "id"], name="event_deal", condition=models.Q(deal_id__isnull=False)
            ),
            # The wishes that heads are to answer: a handful among millions.
            models.Index(
                fields=["id"], name="event_wish", condition=models.Q(kind=EventKind.EXCEPTION_ASKED)
            ),
            # Who took lists away as files, for whoever leads them.
            models.Index(
                fields=["id"], name="event_export", condition=models.Q(kind=EventKind.LIST_EXPORTED)
            ),
            # What happened to a client itself; what happened to its deals is found by the deals.
            models.Index(
                fields=["contact_id", "id"],
                name="event_contact",
                condition=models.Q(deal_id__isnull=True, contact_id__isnull=False),
            ),
            models.Index(
                fields=["company_id", "id"],
                name="event_company",
                condition=models.Q(deal_id__isnull=True, company_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"
