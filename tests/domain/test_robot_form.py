"""Robots as JSON come back as they were, and what nobody knows is refused."""

from __future__ import annotations

import json
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Channel,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    Is,
    Left,
    MoveTo,
    OfferHandOver,
    OnDate,
    Priority,
    RobotStep,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Untouched,
    Whom,
    Woke,
)
from voronka.domain.robot_form import UnknownForm, condition_of, form_of, step_of, trigger_of
from voronka.domain.task import TaskKind

SPANS = st.integers(60, 10**7).map(lambda seconds: timedelta(seconds=seconds))
TRIGGERS: st.SearchStrategy[Trigger] = st.one_of(
    st.sampled_from([Entered(), Left(), Woke()]),
    st.builds(Arrived, st.sampled_from(Fact)),
    st.builds(Stayed, SPANS),
    st.builds(Untouched, SPANS),
    st.builds(
        OnDate, st.sampled_from(DateField), st.integers(-365, 365), st.sampled_from([time(9), time(17, 30)])
    ),
    st.builds(ScoreCrossed, st.decimals(0, 1, places=2)),
)
STEPS: st.SearchStrategy[RobotStep] = st.one_of(
    st.builds(AddTask, st.sampled_from(TaskKind), st.text(), SPANS, st.sampled_from(Whom), st.text()),
    st.builds(Advise, st.text(), st.sampled_from(Whom), st.booleans()),
    st.builds(SendMessage, st.sampled_from(Channel), st.text(), st.text()),
    st.builds(SetField, st.text(), st.text()),
    st.builds(MoveTo, st.text()),
    st.builds(Assign, st.sampled_from(Choosing)),
    st.builds(SetPriority, st.sampled_from(Priority), st.text()),
    st.builds(AddTag, st.text()),
    st.builds(CallWebhook, st.text()),
    st.builds(Enrol, st.text()),
    st.builds(OfferHandOver, st.text()),
)
CONDITIONS = st.builds(Condition, st.text(), st.sampled_from(Is), st.lists(st.text(), max_size=3).map(tuple))


def by_json(form: Any) -> Any:
    return json.loads(json.dumps(form))


@given(TRIGGERS)
def test_any_trigger_comes_back(trigger: Trigger) -> None:
    assert trigger_of(by_json(form_of(trigger))) == trigger


@given(STEPS)
def test_any_step_comes_back(step: RobotStep) -> None:
    assert step_of(by_json(form_of(step))) == step


@given(CONDITIONS)
def test_any_condition_comes_back(condition: Condition) -> None:
    assert condition_of(by_json(form_of(condition))) == condition


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"is": "whistle"},
        {"is": "add_tag"},
        {"is": "add_tag", "tag": 3},
        {"is": "add_tag", "tag": "cold", "colour": "blue"},
        {"is": "assign", "choosing": "by_hand"},
        {"is": "add_task", "kind": "call", "title": "Ring", "after": "soon"},
        {"is": "entered"},
    ],
)
def test_a_step_that_nobody_knows_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(UnknownForm):
        step_of(form)


def test_a_share_that_is_no_number_is_refused() -> None:
    with pytest.raises(UnknownForm):
        trigger_of({"is": "score_crossed", "least": "much"})
    assert trigger_of({"is": "score_crossed", "least": "0.7"}) == ScoreCrossed(Decimal("0.7"))


def test_what_has_a_default_may_be_left_out() -> None:
    assert step_of({"is": "move_to"}) == MoveTo()
