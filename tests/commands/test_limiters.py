"""Tasks that a stage's method demands: done, or put off with a reason; never cancelled (R19)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import NOON, House, deal_of
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move, TaskEnd
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, cancel_task, change_task, complete_task
from voronka.domain.errors import Invalid, Problem
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Pipeline, Stage, Task

DAY = timedelta(days=1)


@pytest.fixture
def limiter(house: House) -> Task:
    """The step that Qualify demands of Alice's deal; the deal has another one besides."""
    Stage.objects.filter(pk=house.stage("Qualify")).update(step_is_limiter=True)
    Pipeline.objects.update(version=2)
    deal = create_deal(by=house.actor("Alice"), at=NOON, new=NewDeal(house.pipeline.pk, title="Ice plant"))
    add_task(
        by=house.actor("Alice"), at=NOON, deal=deal.pk, task=NewTask(TaskKind.EMAIL, "Write", NOON + 3 * DAY)
    )
    return Task.objects.get(is_limiter=True)


@pytest.mark.parametrize("name", ["Alice", "Hana", "Zoe"])
def test_nobody_cancels_it(house: House, limiter: Task, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        cancel_task(by=house.actor(name), at=NOON, task=limiter.pk, reason="No need")
    assert refusal.value.problems == {"words": Problem.DEMANDED}


def test_it_is_put_off_only_with_a_reason_even_before_it_is_due(house: House, limiter: Task) -> None:
    later = {"kind": TaskKind.CALL, "title": limiter.title, "due_at": limiter.due_at + DAY}
    with pytest.raises(Invalid):
        change_task(by=house.actor("Hana"), at=NOON, task=limiter.pk, **later)  # type: ignore[arg-type]  # one dict for all
    change_task(by=house.actor("Hana"), at=NOON, task=limiter.pk, reason="They are away", **later)  # type: ignore[arg-type]  # one dict for all


def test_doing_it_sooner_needs_no_reason(house: House, limiter: Task) -> None:
    sooner = limiter.due_at - timedelta(hours=2)
    change_task(
        by=house.actor("Alice"), at=NOON, task=limiter.pk, kind=TaskKind.CALL, title="Call", due_at=sooner
    )
    complete_task(by=house.actor("Alice"), at=NOON, task=limiter.pk, outcome="They want a discount")
    limiter.refresh_from_db()
    assert limiter.state == TaskState.DONE


def test_it_is_not_cancelled_by_closing_the_deal_with_it_either(house: House, limiter: Task) -> None:
    lost = Move(
        to=house.stage("Lost"),
        lost_reason=house.lost_reason,
        ends=TaskEnd(limiter.pk, TaskState.CANCELLED, "No need"),
    )
    with pytest.raises(Invalid):
        move_deal(by=house.actor("Alice"), at=NOON, deal=limiter.deal_id, move=lost)


def test_a_task_that_asks_something_is_one(house: House) -> None:
    deal = deal_of(house, "Alice")
    asks = NewTask(TaskKind.CALL, "Call back", NOON + DAY, question="What holds you back?")
    assert add_task(by=house.actor("Alice"), at=NOON, deal=deal.pk, task=asks).is_limiter
