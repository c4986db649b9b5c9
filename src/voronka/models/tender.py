"""A deal that is a tender: what the client publishes of it. Removed parts are marked, not deleted."""

from typing import ClassVar

from django.db import models

from voronka.domain.tender import Deadline
from voronka.models.deal import Deal
from voronka.models.task import Task
from voronka.models.user import User


class Tender(models.Model):
    """That a deal is a tender: its number and where it is published."""

    deal = models.OneToOneField(Deal, models.RESTRICT, related_name="tender")
    number = models.CharField(max_length=60, blank=True)
    link = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.number or self.link


class TenderDeadline(models.Model):
    """A day of the tender, and the task that it made."""

    tender = models.ForeignKey(Tender, models.RESTRICT, related_name="deadlines")
    kind = models.CharField(max_length=9, choices=[(d.value, d.name) for d in Deadline])
    on = models.DateField()
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "kind"], name="deadline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class TenderCriterion(models.Model):
    """A formal criterion with its weight in percent, None where it is not told."""

    tender = models.ForeignKey(Tender, models.RESTRICT, related_name="criteria")
    text = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "tender criteria"

    def __str__(self) -> str:
        return self.text


class TenderDocument(models.Model):
    """A document that is demanded: who prepares it, till when, and whether it is done."""

    tender = models.ForeignKey(Tender, models.RESTRICT, related_name="documents")
    text = models.CharField(max_length=200)
    assignee = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    until = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text
