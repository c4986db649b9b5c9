"""Sanctions (R5): what a company may charge a seller for, by facts alone, and the life of one entry in its ledger.

Voronka keeps the ledger; it pays and deducts nothing. A rule names one of the facts below and nothing else: there is no
way to write one that hangs on a stage's criterion, on an objection, a lost reason or anybody's opinion of a deal.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import chain
from voronka.domain.problems import DealProblem, NoAnswer, Nobodys, NoDecider, NotReviewed, Overdue, OverLimit
from voronka.domain.working_time import Calendar

NAME_LENGTH = 80
WORDS_LENGTH = 2000
# In working days: how long a seller may appeal where the company says nothing else.
APPEAL_DAYS = 3
MOST_APPEAL_DAYS = 60
MOST_GRACE_DAYS = 365
MOST_WORTH = Decimal(1_000_000_000)
MOST_RULES = 30


class Fact(StrEnum):
    """What a rule may be about; each lies in instants that nobody has to judge."""

    # The deal's next step is overdue.
    OVERDUE = "overdue"
    # Over the stage's limit, and its seller has not explained why.
    OVER_LIMIT = "over_limit"
    # The head asked in writing, and the term passed without an answer.
    NOT_EXPLAINED = "not_explained"
    # The client has not been heard of.
    NO_ANSWER = "no_answer"


class Unit(StrEnum):
    """What a sanction is counted in: the workspace's money, or points."""

    MONEY = "money"
    POINTS = "points"


class State(StrEnum):
    """Where an entry of the ledger stands. It takes effect while it is confirmed or upheld."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What people do with an entry."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    LIFT = "lift"

    @property
    def asks_why(self) -> bool:
        """Whether it needs a reason in writing."""
        return self is not Step.CONFIRM


_LIFE: Mapping[tuple[State, Step], State] = {
    (State.PROPOSED, Step.CONFIRM): State.CONFIRMED,
    (State.PROPOSED, Step.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Step.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Step.APPEAL): State.APPEALED,
    (State.APPEALED, Step.UPHOLD): State.UPHELD,
    (State.APPEALED, Step.LIFT): State.LIFTED,
}
IN_EFFECT = frozenset({State.CONFIRMED, State.UPHELD})
# What somebody still has to decide.
WAITING = frozenset({State.PROPOSED, State.APPEALED})
# What came to nothing; it counts for no cap.
GONE = frozenset({State.LIFTED, State.CANCELLED})


def after(state: State, step: Step) -> State | None:
    """Where an entry stands after a step; None: the step can't be taken now."""
    return _LIFE.get((state, step))


@dataclass(frozen=True, slots=True)
class Worth:
    """How much: whole points, or an amount of money. `cap`: at most so much a month for one seller, None: without end."""

    unit: Unit
    amount: Decimal
    cap: Decimal | None = None

    def within(self, spent: Decimal) -> Decimal:
        """What one more entry comes to when `spent` of the month is taken; the last is cut to what is left, or nothing."""
        if self.cap is None:
            return self.amount
        return min(self.amount, max(self.cap - spent, Decimal(0)))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the company.

    `grace` in working time, as calendars count it. `starts_at`: no stretch counts that began before. `teams`: with those
    below them; empty: all. `at_once`: it takes effect without a person's word, until it is cancelled or lifted.
    """

    id: int
    name: str
    fact: Fact
    grace: timedelta
    worth: Worth
    teams: frozenset[TeamId] = frozenset()
    at_once: bool = False
    starts_at: datetime | None = None
    is_on: bool = False

    def covers(self, team: TeamId, parents: Mapping[TeamId, TeamId | None]) -> bool:
        """Whether it holds for a team."""
        return not self.teams or any(above in self.teams for above in chain(team, parents))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which a fact held: `since` names it, once and for all; its seller has held the deal since `held_at`."""

    since: datetime
    held_at: datetime | None = None

    @property
    def counted_from(self) -> datetime:
        """From when it counts against who holds the deal now: nobody answers for a colleague's delay."""
        return self.since if self.held_at is None else max(self.since, self.held_at)

    def passed_at(self, grace: timedelta, calendar: Calendar) -> datetime:
        """When the grace was over: an instant at which work is done, so never on a day off."""
        return calendar.after(self.counted_from, grace)


def fact_of(problem: DealProblem) -> Fact | None:
    """The fact that a problem is; None: no rule can be about it, for it is nobody's, or its head's to mend."""
    match problem:
        case Overdue():
            return Fact.OVERDUE
        case OverLimit():
            return Fact.OVER_LIMIT
        case NoAnswer():
            return Fact.NO_ANSWER
        case NotReviewed() | NoDecider() | Nobodys():
            return None
        case _:
            assert_never(problem)


def judges(
    seller: UserId,
    team: TeamId,
    confirmed_by: UserId | None,
    parents: Mapping[TeamId, TeamId | None],
    heads: Mapping[TeamId, Collection[UserId]],
    administrators: Iterable[UserId],
) -> tuple[UserId, ...]:
    """Who may decide an appeal, whom to ask first in front.

    The heads up the tree of teams and the administrators, without who confirmed it; who confirmed it only where there is
    nobody else. Nobody decides their own.
    """
    above = [head for one in chain(team, parents) for head in heads.get(one, ())]
    those = list(dict.fromkeys(who for who in (*above, *administrators) if who != seller))
    others = tuple(who for who in those if who != confirmed_by)
    return others or tuple(those)


def month_of(day: date) -> tuple[date, date]:
    """The first day of its month and of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
