"""How much effort a deal deserves: set with a reason, and lowered with one click where a robot advises so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.setup.robots import add_robot
from voronka.domain.robot import Advise, Robot, Stayed
from voronka.models import Deal, Event, RobotRun, RobotStepRun
from voronka.models import Robot as RobotRow

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def alice(house: House) -> Visitor:
    return Visitor(house, "Alice")


def advised(house: House, deal: Deal) -> None:
    """What the runner leaves when a robot has advised."""
    robot = Robot("", "Too long here", Stayed(timedelta(days=2)), (Advise("…", offers_lower=True),))
    row = RobotRow.objects.get(
        pk=add_robot(by=house.actor("Hana"), at=NOON, stage=house.stage("Qualify"), robot=robot).pk
    )
    run = RobotRun.objects.create(robot=row, deal=deal, moment="once", at=NOON, steps=row.steps, state="done")
    told = {"text": "Time for Propose", "to": house.people["Alice"].pk, "offers_lower": True}
    RobotStepRun.objects.create(run=run, position=0, state="done", due_at=NOON, result=told, finished_at=NOON)


def test_a_priority_is_set_with_a_reason_that_stays(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Alice")
    assert alice.get("deal-priority", deal.pk).value("priority") == "low"
    answer = alice.post(
        "deal-priority", deal.pk, data={"priority": "low", "usual": "Too small", "reason": ""}
    )
    assert answer.status == 204
    assert Deal.objects.get(pk=deal.pk).priority == "low"
    assert Event.objects.get(kind="priority_set").payload["reason"] == "Too small"


def test_no_reason_no_priority(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Alice")
    answer = alice.post("deal-priority", deal.pk, data={"priority": "high"})
    assert answer.status == 422
    assert answer.value("priority") == "high"
    assert Deal.objects.get(pk=deal.pk).priority == "normal"


def test_where_the_advice_stands_one_click_lowers_it(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Alice")
    assert not alice.get("deal", deal.pk).all("#lower-priority")
    advised(house, deal)
    page = alice.get("deal", deal.pk)
    assert "Time for Propose" in page.one("#deal-advice").text_content()
    button = page.one("#lower-priority")
    assert button.get("hx-vals") == '{"priority": "low", "usual": "Too long here"}'
    alice.follow(button.get("hx-post") or "", {"priority": "low", "usual": "Too long here"})
    assert Deal.objects.get(pk=deal.pk).priority == "low"
    assert not alice.get("deal", deal.pk).all("#lower-priority")
