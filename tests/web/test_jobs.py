"""The page of what is done beside the requests: who works, what failed and why, and what an administrator does about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.robots.making import make_robot
from tests.web.visitor import Visitor
from voronka.commands.jobs import enqueue
from voronka.commands.priority import set_priority
from voronka.commands.rounds import begin_round, end_round
from voronka.commands.tags import add_tag
from voronka.commands.worker_lease import hold_lease
from voronka.domain.jobs import JobKind
from voronka.domain.robot import AddTag, Entered, Priority
from voronka.models import Job, RobotRun, RobotStepRun, User
from voronka.robots.runner import run_robots
from voronka.worker.due import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def zoe(house: House) -> Visitor:
    return Visitor(house, "Zoe")


def now() -> datetime:
    return datetime.now(UTC)


def test_without_a_worker_the_page_says_so_and_what_to_do(zoe: Visitor) -> None:
    page = zoe.get("settings-jobs")
    assert "No worker is at work" in page.text
    assert "voronka worker" in page.text
    assert "Nothing has failed" in page.text


def test_a_worker_that_lives_and_the_clocks_of_its_rounds(zoe: Visitor) -> None:
    hold_lease("a", "north-1 4711", at=now())
    begin_round("limits", timedelta(minutes=1), at=now())
    end_round("limits", took=timedelta(milliseconds=12), result="3 / 1")
    page = zoe.get("settings-jobs")
    assert "On north-1 4711." in page.text
    assert "Limits of stages" in page.text
    assert "3 / 1" in page.text
    hold_lease("b", "south", at=now() - timedelta(hours=1))
    assert "A worker is at work" in zoe.get("settings-jobs").text


def test_a_failed_job_says_why_and_is_retried_or_given_up(house: House, zoe: Visitor) -> None:
    deal = deal_of(house, "Alice", title="Blast freezer")
    for _ in range(2):
        enqueue(JobKind.CLIENT_MAIL, {"deal": deal.pk}, at=NOON)
    run_jobs(NOON)
    page = zoe.get("settings-jobs")
    assert "No mail server is set up." in page.text
    assert "Blast freezer" in page.text
    first, second = Job.objects.order_by("id")
    assert zoe.post("settings-job-retry", first.pk).toast["text"] == "It is tried again now."
    assert zoe.post("settings-job-give-up", second.pk).status == 204
    assert sorted(Job.objects.values_list("state", flat=True)) == ["given_up", "waiting"]
    assert zoe.post("settings-job-retry", second.pk).status == 404


def test_a_robot_s_failed_step_is_tried_again_and_ends_well(house: House, zoe: Visitor) -> None:
    robot = make_robot(house, "Qualify", Entered(), AddTag("seen"), name="Marker")
    deal = deal_of(house, "Alice")
    run = RobotRun.objects.create(
        robot=robot, deal=deal, moment="x", at=NOON, steps=robot.steps, state="failed"
    )
    step = RobotStepRun.objects.create(
        run=run, position=0, state="failed", due_at=NOON, finished_at=now(), error="Out of paper."
    )
    page = zoe.get("settings-jobs")
    assert "Robot “Marker”: tag" in page.text
    assert "Out of paper." in page.text
    zoe.post("settings-step-retry", step.pk)
    run_robots(now())
    run.refresh_from_db()
    assert run.state == "done"
    assert list(deal.tags.values_list("name", flat=True)) == ["seen"]


def test_what_failed_is_nobody_s_but_the_administrator_s(house: House) -> None:
    for name in ("Alice", "Hana"):
        assert Visitor(house, name).get("settings-jobs").status == 403


def test_the_secret_of_webhooks_stays_until_it_is_renewed(zoe: Visitor) -> None:
    first = zoe.get("settings-webhook-secret").one("code").text_content()
    assert first.startswith("whsec_")
    assert zoe.get("settings-webhook-secret").one("code").text_content() == first
    assert zoe.post("settings-webhook-secret-renew").one("code").text_content() != first


def test_a_deal_shows_its_priority_and_its_tags(house: House) -> None:
    deal = deal_of(house, "Alice")
    alice = house.actor("Alice")
    set_priority(by=alice, at=NOON, deal=deal.pk, priority=Priority.LOW, reason="Silent")
    add_tag(by=alice, at=NOON, deal=deal.pk, tag="cold")
    page = Visitor(house, "Alice").get("deal", deal.pk)
    chips = [" ".join(chip.text_content().split()) for chip in page.all("#deal-head .facts .chip")]
    assert {"low priority", "cold"} <= set(chips)


def test_the_robot_is_on_no_page_of_people(house: House, zoe: Visitor) -> None:
    make_robot(house, "Qualify", Entered(), AddTag("seen"))
    deal_of(house, "Alice")
    run_robots(NOON)
    assert User.objects.filter(role="robot").exists()
    assert "robot@" not in zoe.get("settings-users").text
    assert ">Robot<" not in zoe.get("settings-teams").text
