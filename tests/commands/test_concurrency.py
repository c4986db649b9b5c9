"""Several people at once, in threads with connections of their own, on committed rows."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tests.factories import NOON, House, deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from voronka.commands.assignments import take_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.commands.transaction import FairLock
from voronka.domain.errors import NotFound, Refused, StaleVersion
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, Task

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def house(committed: None) -> House:
    """Committed, for each thread has a connection of its own."""
    return make_house()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all works together; their results or refusals, in order."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def test_of_many_who_take_one_deal_exactly_one_gets_it(house: House) -> None:
    deal = unowned_deal(house).pk
    people = ["Alice", "Bob", "Dan", "Hana", "Ruth"]
    actors = {name: house.actor(name) for name in people}
    results = at_once(*(lambda name=name: take_deal(by=actors[name], at=NOON, deal=deal) for name in people))
    winners = [name for name, result in zip(people, results, strict=True) if isinstance(result, Event)]
    assert len(winners) == 1
    assert Deal.objects.get(pk=deal).owner == house.people[winners[0]]
    assert all(isinstance(r, Event | NotFound | StaleVersion) for r in results)
    assert_all_true()


def test_of_two_who_move_the_same_card_the_second_is_told(house: House) -> None:
    deal = deal_of(house, "Alice")
    alice, hana = house.actor("Alice"), house.actor("Hana")
    move = Move(to=house.stage("Propose"))
    results = at_once(
        lambda: move_deal(by=alice, at=NOON, deal=deal.pk, move=move, version=deal.version),
        lambda: move_deal(by=hana, at=NOON, deal=deal.pk, move=move, version=deal.version),
    )
    told = [result for result in results if isinstance(result, StaleVersion)]
    assert len(told) == 1
    assert told[0].by in {"Alice", "Hana"}
    assert_all_true()


def test_many_writers_lose_nothing_and_keep_every_count(house: House) -> None:
    sellers = ["Alice", "Bob", "Charlie", "Dan"]
    actors = {name: house.actor(name) for name in sellers}
    deals = {name: [deal_of(house, name).pk for _ in range(5)] for name in sellers}

    def work(name: str) -> int:
        for deal in deals[name]:
            add_task(by=actors[name], at=NOON, deal=deal, task=NewTask(TaskKind.CALL, "Call", NOON))
            move_deal(by=actors[name], at=NOON, deal=deal, move=Move(to=house.stage("Propose")))
        return len(deals[name])

    assert at_once(*(lambda name=name: work(name) for name in sellers)) == [5, 5, 5, 5]
    assert Task.objects.filter(state="open").count() == 40
    assert_all_true()


def test_the_log_s_ids_grow_in_the_order_of_commits(house: House) -> None:
    """A reader that follows the log by id, while four write, never sees an older id appear later."""
    actors = [house.actor(name) for name in ("Alice", "Bob", "Charlie", "Dan")]
    deals = [deal_of(house, name).pk for name in ("Alice", "Bob", "Charlie", "Dan")]
    done = threading.Event()
    seen: list[int] = []

    def write(number: int) -> None:
        for _ in range(12):
            task = NewTask(TaskKind.CALL, "Call", NOON)
            add_task(by=actors[number], at=NOON, deal=deals[number], task=task)

    def read() -> None:
        while not done.is_set():
            last = seen[-1] if seen else 0
            seen.extend(Event.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True))
            time.sleep(0.001)
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    at_once(*(lambda number=number: write(number) for number in range(4)))
    done.set()
    reader.join()
    seen.extend(Event.objects.filter(id__gt=seen[-1]).order_by("id").values_list("id", flat=True))
    assert seen == list(Event.objects.order_by("id").values_list("id", flat=True))


def test_a_fair_lock_is_given_in_the_order_it_was_asked_for() -> None:
    lock, order = FairLock(), list[int]()
    lock.acquire()

    def wait(number: int) -> None:
        lock.acquire()
        order.append(number)
        lock.release()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(lock._waiting) <= number:  # noqa: SLF001 - to know that the thread stands in line
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]
