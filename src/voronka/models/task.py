"""Tasks of a deal."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.task import TaskKind, TaskState
from voronka.models.deal import Deal
from voronka.models.nurture import NurtureTrack
from voronka.models.user import User


class Task(models.Model):
    """Something to be done on a deal by a person by a time. The earliest open one is the next step."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in TaskKind])
    title = models.CharField(max_length=160)
    due_at = models.DateTimeField()
    # Due on a local day of its assignee, without an hour; due_at is then the end of that day's work (domain/due_day.py).
    due_on = models.DateField(null=True, blank=True)
    assignee = models.ForeignKey(User, models.RESTRICT, null=True, related_name="tasks", db_index=False)
    # The nurture track that the task is a touch of, while its deal is postponed.
    track = models.ForeignKey(NurtureTrack, models.RESTRICT, null=True, related_name="+", db_index=False)
    state = models.CharField(
        max_length=9, choices=[(s.value, s.name) for s in TaskState], default=TaskState.OPEN
    )
    # What has to be answered when it is done; empty: nothing. The answer is its outcome.
    question = models.CharField(max_length=200, blank=True, default="", db_default="")
    # A stage's method demands it (R19): it can't be cancelled, and is put off only with a reason.
    is_limiter = models.BooleanField(default=False, db_default=False)
    outcome = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["assignee", "due_at", "id"], name="task_day", condition=Q(state="open")),
            models.Index(fields=["track"], name="task_track", condition=Q(state="open", track__isnull=False)),
            # What somebody did in a time, and of which kinds: neither database then reads the rows themselves.
            models.Index(
                fields=["assignee", "closed_at", "kind"], name="task_done_kinds", condition=Q(state="done")
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="task_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title
