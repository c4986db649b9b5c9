"""Deals, their way through the stages, and confirmations by hand."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from voronka.domain.robot import Priority
from voronka.models.client import Company, Contact
from voronka.models.fields import MoneyField
from voronka.models.pipeline import Pipeline, Reason, Stage, StageCriterion
from voronka.models.user import Team, User

_OPEN = Q(is_open=True)
_LIMITED = Q(is_open=True, limit_at__isnull=False)
# What the sweep of limits has still to tell of: the stay that its seller was not warned in yet, the limit that its head was
# not asked about. The queries must say the very same, or no database takes the index.
WARNING_NOT_TOLD = Q(is_open=True, warn_at__isnull=False) & (
    Q(warned_for__isnull=True) | ~Q(warned_for=F("entered_at"))
)
LIMIT_NOT_TOLD = Q(is_open=True, limit_at__isnull=False) & (
    Q(escalated_for__isnull=True) | ~Q(escalated_for=F("limit_at"))
)
_FREE = Q(is_open=True, owner__isnull=True)
_UNDECIDED = Q(is_open=True, knows_decider=False)


def _board_indexes(key: str, column: str) -> list[models.Index]:
    """One seek per board column for each scope: everything, a team, an owner, and what a team has free."""
    return [
        models.Index(fields=["stage", column, "id"], name=f"board_{key}", condition=_OPEN),
        models.Index(fields=["team", "stage", column, "id"], name=f"board_{key}_team", condition=_OPEN),
        models.Index(fields=["owner", "stage", column, "id"], name=f"board_{key}_owner", condition=_OPEN),
        models.Index(fields=["team", "stage", column, "id"], name=f"board_{key}_free", condition=_FREE),
    ]


def _limit_indexes() -> list[models.Index]:
    """What is over its limit: a board column for each scope, and for the sweep whatever passes it next."""
    free = Q(is_open=True, owner__isnull=True, limit_at__isnull=False)
    return [
        models.Index(fields=["stage", "limit_at", "id"], name="board_limit", condition=_LIMITED),
        models.Index(fields=["team", "stage", "limit_at", "id"], name="board_limit_team", condition=_LIMITED),
        models.Index(
            fields=["owner", "stage", "limit_at", "id"], name="board_limit_owner", condition=_LIMITED
        ),
        models.Index(fields=["team", "stage", "limit_at", "id"], name="board_limit_free", condition=free),
        models.Index(fields=["limit_at"], name="deal_limit", condition=_LIMITED),
        models.Index(fields=["warn_at"], name="deal_to_warn", condition=WARNING_NOT_TOLD),
        models.Index(fields=["limit_at"], name="deal_to_escalate", condition=LIMIT_NOT_TOLD),
    ]


class Deal(models.Model):
    """One pass of one client request through one pipeline.

    `is_open`, `next_step_at` and `amount_base` repeat what the stage, the tasks and the rate say, for
    the indexes; `voronka invariants` compares them. `version` grows with every change of the row.
    """

    pipeline = models.ForeignKey(Pipeline, models.RESTRICT, related_name="deals", db_index=False)
    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="deals")
    is_open = models.BooleanField()
    owner = models.ForeignKey(User, models.RESTRICT, null=True, blank=True, related_name="deals")
    team = models.ForeignKey(Team, models.RESTRICT, related_name="deals")
    title = models.CharField(max_length=160)
    contact = models.ForeignKey(Contact, models.RESTRICT, null=True, blank=True, related_name="deals")
    company = models.ForeignKey(Company, models.RESTRICT, null=True, blank=True, related_name="deals")
    amount = MoneyField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    amount_base = MoneyField(default=Decimal(0))
    expected_close_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80, blank=True)
    need = models.TextField(blank=True)
    budget = models.CharField(max_length=120, blank=True)
    competitor = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    # Who sent the client to us.
    referred_by = models.ForeignKey(
        Contact, models.RESTRICT, null=True, blank=True, related_name="sent_deals", db_index=False
    )
    next_task = models.ForeignKey(
        "Task", models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    next_step_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.ForeignKey(
        Reason, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    exit_note = models.TextField(blank=True)
    # When and by whom the deal was accepted after it was handed over; empty before, and where it never was.
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    postponed_until = models.DateField(null=True, blank=True)
    postpone_reason = models.ForeignKey(
        Reason, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    # When the stay at the stage reaches its limit, and when that is to be warned of, counted by the team's calendar;
    # none: there is no limit, or the deal is closed.
    limit_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    # The date that a review set in place of the stage's limit, for this stay.
    limit_moved_to = models.DateTimeField(null=True, blank=True)
    # The beginning of the stay that the seller was warned in, and the limit that the head was asked about.
    warned_for = models.DateTimeField(null=True, blank=True)
    escalated_for = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    # The version of the pipeline's playbook that the gate judges the deal by.
    playbook_version = models.PositiveIntegerField(default=1, db_default=1)
    external_id = models.CharField(max_length=64, blank=True)
    # How much effort it deserves now; why, says the event that set it.
    priority = models.CharField(
        max_length=6,
        choices=[(p.value, p.name) for p in Priority],
        default=Priority.NORMAL,
        db_default=Priority.NORMAL.value,
    )
    # When the client was last heard of: a talk, something opened or acknowledged, money. Empty: not yet.
    heard_at = models.DateTimeField(null=True, blank=True)
    # Repeats whether the contact is who decides, for the index.
    knows_decider = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            *_board_indexes("next", "next_step_at"),
            *_board_indexes("created", "created_at"),
            *_board_indexes("entered", "entered_at"),
            *_board_indexes("amount", "amount_base"),
            *_limit_indexes(),
            models.Index(fields=["pipeline", "created_at", "id"], name="deal_list"),
            models.Index(fields=["owner", "created_at", "id"], name="deal_list_owner"),
            models.Index(fields=["team", "created_at", "id"], name="deal_list_team"),
            models.Index(fields=["owner", "next_step_at"], name="deal_due_owner", condition=_OPEN),
            models.Index(fields=["team", "next_step_at"], name="deal_due_team", condition=_OPEN),
            models.Index(
                fields=["referred_by"], name="deal_referrer", condition=Q(referred_by__isnull=False)
            ),
            # Problem deals: of a person, and of a team.
            models.Index(
                fields=["owner", "heard_at", "created_at"], name="deal_heard_owner", condition=_OPEN
            ),
            models.Index(fields=["team", "heard_at", "created_at"], name="deal_heard_team", condition=_OPEN),
            models.Index(fields=["owner", "stage"], name="deal_undecided_owner", condition=_UNDECIDED),
            models.Index(fields=["team", "stage"], name="deal_undecided_team", condition=_UNDECIDED),
            # What was won or lost in a period.
            models.Index(fields=["stage", "closed_at"], name="deal_closed", condition=Q(is_open=False)),
        ]
        constraints: ClassVar = [
            # The main rule: for every client request there is a next step. Triggers guard the task's
            # side (it is open, of this deal, and due when `next_step_at` says).
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(next_task__isnull=False, next_step_at__isnull=False),
                name="open_deal_has_next_step",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at__isnull=True) | Q(is_open=False, closed_at__isnull=False),
                name="closed_deal_has_date",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="deal_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StageVisit(models.Model):
    """A deal's stay at a stage under one owner. One deal's visits follow each other without gap or overlap.

    `since` is when the stay at the stage began, whoever owned the deal then: a change of owner ends
    one visit and begins the next, but not the stay.
    """

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="visits")
    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.RESTRICT, related_name="+", db_index=False)
    owner = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_how = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal"], condition=Q(left_at__isnull=True), name="visit_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_how="")
                | (Q(left_at__gte=F("entered_at")) & ~Q(left_how="")),
                name="visit_left_after_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.stage_id} {self.entered_at:%Y-%m-%d}"


class Confirmation(models.Model):
    """A person's judgement that a criterion is met, with the reason; judgement is counted as such."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="confirmations")
    criterion = models.ForeignKey(StageCriterion, models.CASCADE, related_name="confirmations")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(User, models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deal", "criterion"], name="confirmation_once"),
        ]

    def __str__(self) -> str:
        return self.reason
