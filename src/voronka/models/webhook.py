"""Webhooks: programs outside that are told what happens, what they were told, and what they answered. ADR 0044."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.webhooks import DeliveryState


class Webhook(models.Model):
    """An address that is told. `position`: how far the log is read for it; `failing_since`: nothing arrived since then.

    `rest_until`: it is down and is left alone; `off_why`: an OffWhy where it was switched off by itself.
    """

    url = models.CharField(max_length=500)
    description = models.CharField(max_length=120, blank=True)
    # Names of HookType; none: everything.
    events = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)
    off_why = models.CharField(max_length=8, blank=True)
    secret_sealed = models.TextField()
    # Signs as well until then.
    old_secret_sealed = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    position = models.BigIntegerField()
    failing_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """Something that a webhook is told. `mark`: its webhook-id; `body`: the very text that is signed and sent."""

    id = models.BigAutoField(primary_key=True)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    mark = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    body = models.TextField()
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in DeliveryState], default=DeliveryState.WAITING
    )
    # Since it was made, or sent again by hand.
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["webhook", "due_at", "id"], name="hook_delivery_due", condition=Q(state="waiting")
            ),
            models.Index(fields=["webhook", "id"], name="hook_delivery_list"),
            models.Index(fields=["webhook", "id"], name="hook_delivery_failed", condition=Q(state="failed")),
            models.Index(fields=["made_at"], name="hook_delivery_made"),
        ]
        constraints: ClassVar = [
            # Of each entry of the log there is one for each webhook, however often it is read.
            models.UniqueConstraint(fields=["webhook", "mark"], name="hook_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.mark} {self.state}"


class WebhookAttempt(models.Model):
    """What came of sending it once. `status` None: nobody answered, and `answer` says why; `took` in milliseconds."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    took = models.PositiveIntegerField()
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status}"
