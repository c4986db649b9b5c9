"""What the database itself refuses, whatever code writes to it; also after later migrations of its tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import NOON, House, deal_of
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, StageVisit, Task

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def refused(write: Callable[[], Any]) -> bool:
    """Whether the database refuses the write at once or at the end of its transaction."""
    try:
        with transaction.atomic():
            write()
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


def erase(table: str, row: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row])  # noqa: S608 - a name from this file


def test_an_open_deal_keeps_its_next_step(house: House) -> None:
    deal = Deal.objects.filter(pk=deal_of(house, "Alice").pk)
    assert refused(lambda: deal.update(next_task=None))
    assert refused(lambda: deal.update(next_step_at=None))
    assert refused(lambda: deal.update(next_step_at=NOON + timedelta(days=40)))


def test_the_next_step_is_neither_closed_nor_deleted_nor_moved_under_the_deal(house: House) -> None:
    deal, other = deal_of(house, "Alice"), deal_of(house, "Bob")
    step = Task.objects.filter(pk=deal.next_task_id or 0)
    assert refused(lambda: step.update(state="done", closed_at=NOON))
    assert refused(lambda: step.update(deal_id=other.pk))
    assert refused(lambda: erase("voronka_task", deal.next_task_id))


def test_a_task_of_another_deal_is_no_next_step(house: House) -> None:
    deal, other = deal_of(house, "Alice"), deal_of(house, "Bob")
    theirs = Task.objects.get(pk=other.next_task_id or 0)
    mine = Deal.objects.filter(pk=deal.pk)
    assert refused(lambda: mine.update(next_task=theirs, next_step_at=theirs.due_at))


def test_a_closed_task_is_no_next_step(house: House) -> None:
    deal = deal_of(house, "Alice")
    extra = add_task(
        by=house.actor("Alice"),
        at=NOON,
        deal=deal.pk,
        task=NewTask(TaskKind.CALL, "Later", NOON + timedelta(days=9)),
    )
    Task.objects.filter(pk=extra.pk).update(state="done", closed_at=NOON)
    mine = Deal.objects.filter(pk=deal.pk)
    assert refused(lambda: mine.update(next_task=extra, next_step_at=extra.due_at))


def test_a_deal_can_not_be_opened_without_a_next_step(house: House) -> None:
    deal = deal_of(house, "Alice")
    mine = Deal.objects.filter(pk=deal.pk)
    mine.update(is_open=False, closed_at=NOON, next_task=None, next_step_at=None)
    assert refused(lambda: mine.update(is_open=True, closed_at=None))


def test_the_log_only_grows(house: House) -> None:
    deal_of(house, "Alice")
    assert refused(lambda: Event.objects.update(kind="deal_moved"))
    assert refused(lambda: erase("voronka_event", Event.objects.values_list("pk", flat=True).first()))


def test_a_deal_has_one_open_visit_and_none_ends_before_it_began(house: House) -> None:
    deal = deal_of(house, "Alice")
    visit = StageVisit.objects.get(deal=deal)
    twin = {"deal": deal, "stage": visit.stage, "team": visit.team, "since": NOON, "entered_at": NOON}
    assert refused(lambda: StageVisit.objects.create(**twin))
    mine = StageVisit.objects.filter(pk=visit.pk)
    assert refused(lambda: mine.update(left_at=NOON - timedelta(days=1), left_how="forward"))
    assert refused(lambda: mine.update(left_at=NOON))


def test_an_amount_is_never_negative(house: House) -> None:
    mine = Deal.objects.filter(pk=deal_of(house, "Alice").pk)
    assert refused(lambda: mine.update(amount=-1))
