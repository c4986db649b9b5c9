"""Whether the board is slower while what is due is worked off: by turns alone, and beside it.

A minute of due work takes a fraction of a second, so in life nearly every board is served beside none. Here the
minutes follow each other without a pause while the boards are read, which is the worst that a reader can meet. The
work runs in a thread of this process, the boards come from the server's; the time is the one that the server tells.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.urls import reverse

from voronka.commands.bench_workspace.people import BenchWorkspace
from voronka.commands.bench_workspace.visitors import session_of
from voronka.management.bench.browser import Browser
from voronka.management.bench.crowd import Figure
from voronka.management.bench.pages import BOARD_GOAL
from voronka.management.bench.sampling import percentile
from voronka.management.bench.server import Server
from voronka.management.bench.sweep import DueMinutes

TURNS = 10
BOARDS = 20
_WARM_UP = 20


def board_beside_due(made: BenchWorkspace, server: Server, minutes: DueMinutes) -> Iterable[Figure]:
    """The head's board alone and beside due work; how many minutes of it were worked off meanwhile."""
    browser, path = Browser(server.port, session_of(made.head)), reverse("board", args=[made.pipeline])

    def boards(count: int) -> list[float]:
        return [browser.get(path).server.clock for _ in range(count)]

    boards(_WARM_UP)
    alone: list[float] = []
    beside: list[float] = []
    began = minutes.now
    for _ in range(TURNS):
        alone += boards(BOARDS)
        with _working(minutes):
            beside += boards(BOARDS)
    goal = BOARD_GOAL[connection.vendor]
    yield Figure("board alone, p50", percentile(alone, 0.5), "ms", most=goal)
    yield Figure("board alone, p95", percentile(alone, 0.95), "ms")
    yield Figure("board beside due work, p50", percentile(beside, 0.5), "ms", most=goal)
    yield Figure("board beside due work, p95", percentile(beside, 0.95), "ms")
    yield Figure("minutes of due work meanwhile", (minutes.now - began).total_seconds() / 60, "", least=TURNS)


@contextmanager
def _working(minutes: DueMinutes) -> Iterator[None]:
    """Minute after minute in a thread, until the end of the block; what it raises is raised there."""
    enough = threading.Event()
    failed: list[Exception] = []

    def work() -> None:
        try:
            while not enough.is_set():
                minutes.work()
        except Exception as error:  # noqa: BLE001 - told by the thread that waits
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
    if failed:
        raise failed[0]
