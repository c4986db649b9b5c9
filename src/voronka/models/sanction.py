"""Rules of sanctions and the ledger of what they entered (R5): a row for each stretch, and a row for each step of it.

What an entry says never changes and no row is deleted: triggers see to it. Only where it stands does, with a step.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from voronka.domain.sanctions import NAME_LENGTH, WAITING, Fact, State, Unit
from voronka.models.deal import Deal
from voronka.models.fields import MoneyField
from voronka.models.user import Team, User

_FACTS = [(fact.value, fact.name) for fact in Fact]
_UNITS = [(unit.value, unit.name) for unit in Unit]
_STATES = [(state.value, state.name) for state in State]


class SanctionRule(models.Model):
    """One rule. `grace` in working time; `amount` and `cap` (most a month and seller) in `unit`; no teams: all of them.

    `starts_at`: no stretch counts that began before; it moves on whenever the rule, or the ledger, is switched on.
    """

    name = models.CharField(max_length=NAME_LENGTH, unique=True)
    fact = models.CharField(max_length=16, choices=_FACTS)
    grace = models.DurationField()
    unit = models.CharField(max_length=8, choices=_UNITS)
    amount = MoneyField()
    cap = MoneyField(null=True)
    teams = models.ManyToManyField(Team, related_name="+")
    at_once = models.BooleanField(default=False)
    is_on = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="sanction_rule_worth"),
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(starts_at__isnull=False), name="sanction_rule_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sanction(models.Model):
    """An entry of the ledger: a stretch in which a fact held longer than a rule allows.

    The stretch is told by the deal and `since`; `passed_at` is when the grace was over, `fell_on` that day by the
    workspace's clock. Names, fact and amount are kept as they were: `subject` is the step's title, the stage's name or the
    question; `full_amount` the rule's, where its cap left less. `currency` is empty for points. `team` was the deal's.
    """

    rule = models.ForeignKey(SanctionRule, models.RESTRICT, related_name="entries", db_index=False)
    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="sanctions")
    seller = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.RESTRICT, related_name="+", db_index=False)
    since = models.DateTimeField()
    counted_from = models.DateTimeField()
    passed_at = models.DateTimeField()
    fell_on = models.DateField()
    entered_at = models.DateTimeField()
    rule_name = models.CharField(max_length=NAME_LENGTH)
    fact = models.CharField(max_length=16, choices=_FACTS)
    grace = models.DurationField()
    unit = models.CharField(max_length=8, choices=_UNITS)
    amount = MoneyField()
    full_amount = MoneyField()
    currency = models.CharField(max_length=3, blank=True)
    deal_title = models.CharField(max_length=160)
    subject = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=_STATES, default=State.PROPOSED)
    appeal_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seller", "fell_on", "id"], name="sanction_seller"),
            models.Index(fields=["team", "fell_on", "id"], name="sanction_team"),
            models.Index(fields=["fell_on", "id"], name="sanction_day"),
            models.Index(
                fields=["team", "id"],
                name="sanction_waits",
                condition=Q(state__in=sorted(state.value for state in WAITING)),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "deal", "since"], name="sanction_once_a_stretch"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=F("full_amount")), name="sanction_amount"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED.value) | Q(appeal_until__isnull=False),
                name="sanction_may_be_appealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_name} {self.deal_id} {self.state}"


class SanctionStep(models.Model):
    """What became of an entry: to which state, by whom (none: the rule itself), when, and why."""

    sanction = models.ForeignKey(Sanction, models.RESTRICT, related_name="steps")
    state = models.CharField(max_length=9, choices=_STATES)
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.sanction_id} {self.state}"


class SanctionSpared(models.Model):
    """A stretch that a rule's monthly cap let go, so that it is not entered when the next month begins."""

    rule = models.ForeignKey(SanctionRule, models.CASCADE, related_name="+", db_index=False)
    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "deal", "since"], name="spared_once_a_stretch"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.deal_id}"
