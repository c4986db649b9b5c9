"""What sets a robot off, and of which deals its conditions hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from voronka.domain.events import EventKind
from voronka.domain.robot import Arrived, Condition, Entered, Fact, Is, Left, Stayed, Trigger
from voronka.domain.robot_matching import Happened, fires, hold, holds, stay_key

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def happened(kind: EventKind, stage: int, before: int, **payload: Any) -> Happened:
    return Happened(1, kind, NOON, 7, stage, before, payload)


CAME = EventKind.DISPATCH_CAME_FURTHER


@pytest.mark.parametrize(
    ("trigger", "what", "yes"),
    [
        (Entered(), happened(EventKind.DEAL_CREATED, 2, 2), True),
        (Entered(), happened(EventKind.DEAL_MOVED, 2, 1), True),
        (Entered(), happened(EventKind.DEAL_MOVED, 3, 2), False),
        (Entered(), happened(EventKind.DEAL_ASSIGNED, 2, 2), False),
        (Left(), happened(EventKind.DEAL_MOVED, 3, 2), True),
        (Left(), happened(EventKind.DEAL_MOVED, 2, 1), False),
        (Arrived(Fact.PAYMENT), happened(EventKind.PAYMENT_NOTED, 2, 2), True),
        (Arrived(Fact.PAYMENT), happened(EventKind.PAYMENT_NOTED, 3, 3), False),
        (Arrived(Fact.OPENED), happened(CAME, 2, 2, reached="opened"), True),
        (Arrived(Fact.OPENED), happened(CAME, 2, 2, reached="delivered"), False),
        (Arrived(Fact.TASK_DONE), happened(EventKind.TASK_DONE, 2, 2), True),
        (Arrived(Fact.CALL), happened(EventKind.CALL_NOTED, 2, 2, direction="out", seconds=60), True),
        (Arrived(Fact.CALL), happened(EventKind.CALL_NOTED, 2, 2, direction="out", seconds=0), False),
        (Arrived(Fact.CALL), happened(EventKind.CALL_NOTED, 2, 2, direction="in", seconds=0), False),
        (Arrived(Fact.CALL_MISSED), happened(EventKind.CALL_NOTED, 2, 2, direction="in", seconds=0), True),
        (Arrived(Fact.CALL_MISSED), happened(EventKind.CALL_NOTED, 2, 2, direction="out", seconds=0), False),
        (Arrived(Fact.CALL_MISSED), happened(EventKind.CALL_NOTED, 2, 2, direction="in", seconds=9), False),
        (Stayed(timedelta(days=1)), happened(EventKind.DEAL_MOVED, 2, 1), False),
    ],
)
def test_a_robot_of_stage_two_is_set_off(trigger: Trigger, what: Happened, *, yes: bool) -> None:
    assert fires(trigger, 2, what) is yes


KNOWN = {"amount": "1500.00", "source": "Fair", "expected_close_on": "2026-12-01", "tag": ""}


@pytest.mark.parametrize(
    ("field", "how", "values", "yes"),
    [
        ("source", Is.FILLED, (), True),
        ("tag", Is.FILLED, (), False),
        ("tag", Is.EMPTY, (), True),
        ("need", Is.EMPTY, (), True),
        ("source", Is.EQUAL, ("fair",), True),
        ("source", Is.OTHER, ("fair",), False),
        ("source", Is.ONE_OF, ("site", "FAIR"), True),
        ("source", Is.CONTAINS, ("ai",), True),
        ("amount", Is.EQUAL, ("1500",), True),
        ("amount", Is.LEAST, ("1500",), True),
        ("amount", Is.LEAST, ("1500.01",), False),
        ("amount", Is.MOST, ("900",), False),
        ("budget", Is.LEAST, ("1",), False),
        ("budget", Is.MOST, ("1",), False),
        ("expected_close_on", Is.MOST, ("2026-12-31",), True),
        ("expected_close_on", Is.LEAST, ("2026-12-02",), False),
    ],
)
def test_a_condition_holds_or_not(field: str, how: Is, values: tuple[str, ...], *, yes: bool) -> None:
    assert holds(Condition(field, how, values), KNOWN) is yes


def test_all_conditions_have_to_hold() -> None:
    fair, dear = Condition("source", Is.EQUAL, ("Fair",)), Condition("amount", Is.LEAST, ("9000",))
    assert hold([fair], KNOWN)
    assert not hold([fair, dear], KNOWN)
    assert hold([], KNOWN)


@pytest.mark.parametrize(("kind", "yes"), [("form", True), ("endpoint", False)])
def test_a_form_from_the_site_has_arrived(kind: str, *, yes: bool) -> None:
    came = happened(EventKind.REQUEST_CAME, 2, 2, source_kind=kind)
    assert fires(Arrived(Fact.FORM), 2, came) is yes


def test_two_stays_of_one_deal_are_told_apart() -> None:
    assert stay_key(7, NOON) != stay_key(7, NOON + timedelta(microseconds=1))
    assert stay_key(7, NOON) != stay_key(8, NOON)
