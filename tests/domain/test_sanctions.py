"""Rules of sanctions: the life of an entry, caps, whose stretch it is, and who decides an appeal."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from voronka.domain.ids import TeamId, UserId
from voronka.domain.problems import DealProblem, NoAnswer, Nobodys, NoDecider, NotReviewed, Overdue, OverLimit
from voronka.domain.sanctions import (
    GONE,
    IN_EFFECT,
    Fact,
    Rule,
    State,
    Step,
    Stretch,
    Unit,
    Worth,
    after,
    fact_of,
    judges,
    month_of,
)
from voronka.domain.working_time import OFFICE_WEEK, Calendar

OFFICE = Calendar("Europe/Kyiv", OFFICE_WEEK)
# A Friday, an hour before the office closes.
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
ALICE, BOB, HANA, RUTH, ZOE = (UserId(n) for n in range(1, 6))
NORTH, REGION = TeamId(1), TeamId(2)
PARENTS = {NORTH: REGION, REGION: None}
instants = st.integers(0, 365 * 24 * 60).map(lambda minutes: FRIDAY + timedelta(minutes=minutes))
graces = st.integers(0, 20).map(lambda n: timedelta(hours=n)) | st.integers(1, 10).map(
    lambda n: timedelta(days=n)
)


class Life(RuleBasedStateMachine):
    """Whatever people try, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.PROPOSED
        self.taken: list[Step] = []

    @rule(step=st.sampled_from(Step))
    def try_step(self, step: Step) -> None:
        """A step is taken once or not at all."""
        following = after(self.state, step)
        if following is None:
            return
        assert step not in self.taken
        self.taken.append(step)
        was, self.state = self.state, following
        if self.state in IN_EFFECT:
            assert Step.CONFIRM in self.taken
        if self.state is State.APPEALED:
            assert was is State.CONFIRMED
        if self.state in {State.UPHELD, State.LIFTED}:
            assert was is State.APPEALED

    @precondition(lambda self: self.state in GONE | {State.UPHELD})
    @rule()
    def is_over(self) -> None:
        """Nothing follows an end."""
        assert all(after(self.state, step) is None for step in Step)


TestLife = Life.TestCase


def test_an_entry_ends_lifted_upheld_or_cancelled_and_any_other_can_go_on() -> None:
    ends = {state for state in State if all(after(state, step) is None for step in Step)}
    assert ends == {State.UPHELD, State.LIFTED, State.CANCELLED}


@given(st.lists(st.integers(1, 500).map(Decimal), max_size=12), st.integers(1, 500), st.integers(0, 1000))
def test_a_month_never_comes_to_more_than_its_cap(spent: list[Decimal], amount: int, more: int) -> None:
    worth = Worth(Unit.MONEY, Decimal(amount), Decimal(amount + more))
    total = Decimal(0)
    for _ in spent:
        entry = worth.within(total)
        assert 0 <= entry <= worth.amount
        total += entry
    assert total <= amount + more
    assert total == min(Decimal(amount) * len(spent), Decimal(amount + more))


def test_without_a_cap_each_counts_whole() -> None:
    assert Worth(Unit.POINTS, Decimal(3)).within(Decimal(1000)) == 3


@given(instants, graces)
def test_a_grace_is_over_only_while_work_is_done(since: datetime, grace: timedelta) -> None:
    passed_at = Stretch(since).passed_at(grace, OFFICE)
    assert passed_at >= since
    # The very end of the hours is the last instant at which work was done.
    assert OFFICE.is_working(passed_at) or OFFICE.is_working(passed_at - timedelta(seconds=1))


@given(instants, graces, instants)
def test_the_last_start_that_is_late_by_now_is_found_without_counting_each(
    since: datetime, grace: timedelta, now: datetime
) -> None:
    # The database compares with one instant what the calendar would count for each deal.
    late = OFFICE.latest_start(grace, now)
    if abs(since - late) > timedelta(seconds=1):
        assert (since <= late) == (Stretch(since).passed_at(grace, OFFICE) <= now)


def test_a_weekend_counts_for_nobody() -> None:
    assert Stretch(FRIDAY).passed_at(timedelta(hours=2), OFFICE) == MONDAY + timedelta(hours=1)
    assert Stretch(FRIDAY + timedelta(days=1)).passed_at(timedelta(0), OFFICE) == MONDAY


def test_nobody_answers_for_the_time_before_they_got_the_deal() -> None:
    late = Stretch(FRIDAY, held_at=MONDAY)
    assert late.passed_at(timedelta(hours=2), OFFICE) == MONDAY + timedelta(hours=2)
    assert Stretch(FRIDAY, held_at=FRIDAY - timedelta(days=9)).counted_from == FRIDAY


def test_a_rule_hangs_on_facts_and_has_no_place_for_a_criterion() -> None:
    assert {one.name for one in fields(Rule)} == {
        "id", "name", "fact", "grace", "worth", "teams", "at_once", "starts_at", "is_on",
    }  # fmt: skip
    problems: list[DealProblem] = [
        kind(FRIDAY) for kind in (Overdue, OverLimit, NotReviewed, NoDecider, NoAnswer, Nobodys)
    ]
    assert [fact_of(one) for one in problems] == [
        Fact.OVERDUE,
        Fact.OVER_LIMIT,
        None,
        None,
        Fact.NO_ANSWER,
        None,
    ]


def test_an_appeal_goes_to_another_head_than_who_confirmed() -> None:
    heads = {NORTH: [HANA], REGION: [RUTH]}
    assert judges(ALICE, NORTH, HANA, PARENTS, heads, [ZOE]) == (RUTH, ZOE)
    assert judges(ALICE, NORTH, None, PARENTS, heads, [ZOE]) == (HANA, RUTH, ZOE)
    assert judges(ALICE, NORTH, HANA, PARENTS, {NORTH: [HANA]}, [ZOE]) == (ZOE,)
    assert judges(ALICE, NORTH, HANA, PARENTS, {NORTH: [HANA]}, []) == (HANA,)
    assert ALICE not in judges(ALICE, NORTH, None, PARENTS, {NORTH: [ALICE, HANA]}, [ALICE])


def test_a_month_ends_where_the_next_begins() -> None:
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert month_of(date(2027, 2, 1)) == (date(2027, 2, 1), date(2027, 3, 1))


def test_a_rule_of_a_team_holds_for_those_below_it() -> None:
    worth = Worth(Unit.POINTS, Decimal(1))
    of_region = Rule(1, "Late", Fact.OVERDUE, timedelta(0), worth, frozenset({REGION}))
    assert of_region.covers(NORTH, PARENTS)
    assert not Rule(1, "Late", Fact.OVERDUE, timedelta(0), worth, frozenset({NORTH})).covers(REGION, PARENTS)
    assert Rule(1, "Late", Fact.OVERDUE, timedelta(0), worth).covers(NORTH, PARENTS)
