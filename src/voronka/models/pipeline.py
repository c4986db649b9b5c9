"""Pipelines, stages, their criteria and reasons: the method as rows."""

from datetime import timedelta
from typing import ClassVar

from django.db import models

from voronka.domain.criteria import CriterionKind
from voronka.domain.pipeline import Advance, BuyerStage, Gate, PipelineKind, StageKind
from voronka.domain.task import TaskKind
from voronka.models.nurture import NurtureTrack
from voronka.models.user import User


class PlaybookVersion(models.Model):
    """A playbook as it was published: never changed, a correction is the next number.

    `text` is the whole file, in all its languages; `language` is the one that the pipelines were made in.
    """

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=5)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="playbook_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class Pipeline(models.Model):
    """A pipeline. `version` grows with every change of it or its stages, so that readers may cache.

    `playbook` is what it was made from, with `key` there; none and empty for one that was made by hand.
    `published` is the number of its newest version. `draft_of`: these rows are the draft of that pipeline's next
    version; no deal is ever in a draft, and nothing but the settings shows one.
    """

    playbook = models.ForeignKey(PlaybookVersion, models.RESTRICT, null=True, related_name="pipelines")
    key = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in PipelineKind])
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    published = models.PositiveIntegerField(default=1)
    draft_of = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="draft")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class PipelineVersion(models.Model):
    """What a pipeline asked of deals in one version of its playbook: written when it is published, never changed.

    `rules` is a list of {stage, enter, exit, advance, back_to}, the ids of stages and criteria; criteria that are
    asked no more stay as rows for it. `questions` are the ids of its checklist, written down when the next version
    takes its place; null while it is in force. `changes` are the sentences that the preview said, `at_once` whether deals in
    flight moved to it at once or with their next change of stage.
    """

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    rules = models.JSONField()
    questions = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    at_once = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pipeline", "number"], name="pipeline_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pipeline_id} {self.number}"


class Stage(models.Model):
    """A stage of a pipeline. Ids never depend on names; a stage that was used is never deleted, but retired.

    `key` is its name in the playbook's file; `buyer` where the client stands; `question` what to ask them here.
    `steps` is a list of {what, actions, tools}, texts. `advance`: whether a deal goes on by itself when all it needs is
    there. `back_to`: ids of the stages that a deal may go back to from here, none of them when empty, any when null.
    `wake_after`: when a deal that left by this exit asks to be looked at again.
    """

    pipeline = models.ForeignKey(Pipeline, models.RESTRICT, related_name="stages")
    key = models.CharField(max_length=60, blank=True, default="")
    buyer = models.CharField(
        max_length=10, blank=True, default="", choices=[(b.value, b.name) for b in BuyerStage]
    )
    question = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=9, choices=[(k.value, k.name) for k in StageKind])
    position = models.PositiveIntegerField()
    purpose = models.CharField(max_length=300, blank=True)
    limit = models.DurationField(null=True, blank=True)
    # Other limits, of deals from an amount in the workspace's currency or from a source: a list of
    # {seconds, amount_from, source}, see domain.pipeline.StageLimit.
    limits = models.JSONField(default=list)
    step_kind = models.CharField(max_length=10, default=TaskKind.CALL)
    step_title = models.CharField(max_length=120)
    step_after = models.DurationField(default=timedelta(days=1))
    # The method demands this step: it can't be cancelled, and is put off only with a reason.
    step_is_limiter = models.BooleanField(default=False, db_default=False)
    steps = models.JSONField(default=list)
    advance = models.CharField(
        max_length=9, default=Advance.BY_HAND, choices=[(a.value, a.name) for a in Advance]
    )
    back_to = models.JSONField(null=True, blank=True)
    wake_after = models.DurationField(null=True, blank=True)
    # The stage that this is the draft of; none for a new one, and outside a draft.
    draft_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    # Of Postponed: the nurture track that is proposed.
    track = models.ForeignKey(NurtureTrack, models.SET_NULL, null=True, related_name="+", db_index=False)
    # Since when no deal stands or comes here; only the history speaks of it.
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pipeline", "kind"],
                condition=~models.Q(kind=StageKind.WORKING),
                name="stage_kind_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in StageKind]), name="stage_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageCriterion(models.Model):
    """One fact that a stage asks for, before a deal comes there or before it goes on (`gate`)."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="criteria")
    gate = models.CharField(max_length=5, default=Gate.EXIT, choices=[(g.value, g.name) for g in Gate])
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=[(k.value, k.name) for k in CriterionKind])
    title = models.CharField(max_length=160)
    params = models.JSONField(default=dict)
    draft_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    # Since when it is asked no more; deals that an older version judges are asked for it still.
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Reason(models.Model):
    """A reason of leaving the pipeline: `exit` is lost or postponed. Retired ones stay in the history."""

    exit = models.CharField(max_length=9)
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    asks_competitor = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exit", "name"], name="reason_once"),
            models.CheckConstraint(
                condition=models.Q(exit__in=[StageKind.LOST.value, StageKind.POSTPONED.value]),
                name="reason_exit",
            ),
        ]

    def __str__(self) -> str:
        return self.name
