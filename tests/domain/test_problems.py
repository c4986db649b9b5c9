"""What is wrong with a deal, and since when it is too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.problems import (
    Allowed,
    NoAnswer,
    Overdue,
    ProblemKind,
    Standing,
    allowed,
    kind_of,
    problems_of,
    worst_first,
)
from voronka.domain.working_time import OFFICE_WEEK, ROUND_THE_CLOCK, Calendar

# A Tuesday at noon.
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICE = Calendar("UTC", OFFICE_WEEK)
RULES = Allowed(heard_after=NOON - timedelta(days=14), came_after=NOON - timedelta(days=1))
SOUND = Standing(
    created_at=NOON - timedelta(days=30),
    entered_at=NOON - timedelta(days=2),
    next_step_at=NOON + timedelta(hours=1),
    limit_at=NOON + timedelta(days=1),
    heard_at=NOON - timedelta(days=3),
    review_at=None,
    is_owned=True,
    needs_decider=True,
    knows_decider=True,
)


def test_a_sound_deal_has_no_problem() -> None:
    assert problems_of(SOUND, RULES, NOON) == ()


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (replace(SOUND, next_step_at=NOON - timedelta(minutes=1)), ProblemKind.OVERDUE),
        (replace(SOUND, limit_at=NOON), ProblemKind.OVER_LIMIT),
        (replace(SOUND, review_at=NOON), ProblemKind.NOT_REVIEWED),
        (replace(SOUND, knows_decider=False), ProblemKind.NO_DECIDER),
        (replace(SOUND, heard_at=None), ProblemKind.NO_ANSWER),
        (replace(SOUND, is_owned=False), ProblemKind.NOBODYS),
    ],
)
def test_one_thing_wrong_is_one_problem(wrong: Standing, kind: ProblemKind) -> None:
    assert [kind_of(one) for one in problems_of(wrong, RULES, NOON)] == [kind]


def test_each_says_since_when() -> None:
    late = replace(SOUND, next_step_at=NOON - timedelta(hours=2), heard_at=None)
    assert problems_of(late, RULES, NOON) == (Overdue(NOON - timedelta(hours=2)), NoAnswer(SOUND.created_at))


def test_days_and_hours_are_those_that_are_worked() -> None:
    rules = allowed(NOON, OFFICE, 3, 4)
    # Three working days before Tuesday noon is Thursday noon; four hours before it is Monday at 17.
    assert abs(rules.heard_after - datetime(2026, 11, 19, 12, tzinfo=UTC)) <= timedelta(minutes=1)
    assert abs(rules.came_after - datetime(2026, 11, 23, 17, tzinfo=UTC)) <= timedelta(minutes=1)


@given(st.integers(1, 60), st.integers(1, 300))
def test_what_is_too_long_is_exactly_so_long(days: int, hours: int) -> None:
    minute = timedelta(minutes=1)
    for calendar in (OFFICE, ROUND_THE_CLOCK):
        rules = allowed(NOON, calendar, days, hours)
        for since, span in (
            (rules.heard_after, timedelta(days=days)),
            (rules.came_after, timedelta(hours=hours)),
        ):
            assert calendar.after(since, span) <= NOON < calendar.after(since + 2 * minute, span) + 2 * minute


def test_without_a_limit_nothing_is_too_long() -> None:
    ages = replace(SOUND, heard_at=NOON - timedelta(days=1000), is_owned=False)
    assert problems_of(ages, allowed(NOON, OFFICE, 0, 0), NOON) == ()


def test_the_kinds_that_occur_are_told_in_one_order() -> None:
    told = worst_first({ProblemKind.NOBODYS: 1, ProblemKind.OVERDUE: 2, ProblemKind.NO_ANSWER: 0})
    assert told == ((ProblemKind.OVERDUE, 2), (ProblemKind.NOBODYS, 1))
