"""How many overdue tasks stand on the way to My day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import NOON, House, deal_of, make_house
from voronka.commands.assignments import assign_deal
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.domain.task import TaskKind
from voronka.queries.day import overdue_count
from voronka.queries.whose_day import MOST

LATER = NOON + timedelta(days=3)


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def test_only_own_overdue_tasks_of_deals_that_one_sees_are_counted(house: House) -> None:
    deal = deal_of(house, "Alice")
    assert overdue_count(house.actor("Alice"), NOON) == 0
    assert overdue_count(house.actor("Alice"), LATER) == 1
    assert overdue_count(house.actor("Bob"), LATER) == 0
    # The task stays hers, the deal is no longer: she may not see it.
    assign_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, owner=house.people["Bob"].pk)
    assert overdue_count(house.actor("Alice"), LATER) == 0


def test_beyond_a_hundred_nothing_is_counted(house: House) -> None:
    deal = deal_of(house, "Alice")
    for number in range(MOST + 5):
        task = NewTask(TaskKind.CALL, f"Call {number}", NOON + timedelta(minutes=number + 1))
        add_task(by=house.actor("Alice"), at=NOON, deal=deal.pk, task=task)
    assert overdue_count(house.actor("Alice"), LATER) == MOST
