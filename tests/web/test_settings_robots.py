"""Robots on the settings' pages: written in a form, said back in words, tried on what has happened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.factories import NOON, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.setup.robots import add_robot
from voronka.domain.robot import (
    AddTask,
    Advise,
    Arrived,
    Channel,
    Condition,
    DateField,
    Enrol,
    Fact,
    Is,
    MoveTo,
    OnDate,
    Robot,
    SendMessage,
    Stayed,
    Untouched,
)
from voronka.domain.task import TaskKind
from voronka.models import Event, NurtureTrack, RobotRun, Task
from voronka.models import Robot as RobotRow
from voronka.queries.stage_robots import robot_here

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db
ASK = Robot(
    "", "Ask them", Stayed(timedelta(days=2)), (AddTask(TaskKind.CALL, "Call back", timedelta(days=1)),)
)
FORM = {
    "name": "Ask them", "when": "stayed", "length": "3", "length_unit": "days", "conditions": "1", "steps": "2",
    "if-0-field": "amount", "if-0-how": "least", "if-0-value": "1,000",
    "do-0-kind": "task", "do-0-task": "call", "do-0-title": "Call back", "do-0-after": "1", "do-0-after_unit": "days",
    "do-0-question": "What holds you back?", "do-0-to": "owner",
    "do-1-kind": "advise", "do-1-advice": "Time for {next}", "do-1-offers": "on", "do-1-to": "head",
}  # fmt: skip


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def hana(house: House) -> Visitor:
    return Visitor(house, "Hana")


def made(house: House, robot: Robot = ASK, stage: str = "Qualify") -> int:
    return add_robot(by=house.actor("Hana"), at=NOON, stage=house.stage(stage), robot=robot).pk


def sent(hana: Visitor, house: House, **changed: str) -> Any:
    return hana.post("settings-robot-new", house.stage("Qualify"), data=FORM | changed)


def only() -> Robot:
    return robot_here(RobotRow.objects.get().pk).robot


def test_what_the_form_says_is_the_robot(house: House, hana: Visitor) -> None:
    answer = sent(hana, house)
    assert answer.status == 204
    robot = only()
    assert robot.trigger == Stayed(timedelta(days=3))
    assert robot.conditions == (Condition("amount", Is.LEAST, ("1000",)),)
    call, advice = robot.steps
    assert call == AddTask(TaskKind.CALL, "Call back", timedelta(days=1), question="What holds you back?")
    assert isinstance(advice, Advise)
    assert (advice.text, advice.to, advice.offers_lower) == ("Time for {next}", "head", True)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"when": "arrived", "fact": "opened"}, Arrived(Fact.OPENED)),
        ({"when": "day", "day": "birthday", "days": "3", "side": "before", "clock": "10:30"}, -3),
        ({"when": "untouched", "length": "2", "length_unit": "hours"}, timedelta(hours=2)),
    ],
)
def test_every_kind_of_trigger_is_read(
    house: House, hana: Visitor, changed: dict[str, str], expected: object
) -> None:
    sent(hana, house, **changed)
    trigger = only().trigger
    if isinstance(trigger, OnDate):
        assert trigger.offset == expected
    elif isinstance(trigger, Untouched):
        assert trigger.after == expected
    else:
        assert trigger == expected


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"length": "soon"}, "length"),
        ({"if-0-value": "much"}, "if-0-value"),
        ({"do-0-title": ""}, "do-0-title"),
        ({"do-0-kind": "webhook", "do-0-url": "ftp://x"}, "do-0-url"),
        ({"do-0-kind": "message", "do-0-subject": "Hello"}, "do-0-text"),
        ({"do-0-kind": "track"}, "do-0-track"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_typed_is_lost(
    house: House, hana: Visitor, changed: dict[str, str], field: str
) -> None:
    answer = sent(hana, house, **changed)
    assert answer.status == 422
    assert answer.one(f'[id="{field}"]').get("aria-invalid") == "true"
    for name, value in (FORM | changed).items():
        if name not in {"conditions", "steps"} and not name.endswith("offers"):
            assert answer.value(name).strip() == value.strip(), name
    assert not RobotRow.objects.exists()


def test_a_robot_that_does_nothing_is_refused(house: House, hana: Visitor) -> None:
    answer = sent(hana, house, **{"do-0-kind": "", "do-1-kind": ""})
    assert answer.status == 422
    assert answer.one("#steps-error") is not None


def test_one_more_row_keeps_what_was_typed(house: House, hana: Visitor) -> None:
    answer = sent(hana, house, more="conditions")
    assert answer.status == 200
    assert answer.value("if-0-value") == "1,000"
    assert answer.one('[name="if-1-field"]') is not None
    assert not RobotRow.objects.exists()


def test_the_form_opens_as_the_robot_is_and_saves_it_the_same(house: House, hana: Visitor) -> None:
    steps = (MoveTo(), SendMessage(*_mail()), Enrol(_track()))
    robot = made(house, Robot("", "All of it", OnDate(*_birthday()), steps, again=True))
    page = hana.get("settings-robot", robot)
    fields = {one.get("name") for one in page.all("#robot-form [name]")} - {"csrfmiddlewaretoken", "more"}
    data = {name: page.value(name) for name in fields if name and not name.endswith("offers")}
    answer = hana.post("settings-robot", robot, data=data)
    assert answer.status == 204
    assert robot_here(robot).robot.steps == steps
    assert robot_here(robot).robot.trigger == OnDate(*_birthday())


def _mail() -> tuple[Channel, str, str]:
    return Channel.EMAIL, "Hello", "Dear {contact}"


def _birthday() -> tuple[DateField, int]:
    return DateField.BIRTHDAY, -1


def _track() -> str:
    row = NurtureTrack.objects.create(name="News")
    return f"track-{row.pk}"


def test_a_track_without_a_key_gets_one_when_a_robot_names_it(house: House) -> None:
    made(house, Robot("", "Warm up", Stayed(timedelta(days=2)), (Enrol(_track()),)))
    assert NurtureTrack.objects.get().key == f"track-{NurtureTrack.objects.get().pk}"


def test_the_form_is_said_back_and_tried_while_it_is_written(house: House, hana: Visitor) -> None:
    deal_of(house, "Alice", title="Blast freezer")
    before = Event.objects.count(), Task.objects.count()
    said = hana.post("settings-robot-preview", house.stage("Qualify"), data=FORM | {"when": "entered"})
    text = said.body.text_content()
    assert "As soon as a deal comes here" in text
    assert "Amount: at least 1,000" in text
    assert "Time for Propose" in text
    nothing = hana.post("settings-robot-preview", house.stage("Qualify"), data=FORM | {"length": ""})
    assert "Fill in what is missing" in nothing.body.text_content()
    assert (Event.objects.count(), Task.objects.count()) == before


def test_a_trial_tells_what_would_have_been_done_and_does_nothing(house: House, hana: Visitor) -> None:
    deal_of(house, "Alice", title="Blast freezer", at=timezone.now() - timedelta(days=6))
    deal_of(house, "Charlie", title="Not Hana’s", at=timezone.now() - timedelta(days=6))
    robot = made(house)
    page = hana.get("settings-robot-trial", robot, query={"days": "30"})
    text = page.body.text_content()
    assert "It would have acted 1 time" in text
    assert "Blast freezer" in text
    assert "Not Hana’s" not in text
    assert not RobotRun.objects.exists()


def test_a_robot_is_switched_off_and_taken_away(house: House, hana: Visitor) -> None:
    robot = made(house)
    assert hana.post("settings-robot-switch", robot, data={"on": "0"}).toast
    assert not robot_here(robot).robot.is_on
    assert "Off" in hana.get("settings-robots").body.text_content()
    hana.post("settings-robot-remove", robot)
    assert "There is no robot yet" in hana.get("settings-robots").body.text_content()


def test_the_playbook_says_what_happens_by_itself(house: House) -> None:
    made(house)
    alice = Visitor(house, "Alice")
    page = alice.get("playbook", house.pipeline.pk).body.text_content()
    assert "When a deal has been here for 2 working days" in page


def test_the_stage_of_a_board_leads_to_its_robots(house: House, hana: Visitor) -> None:
    page = hana.get("settings-stage", house.stage("Qualify"))
    assert page.one("#stage-robots").get("href") == f"/settings/stages/{house.stage('Qualify')}/robots/"
