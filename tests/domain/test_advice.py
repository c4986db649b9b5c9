"""Advice on the balance of a funnel: silent on few figures, monotone, and its numbers add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import isclose

from hypothesis import assume, given
from hypothesis import strategies as st

from voronka.domain.advice import (
    FEWEST_LEFT,
    Goal,
    RunningDry,
    StageFigures,
    TooFewNew,
    VoidComing,
    advise,
    balanced,
    shortfall,
)
from voronka.domain.ids import StageId
from voronka.domain.share import ENOUGH

TODAY = date(2026, 11, 24)
DEAL = Decimal(10_000)


def stage(id: int, deals: int, share: float, days: float, ended: int = 100) -> StageFigures:
    """A stage whose deals are of one size."""
    return StageFigures(StageId(id), deals, deals * DEAL, ended, round(ended * share), timedelta(days=days))


# In balance 60 deals would stand as 21, 15, 14 and 10.
SOUND = (stage(1, 21, 0.6, 5), stage(2, 15, 0.7, 6), stage(3, 14, 0.8, 8), stage(4, 10, 0.9, 7))


@st.composite
def funnels(draw: st.DrawFn) -> list[StageFigures]:
    made = []
    for id in range(draw(st.integers(3, 8))):
        ended = draw(st.integers(1, 400))
        went_on = draw(st.integers(0, ended))
        deals = draw(st.integers(0, 80))
        days = draw(st.floats(0, 60))
        made.append(StageFigures(StageId(id + 1), deals, deals * DEAL, ended, went_on, timedelta(days=days)))
    return made


goals = st.lists(
    st.builds(Goal, st.dates(TODAY, date(2027, 12, 31)), st.decimals(0, 10_000_000, places=2)), max_size=6
).map(lambda found: sorted(found, key=lambda goal: goal.until))


def test_a_funnel_in_balance_asks_for_nothing() -> None:
    assert advise(SOUND, TODAY) is None


def test_few_at_the_closing_stage_work_the_stage_before() -> None:
    dry = (*SOUND[:3], replace(SOUND[3], deals=2, amount=2 * DEAL))
    found = advise(dry, TODAY)
    assert isinstance(found, RunningDry)
    assert (found.closing.stage, found.work.stage, found.neck.stage) == (4, 3, 1)


def test_an_empty_stage_before_is_no_place_to_work() -> None:
    nothing = (SOUND[0], SOUND[1], replace(SOUND[2], deals=0), replace(SOUND[3], deals=0))
    assert not isinstance(advise(nothing, TODAY), RunningDry)


def test_nearly_all_at_the_end_says_that_a_void_is_coming_and_when() -> None:
    late = (stage(1, 1, 0.6, 5), stage(2, 1, 0.7, 6), stage(3, 12, 0.8, 8), stage(4, 14, 0.9, 7))
    found = advise(late, TODAY)
    assert isinstance(found, VoidComing)
    # The last two stages take 8 and 7 days: about two weeks, then nothing follows.
    assert (found.at_end, found.deals, found.weeks, found.start.stage) == (26, 28, 2, 1)


def test_a_plan_that_open_deals_will_not_make_asks_for_new_ones() -> None:
    found = advise(SOUND, TODAY, [Goal(date(2026, 12, 31), Decimal(900_000))], DEAL)
    assert isinstance(found, TooFewNew)
    # 21 * .3024 + 15 * .504 + 14 * .72 + 10 * .9 = 32.99 deals of 10,000; a new one brings 3,024 of the rest.
    assert found.short.expected == Decimal("329904.00")
    assert found.short.new_deals == 189


def test_a_goal_too_near_for_a_new_deal_is_passed_over() -> None:
    near, far = Goal(date(2026, 11, 30), Decimal(900_000)), Goal(date(2026, 12, 31), Decimal(1_200_000))
    found = shortfall(SOUND, TODAY, [near, far], DEAL)
    assert found is not None
    assert found.until == far.until


@given(funnels(), goals)
def test_nothing_is_said_where_few_left_a_stage(funnel: list[StageFigures], wanted: list[Goal]) -> None:
    few = sum(one.ended for one in funnel) < ENOUGH * len(funnel)
    assume(few or any(one.ended < FEWEST_LEFT for one in funnel))
    assert advise(funnel, TODAY, wanted, DEAL) is None


@given(funnels(), goals)
def test_what_is_said_adds_up(funnel: list[StageFigures], wanted: list[Goal]) -> None:
    found = advise(funnel, TODAY, wanted, DEAL)
    deals = sum(one.deals for one in funnel)
    match found:
        case RunningDry():
            assert found.work.deals > found.closing.deals
            assert found.neck.share == min(one.share for one in funnel)
        case VoidComing():
            assert found.weeks >= 1
            assert found.deals == deals
            assert 0 < found.at_end <= deals
        case TooFewNew():
            assert found.short.new_deals >= 1
            assert found.short.expected < found.short.left
        case None:
            pass


@given(funnels())
def test_balance_is_a_whole(funnel: list[StageFigures]) -> None:
    parts = balanced(funnel)
    assert isclose(sum(parts), 1, rel_tol=1e-9)
    assert all(part >= 0 for part in parts)


@given(funnels(), st.integers(1, 60))
def test_more_deals_at_the_closing_stage_never_make_it_run_dry(funnel: list[StageFigures], more: int) -> None:
    fuller = [*funnel[:-1], replace(funnel[-1], deals=funnel[-1].deals + more)]
    if isinstance(advise(fuller, TODAY), RunningDry):
        assert (
            isinstance(advise(funnel, TODAY), RunningDry | VoidComing) or sum(one.deals for one in funnel) < 8
        )


@given(funnels(), st.decimals(1, 5_000_000, places=2), st.decimals(0, 5_000_000, places=2))
def test_a_larger_plan_never_lacks_fewer_deals(
    funnel: list[StageFigures], plan: Decimal, more: Decimal
) -> None:
    assume(all(one.went_on for one in funnel))
    far = date(2099, 1, 1)
    small = shortfall(funnel, TODAY, [Goal(far, plan)], DEAL)
    large = shortfall(funnel, TODAY, [Goal(far, plan + more)], DEAL)
    assert (small.new_deals if small else 0) <= (large.new_deals if large else 0)
