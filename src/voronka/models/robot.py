"""Robots of the stages, what they wait for, and what they did. ADR 0028."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.robot_runs import RunState, StepState
from voronka.models.deal import Deal
from voronka.models.pipeline import Pipeline, Stage
from voronka.models.user import Team, User


class Robot(models.Model):
    """What happens by itself at a stage. Trigger, conditions and steps as domain/robot_form.py writes them.

    It acts on events after `since`, the newest of the log when it was switched on. `enrol_after`: when it was switched
    on, the deals that stand there get their alarms in portions, up to this id so far; none left when null.
    A robot that acted is never deleted, but retired.
    """

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="robots", db_index=False)
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="robots")
    key = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=80)
    trigger = models.JSONField()
    conditions = models.JSONField(default=list)
    steps = models.JSONField()
    again = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    since = models.BigIntegerField(default=0)
    enrol_after = models.IntegerField(null=True, blank=True, default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stage", "key"],
                condition=Q(retired_at__isnull=True) & ~Q(key=""),
                name="robot_key_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RobotRun(models.Model):
    """A robot acted, or said why not. `moment` tells one occasion from another: there is one run for each.

    `steps` is what the robot was to do when it began; `cause_id` the event that set it off; `depth` how many robots
    set each other off before it.
    """

    robot = models.ForeignKey(Robot, models.RESTRICT, related_name="runs", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="robot_runs")
    moment = models.CharField(max_length=80)
    cause_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(default=0)
    steps = models.JSONField()
    state = models.CharField(
        max_length=7, choices=[(s.value, s.name) for s in RunState], default=RunState.RUNNING
    )
    why = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["robot", "-id"], name="robot_run_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "moment"], name="robot_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.robot_id} {self.moment}"


class RobotStepRun(models.Model):
    """A step of a run, from the moment it is next. `result`: what came of it, `error`: what went wrong last."""

    run = models.ForeignKey(RobotRun, models.CASCADE, related_name="step_runs", db_index=False)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=7, choices=[(s.value, s.name) for s in StepState], default=StepState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="robot_step_due", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="robot_step_failed", condition=Q(state="failed")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "position"], name="robot_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.position} {self.state}"


class RobotAlarm(models.Model):
    """When a robot that waits for an instant looks at a deal; one for each of both."""

    robot = models.ForeignKey(Robot, models.CASCADE, related_name="+", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_at", "id"], name="robot_alarm_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "deal"], name="robot_alarm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.robot_id} {self.deal_id}"


class RobotCursor(models.Model):
    """How far the robots have read the log; one row, id 1."""

    position = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="robot_cursor_single")]

    def __str__(self) -> str:
        return str(self.position)


class RobotTurn(models.Model):
    """Whom a robot that gives deals in turn gave the last one of a team to."""

    robot = models.ForeignKey(Robot, models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_index=False)
    last = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["robot", "team"], name="robot_turn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.robot_id} {self.team_id}"
