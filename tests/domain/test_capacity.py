"""Capacity: what open deals ask for in a week against what the week allows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.capacity import (
    FEWEST_TOUCHES,
    USUAL_MINUTES,
    Load,
    StageLoad,
    Touch,
    capacity,
    minutes_of_one,
    needed_a_week,
    span_of,
)

NOTHING = dict.fromkeys(Touch, 0)
HOURS = timedelta(hours=40)
loads = st.lists(
    st.builds(
        StageLoad,
        st.integers(0, 80),
        st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=90)),
        st.integers(1, 6),
    ),
    max_size=8,
)


def test_a_deal_is_touched_weekly_at_the_least() -> None:
    assert span_of(None, 3) == timedelta(days=7)
    assert span_of(timedelta(days=60), 2) == timedelta(days=7)
    assert span_of(timedelta(days=6), 3) == timedelta(days=2)
    assert span_of(timedelta(hours=1), 1) == timedelta(days=1)


def test_the_numbers_of_a_seller_can_be_worked_by_hand() -> None:
    """20 deals of 7 days and 10 of 3.5 ask for 40 touches; 40 hours at 20 minutes allow 120."""
    held = [StageLoad(20, timedelta(days=7), 1), StageLoad(10, timedelta(days=7), 2)]
    done = {**NOTHING, Touch.TASK: 80}
    found = capacity(held, done, USUAL_MINUTES, HOURS)
    assert (found.deals, found.needed, found.possible, found.done) == (30, 40, 120, 20)
    assert found.load is Load.IDLE
    assert found.spare == 60


def test_too_much_says_how_many_to_hand_over() -> None:
    done = {**NOTHING, Touch.MEETING: 40}
    found = capacity([StageLoad(61, None, 1)], done, USUAL_MINUTES, HOURS)
    assert found.load is Load.OVERLOADED
    # 40 hours allow 26.7 meetings of 90 minutes: 34.3 deals are too many.
    assert found.spare == -35


def test_few_touches_say_nothing_of_how_long_one_takes() -> None:
    few = {**NOTHING, Touch.CALL: FEWEST_TOUCHES - 1}
    assert minutes_of_one(few, USUAL_MINUTES) == pytest.approx((15 + 90 + 10 + 20) / 4)
    assert minutes_of_one({**NOTHING, Touch.CALL: FEWEST_TOUCHES}, USUAL_MINUTES) == 15


@given(loads, st.integers(1, 40))
def test_more_deals_never_make_anybody_less_busy(held: list[StageLoad], more: int) -> None:
    order = list(Load)
    before = capacity(held, NOTHING, USUAL_MINUTES, HOURS)
    after = capacity([*held, StageLoad(more, None, 1)], NOTHING, USUAL_MINUTES, HOURS)
    assert order.index(after.load) >= order.index(before.load)
    assert after.needed > before.needed


@given(loads)
def test_the_overloaded_and_only_they_have_deals_to_hand_over(held: list[StageLoad]) -> None:
    found = capacity(held, NOTHING, USUAL_MINUTES, HOURS)
    assert (found.load is Load.OVERLOADED) <= (found.spare < 0)
    assert needed_a_week(held) == found.needed
