"""The order of the day: what is broken, who can be reached, when, and what it is worth."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.queue import Standing, Violation, is_awake, place
from voronka.domain.task import TaskKind

# A Tuesday: 10 in Kyiv, 15 in Jakarta, midnight in Los Angeles.
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LATER = Standing(Violation.NONE, NOW + timedelta(hours=5), TaskKind.OTHER, "")
LATE = Standing(Violation.OVERDUE, NOW - timedelta(hours=3), TaskKind.OTHER, "")
FAR = "America/Los_Angeles"

standings = st.builds(
    Standing,
    violation=st.sampled_from(Violation),
    due_at=st.integers(-9000, 9000).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    kind=st.sampled_from(TaskKind),
    zone=st.sampled_from(["", "Europe/Kyiv", FAR, "no such zone"]),
    priority=st.integers(0, 2),
    score=st.integers(0, 100),
    amount=st.integers(0, 10**6).map(Decimal),
)


@given(st.lists(standings, max_size=12))
def test_there_is_one_order_whatever_the_items(items: list[Standing]) -> None:
    ordered = sorted(items, key=lambda item: place(item, NOW))
    backwards = ordered[::-1]
    backwards.sort(key=lambda item: place(item, NOW))
    assert [place(item, NOW) for item in backwards] == [place(item, NOW) for item in ordered]
    assert [item.violation for item in ordered] == sorted(item.violation for item in items)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LATE, LATER),
        (replace(LATE, due_at=NOW - timedelta(days=2)), replace(LATE, amount=Decimal(9))),
        (replace(LATE, amount=Decimal(9)), replace(LATE, due_at=NOW - timedelta(hours=5))),
        (LATE, replace(LATE, priority=1, amount=Decimal(9))),
        (replace(LATE, score=70), replace(LATE, amount=Decimal(9))),
        (LATER, replace(LATER, due_at=NOW + timedelta(hours=6), amount=Decimal(9))),
        (replace(LATER, violation=Violation.OVER_LIMIT), replace(LATER, due_at=NOW)),
    ],
)
def test_what_is_broken_then_when_then_worth(first: Standing, second: Standing) -> None:
    assert place(first, NOW) < place(second, NOW)


def test_a_call_to_somebody_asleep_sinks_and_a_letter_does_not() -> None:
    call = replace(LATE, kind=TaskKind.CALL, zone=FAR, due_at=NOW - timedelta(days=3))
    letter = replace(call, kind=TaskKind.EMAIL)
    assert place(LATE, NOW) < place(call, NOW)
    assert place(letter, NOW) < place(LATE, NOW)
    assert place(call, NOW, sinks=False) < place(LATE, NOW, sinks=False)


def test_a_call_that_was_agreed_on_is_made_at_its_time_wherever_it_is() -> None:
    agreed = replace(LATER, kind=TaskKind.CALL, zone=FAR, due_at=NOW + timedelta(minutes=10))
    assert place(agreed, NOW) < place(LATER, NOW)


@pytest.mark.parametrize(
    ("zone", "hour", "awake"),
    [("Europe/Kyiv", 8, True), ("Europe/Kyiv", 16, False), ("Asia/Jakarta", 1, False), ("", 3, True)],
)
def test_working_hours_are_those_of_the_clients_own_clock(zone: str, hour: int, *, awake: bool) -> None:
    assert is_awake(zone, NOW.replace(hour=hour)) is awake
    assert is_awake("Europe/Kyiv", NOW + timedelta(days=4)) is False
