"""Gates that deals passed: what the log tells of each pass, as rows that can be counted."""

from typing import ClassVar

from django.db import models

from voronka.models.deal import Deal
from voronka.models.pipeline import Pipeline, Stage
from voronka.models.user import User


class GatePassage(models.Model):
    """A deal went on from `stage`, judged by `version` of the playbook; the event that tells of it is `event_id`.

    Of the `asked` criteria `by_word` were confirmed by hand and `waived` were not met. `exception` is the reason of who
    let it through; `is_exception` repeats that there is one, for the index. What counts as a pass is said in domain/passages.py. Written by the move, gone with its undo.
    """

    event_id = models.BigIntegerField(unique=True)
    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="passages")
    pipeline = models.ForeignKey(Pipeline, models.RESTRICT, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    asked = models.PositiveSmallIntegerField()
    by_word = models.PositiveSmallIntegerField()
    waived = models.PositiveSmallIntegerField()
    exception = models.TextField(blank=True)
    is_exception = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            # All that is counted: neither database then reads the rows themselves.
            models.Index(
                fields=[
                    "pipeline",
                    "at",
                    "id",
                    "stage",
                    "deal",
                    "version",
                    "asked",
                    "by_word",
                    "waived",
                    "is_exception",
                ],
                name="passage_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.stage_id} {self.at:%Y-%m-%d}"


class PassedWithoutFact(models.Model):
    """A criterion that no fact met when the gate was passed: by the word of `by`, with what they said, or waived.

    `criterion_id` is a plain number, for the row may be gone with a stage that was never used; `title` as it was then.
    """

    passage = models.ForeignKey(GatePassage, models.CASCADE, related_name="without_fact")
    criterion_id = models.IntegerField()
    title = models.CharField(max_length=160)
    is_waived = models.BooleanField()
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    said = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.title
