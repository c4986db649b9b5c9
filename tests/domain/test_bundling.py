"""Bundling: what is told to a person goes out once, together, and never while they sleep."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.bundling import PACES, Pace, Quiet, Waiting, plan
from voronka.domain.notices import Channel

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PACE = Pace(timedelta(minutes=2), timedelta(hours=1))
KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = Quiet(KYIV, time(20), time(8))


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def run(
    told: list[Waiting], quiet: Quiet | None, pace: Pace = PACE, step: timedelta = timedelta(seconds=20)
) -> list[tuple[datetime, tuple[int, ...]]]:
    """A worker that looks every `step`, until nothing waits: when which message went."""
    sent: list[tuple[datetime, tuple[int, ...]]] = []
    left, now = sorted(told, key=lambda each: each.at), min(each.at for each in told)
    letters = {each.id for each in told if each.is_letter}
    while left:
        here = [each for each in left if each.at <= now]
        bundles = [at for at, ids in sent if not letters & set(ids)]
        made = plan(here, bundles, pace, quiet, now)
        gone = {id for message in made.messages for id in message}
        assert made.again_at is None or made.again_at > now
        assert (made.again_at is None) == (gone == {each.id for each in here})
        sent += [(now, message) for message in made.messages]
        left = [each for each in left if each.id not in gone]
        nexts = [each.at for each in left] + ([made.again_at] if made.again_at else [])
        later = [at for at in nexts if at > now]
        now = max(now + step, min(later)) if later else now + step
    return sent


def test_what_comes_together_goes_together() -> None:
    told = [Waiting(n, minutes(n / 20)) for n in range(20)]
    assert run(told, None) == [(minutes(2), tuple(range(20)))]


def test_the_pause_grows_while_more_comes_and_shrinks_again() -> None:
    told = [Waiting(n, minutes(n)) for n in range(120)]
    times = [at for at, _ in run(told, None)]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert pauses[:3] == [timedelta(minutes=4), timedelta(minutes=8), timedelta(minutes=16)]
    assert max(pauses) <= PACE.longest
    assert PACE.pause([NOON - timedelta(hours=5), NOON]) == timedelta(minutes=4)


def test_the_urgent_goes_at_once_and_takes_along_what_waits() -> None:
    told = [Waiting(1, NOON), Waiting(2, minutes(1), is_urgent=True)]
    assert run(told, None) == [(minutes(1), (1, 2))]


def test_a_letter_is_a_message_by_itself_and_at_once() -> None:
    told = [Waiting(1, NOON), Waiting(2, NOON, is_letter=True)]
    assert run(told, None) == [(NOON, (2,)), (minutes(2), (1,))]


def test_nothing_goes_out_at_night_and_all_of_it_in_the_morning() -> None:
    evening = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
    told = [Waiting(n, evening + timedelta(hours=n), is_urgent=n == 3) for n in range(5)]
    assert run(told, NIGHT) == [(datetime(2026, 11, 25, 6, 0, tzinfo=UTC), (0, 1, 2, 3, 4))]


@pytest.mark.parametrize(
    ("at", "over"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_where_clocks_jump(at: datetime, over: datetime) -> None:
    # 03:30 is missing on 29 March in Kyiv, and comes twice on 25 October.
    assert Quiet(KYIV, time(3), time(3, 30)).over(at) == over


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - Hypothesis wants them bare
clock = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiets = st.none() | st.builds(
    Quiet, st.sampled_from([KYIV, ZoneInfo("Asia/Jakarta"), ZoneInfo("America/St_Johns")]), clock, clock
)


@st.composite
def days(draw: st.DrawFn) -> list[Waiting]:
    begin = draw(instants)
    delays = draw(st.lists(st.integers(0, 36 * 60), min_size=1, max_size=30))
    return [
        Waiting(
            id,
            begin + timedelta(minutes=delay),
            is_urgent=draw(st.integers(0, 9)) == 0,
            is_letter=draw(st.integers(0, 9)) == 0,
        )
        for id, delay in enumerate(delays)
    ]


@given(days(), quiets, st.sampled_from(list(Channel)))
def test_each_goes_once_never_in_quiet_hours_and_not_too_often(
    told: list[Waiting], quiet: Quiet | None, channel: Channel
) -> None:
    pace = PACES[channel]
    sent = run(told, quiet, pace)
    assert sorted(id for _, ids in sent for id in ids) == sorted(each.id for each in told)
    assert quiet is None or not any(quiet.holds(at) for at, _ in sent)
    known = {each.id: each for each in told}
    plain = [
        at for at, ids in sent if not any(known[id].is_urgent or known[id].is_letter for id in ids)
    ]  # fmt: skip
    assert all(b - a >= pace.gather for a, b in itertools.pairwise(plain))
    assert all(len(ids) == 1 for _, ids in sent if known[ids[0]].is_letter)


@given(instants, quiets)
def test_the_end_of_the_quiet_hours_is_the_first_moment_after(at: datetime, quiet: Quiet | None) -> None:
    if quiet is None:
        return
    over = quiet.over(at)
    assert over >= at
    assert not quiet.holds(over)
    assert over == at or quiet.holds(over - timedelta(seconds=1))
