"""Robots as the head sets them up, and as a playbook brings them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, deal_of, make_house
from voronka.commands.setup.drafts import Publication, publish_draft
from voronka.commands.setup.next_version import NothingNew, take_playbook
from voronka.commands.setup.robots import (
    add_robot,
    begin_robots_now,
    change_robot,
    retire_robot,
    switch_robot,
)
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook
from voronka.domain.robot import AddTag, AddTask, Entered, Robot, Stayed
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, Pipeline, RobotAlarm
from voronka.models import Robot as RobotRow
from voronka.queries.pipelines import draft_of, pipeline_of
from voronka.queries.playbook_now import playbook_now
from voronka.queries.shipped_playbooks import shipped_playbook
from voronka.queries.stage_robots import robot_here, robots_at

if TYPE_CHECKING:
    from voronka.commands.setup.next_version import TakenIn
    from voronka.domain.playbook.model import Playbook

pytestmark = pytest.mark.django_db
CALL = AddTask(TaskKind.CALL, "Call back", timedelta(days=3), question="What holds you back?")
ASK = Robot("", "Ask them", Stayed(timedelta(days=2)), (CALL,))


@pytest.fixture
def house() -> House:
    return make_house()


def added(house: House, robot: Robot = ASK, stage: str = "Propose") -> RobotRow:
    return add_robot(by=house.actor("Hana"), at=NOON, stage=house.stage(stage), robot=robot)


def take(house: House, playbook: Playbook) -> TakenIn:
    text = write_playbook(playbook)
    return take_playbook(by=house.actor("Hana"), at=NOON, playbook=playbook, text=text, language="en")


def without_robots_at(playbook: Playbook, key: str) -> Playbook:
    sales = playbook.pipelines[0]
    stages = tuple(replace(one, robots=()) if one.key == key else one for one in sales.stages)
    return replace(playbook, pipelines=(replace(sales, stages=stages), *playbook.pipelines[1:]))


def names(pipeline: int) -> list[str]:
    rows = RobotRow.objects.filter(pipeline=pipeline, retired_at=None).order_by("stage__position", "position")
    return [row.key for row in rows]


def test_a_robot_stands_at_its_stage_as_it_was_made_and_begins_with_what_comes(house: House) -> None:
    deal_of(house, "Alice")
    row = added(house)
    assert robot_here(row.pk).robot == ASK
    assert row.since == Event.objects.exclude(kind="setup_changed").latest("id").pk
    assert row.enrol_after == 0
    pipeline = pipeline_of(house.pipeline.pk)
    stage = next(one for one in pipeline.stages if one.id == house.stage("Propose"))
    assert [one.id for one in robots_at(pipeline, stage)] == [row.pk]


def test_only_who_sets_up_the_method_sets_up_robots(house: House) -> None:
    row = added(house)
    alice = house.actor("Alice")
    with pytest.raises(NotAllowed):
        add_robot(by=alice, at=NOON, stage=house.stage("Propose"), robot=ASK)
    with pytest.raises(NotAllowed):
        change_robot(by=alice, at=NOON, robot=row.pk, wanted=ASK)
    with pytest.raises(NotAllowed):
        switch_robot(by=alice, at=NOON, robot=row.pk, is_on=False)
    with pytest.raises(NotAllowed):
        retire_robot(by=alice, at=NOON, robot=row.pk)


def test_a_robot_without_a_name_or_a_step_is_refused(house: House) -> None:
    for robot, wrong in (
        (replace(ASK, name=" "), {"name": Problem.REQUIRED}),
        (replace(ASK, steps=()), {"steps": Problem.REQUIRED}),
    ):
        with pytest.raises(Invalid) as caught:
            added(house, robot)
        assert caught.value.problems == wrong
    assert not RobotRow.objects.exists()


def test_waiting_for_something_else_begins_anew_and_other_words_do_not(house: House) -> None:
    row = added(house)
    deal = deal_of(house, "Alice")
    RobotAlarm.objects.create(robot=row, deal=Deal.objects.get(pk=deal.pk), due_at=NOON)
    RobotRow.objects.update(enrol_after=None)
    hana = house.actor("Hana")
    change_robot(by=hana, at=NOON, robot=row.pk, wanted=replace(ASK, name="Ask them kindly"))
    assert RobotAlarm.objects.count() == 1
    change_robot(by=hana, at=NOON, robot=row.pk, wanted=replace(ASK, trigger=Entered()))
    now = RobotRow.objects.get(pk=row.pk)
    assert (RobotAlarm.objects.count(), now.enrol_after) == (0, 0)
    assert now.since > row.since


def test_a_robot_that_is_off_has_no_alarms_and_begins_anew_when_it_is_on_again(house: House) -> None:
    row = added(house)
    deal = deal_of(house, "Alice")
    RobotAlarm.objects.create(robot=row, deal=Deal.objects.get(pk=deal.pk), due_at=NOON)
    hana = house.actor("Hana")
    switch_robot(by=hana, at=NOON, robot=row.pk, is_on=False)
    assert (RobotAlarm.objects.count(), robot_here(row.pk).robot.is_on) == (0, False)
    before = Event.objects.count()
    switch_robot(by=hana, at=NOON, robot=row.pk, is_on=False)
    assert Event.objects.count() == before
    switch_robot(by=hana, at=NOON, robot=row.pk, is_on=True)
    assert RobotRow.objects.get(pk=row.pk).since > row.since


def test_a_robot_that_is_gone_is_found_no_more_and_its_row_stays(house: House) -> None:
    row = added(house)
    retire_robot(by=house.actor("Hana"), at=NOON, robot=row.pk)
    with pytest.raises(NotFound):
        robot_here(row.pk)
    assert RobotRow.objects.filter(pk=row.pk, is_on=False).exclude(retired_at=None).exists()


def test_what_was_made_up_is_passed_over(house: House) -> None:
    row = added(house)
    deal_of(house, "Alice")
    begin_robots_now()
    assert RobotRow.objects.get(pk=row.pk).since == Event.objects.latest("id").pk


def test_a_playbook_brings_its_robots_and_gives_them_back(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    made = take(house, playbook).made[0]
    assert names(made.pk) == [robot.key for _, robot in playbook.pipelines[0].robots]
    assert not RobotRow.objects.get(key="give-out").is_on
    now = next(one for one in playbook_now("en").pipelines if one.key == "sales")
    assert [(place, robot.robot_in("en")) for place, robot in now.robots] == [
        (place, robot.robot_in("en")) for place, robot in playbook.pipelines[0].robots
    ]
    assert read_playbook(write_playbook(playbook_now("en"))) == playbook_now("en")
    with pytest.raises(NothingNew):
        take(house, playbook)


def test_taking_in_again_changes_and_retires_robots_at_once_and_lets_others_be(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    made = take(house, playbook).made[0]
    stage = made.stages.get(key="waiting-for-decision")
    by_hand = add_robot(by=house.actor("Hana"), at=NOON, stage=stage.pk, robot=ASK)
    off = RobotRow.objects.get(pipeline=made, key="contract-signed")
    switch_robot(by=house.actor("Hana"), at=NOON, robot=off.pk, is_on=False)
    taken = take(house, without_robots_at(playbook, "waiting-for-decision"))
    assert (taken.made, taken.drafted, len(taken.robots)) == ((), (), 3)
    assert [row.pk for row in RobotRow.objects.filter(stage=stage, retired_at=None)] == [by_hand.pk]
    assert not robot_here(off.pk).robot.is_on


def test_a_new_stage_gets_its_robots_when_it_is_published(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    sales = playbook.pipelines[0]
    less = replace(playbook, pipelines=(replace(sales, stages=(*sales.stages[:2], sales.stages[3])),))
    stages = tuple(replace(one, back_to=None) for one in less.pipelines[0].stages)
    less = replace(playbook, pipelines=(replace(less.pipelines[0], stages=stages),))
    made = take(house, less).made[0]
    assert "call-back" not in names(made.pk)
    assert [row.pk for row in take(house, playbook).drafted] == [made.pk]
    assert "call-back" not in names(made.pk)
    draft = draft_of(made.pk)
    assert draft is not None
    publish_draft(
        by=house.actor("Hana"),
        at=NOON,
        pipeline=made.pk,
        publication=Publication(seen=draft.version, into={}),
    )
    assert "call-back" in names(made.pk)
    row = RobotRow.objects.get(pipeline=made, key="call-back")
    assert Pipeline.objects.get(pk=row.stage.pipeline_id).draft_of_id is None


def test_a_tag_in_a_file_is_a_tag_here(house: House) -> None:
    robot = Robot("", "Mark them", Entered(), (AddTag("VIP"),))
    row = added(house, robot)
    assert robot_here(row.pk).robot.steps == (AddTag("VIP"),)
