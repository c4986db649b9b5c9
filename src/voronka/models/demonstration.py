"""That a workspace shows invented deals: one row while they are there."""

from typing import ClassVar

from django.db import models

from voronka.models.user import User


class Demonstration(models.Model):
    """About so many invented `deals` in the pipelines of a playbook, laid in portions: `laid` of the `planned` lives so far.

    They are told as of `began_at`; what is younger, people have added. Everything that the log says after the event
    `since_event`, but for the set-up, goes when the demonstration is cleared; `is_clearing` is true only within that
    transaction, and the log's guard asks for it (ADR 22). `owners` work the deals; `sellers` of them were invented.
    """

    playbook = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    began_at = models.DateTimeField()
    deals = models.PositiveSmallIntegerField()
    planned = models.PositiveSmallIntegerField()
    laid = models.PositiveSmallIntegerField(default=0)
    since_event = models.BigIntegerField()
    is_clearing = models.BooleanField(default=False)
    owners = models.ManyToManyField(User, related_name="+")
    sellers = models.ManyToManyField(User, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="demonstration_single"),
            models.CheckConstraint(
                condition=models.Q(laid__lte=models.F("planned")), name="demonstration_laid_as_planned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.playbook} {self.laid}/{self.planned}"
