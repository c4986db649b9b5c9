"""What is done beside the requests: jobs, the clocks of periodic work, and which process does it now."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.jobs import JobState


class Job(models.Model):
    """Something to be done from `due_at` on, by a handler of its kind, again until it worked or was given up.

    `attempts` grows when one begins: who tells an end names the attempt, so that a late one ends nothing.
    """

    id = models.BigAutoField(primary_key=True)
    # No list of choices: a new kind is no change of the table.
    kind = models.CharField(max_length=24)
    payload = models.JSONField(default=dict)
    # Of jobs asked for twice with the same key there is one.
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in JobState], default=JobState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="job_due", condition=Q(state="waiting")),
            models.Index(fields=["leased_until"], name="job_leased", condition=Q(state="running")),
            models.Index(fields=["id"], name="job_failed", condition=Q(state="failed")),
            models.Index(
                fields=["finished_at"], name="job_over", condition=Q(state__in=["done", "given_up"])
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="running", leased_until__isnull=False)
                | (~Q(state="running") & Q(leased_until__isnull=True)),
                name="job_running_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | (~Q(state__in=["waiting", "running"]) & Q(finished_at__isnull=False)),
                name="job_over_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.state}"


class RoundClock(models.Model):
    """When a piece of periodic work ran and runs next. `result`: what it told of itself; `last_error`: why it failed."""

    key = models.CharField(max_length=40, unique=True)
    last_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    took = models.DurationField(null=True, blank=True)
    result = models.CharField(max_length=200, blank=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.key


class WorkerLease(models.Model):
    """Which process works now; one row, id 1. It is another's turn when `until` has passed without a sign of life."""

    token = models.CharField(max_length=36)
    node = models.CharField(max_length=120)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="worker_lease_single")]

    def __str__(self) -> str:
        return self.node
