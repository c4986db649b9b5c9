"""Many at once: writers through the command, readers of the board, and idle live streams."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from django.conf import settings
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from voronka.commands.bench_workspace.people import BenchWorkspace
from voronka.commands.bench_workspace.visitors import session_of, watchers
from voronka.management.bench.browser import Browser
from voronka.management.bench.fresh import FreshDeals
from voronka.management.bench.inside import move_next
from voronka.management.bench.machine import memory_of
from voronka.management.bench.sampling import percentile
from voronka.management.bench.server import Server

WRITERS = 8
READERS = 8
STREAMS = 500
# The server ends the oldest stream of a person who has more.
_STREAMS_OF_ONE = 10
BROADCASTS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: a rate, a share or a size. `goal` as (least, most), None where there is none."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )


def writers(supply: FreshDeals, moves: int) -> Iterable[Figure]:
    """So many moves by eight threads of one process, as the server has them."""
    taking = threading.Lock()
    waits: list[float] = []
    locked: list[str] = []
    left = iter(range(min(moves, len(supply))))

    def work() -> None:
        while True:
            with taking:
                if next(left, None) is None:
                    break
                # The deal is taken within the lock, moved outside of it.
                fresh = supply.next()
            began = perf_counter()
            try:
                move_next(fresh)
            except OperationalError as error:
                locked.append(str(error))
            waits.append((perf_counter() - began) * 1000)
        connection.close()

    took = _together([work] * WRITERS)
    least = 1000.0 if connection.vendor == "sqlite" else 400.0
    yield Figure(f"moves a second, {WRITERS} writers", len(waits) / took, "1/s", least=least)
    yield Figure("writers: p50 of a move", percentile(waits, 0.5), "ms")
    yield Figure("writers: longest wait", max(waits), "ms", most=250)
    yield Figure("writers: locked errors", len(locked), "", most=0)


def readers(made: BenchWorkspace, server: Server, requests: int) -> Iterable[Figure]:
    """Boards a second that one server process gives eight sellers."""
    path = reverse("board", args=[made.pipeline])
    browsers = [Browser(server.port, session_of(seller)) for seller in made.sellers[:READERS]]
    waits: list[float] = []

    def work(browser: Browser) -> Callable[[], None]:
        def read() -> None:
            waits.extend(browser.get(path).client_ms for _ in range(requests // READERS))

        return read

    took = _together([work(browser) for browser in browsers])
    yield Figure(f"boards a second, {READERS} readers", len(waits) / took, "1/s", least=250)
    yield Figure("readers: p95 until the page is here", percentile(waits, 0.95), "ms")


def _together(works: Sequence[Callable[[], None]]) -> float:
    """Run all at once; seconds until the last is done. What one raises is raised."""
    began = perf_counter()
    with ThreadPoolExecutor(len(works)) as threads:
        for done in [threads.submit(work) for work in works]:
            done.result()
    return perf_counter() - began


def streams(made: BenchWorkspace, server: Server, supply: FreshDeals) -> Iterable[Figure]:
    """Idle live streams: what one keeps in the server's memory, and how soon all of them hear of a move."""
    people = watchers(STREAMS // _STREAMS_OF_ONE, timezone.now())
    sessions = [session_of(person) for person in people for _ in range(_STREAMS_OF_ONE)]
    before = memory_of(server.process)
    opened = _Streams(server.port, made.pipeline, sessions)
    runner = threading.Thread(target=opened.run, daemon=True)
    runner.start()
    if not opened.ready.wait(120):
        opened.stop()
        yield Figure("live streams open", opened.count, "", least=STREAMS)
        return
    after = memory_of(server.process)
    yield Figure("live streams open", opened.count, "", least=STREAMS)
    if before is not None and after is not None:
        yield Figure("memory of an idle stream", (after - before) / STREAMS / 1024, "KB", most=20)
    late = [
        took
        for _ in range(min(BROADCASTS, len(supply)))
        for took in opened.hear(lambda: move_next(supply.next()))
    ]
    opened.stop()
    runner.join(10)
    yield Figure("broadcasts heard", len(late) / (STREAMS * BROADCASTS), "of 1", least=1)
    if late:
        yield Figure("broadcast p50", percentile(late, 0.5), "ms")
        yield Figure("broadcast p95", percentile(late, 0.95), "ms", most=100)


class _Streams:
    """Open streams in an event loop of their own thread."""

    def __init__(self, port: int, pipeline: int, sessions: Sequence[str]) -> None:
        self.ready = threading.Event()
        self.count = 0
        self._port, self._pipeline, self._sessions = port, pipeline, sessions
        self._heard: list[float] = []
        self._all_heard = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()

    def run(self) -> None:
        """Serve the thread until `stop`."""
        self._loop.run_until_complete(self._run())

    def stop(self) -> None:
        """Close all."""
        self._loop.call_soon_threadsafe(self._over.set)

    def hear(self, act: Callable[[], object]) -> list[float]:
        """Milliseconds from the end of `act` until each stream has heard of it."""
        self._heard = []
        self._all_heard.clear()
        act()
        done = perf_counter()
        self._all_heard.wait(5)
        return [max(0.0, (at - done) * 1000) for at in self._heard]

    async def _run(self) -> None:
        listening = []
        for at in range(0, len(self._sessions), 25):
            # A few at a time, as people come.
            batch = [asyncio.create_task(self._open(session)) for session in self._sessions[at : at + 25]]
            listening += [asyncio.create_task(self._listen(await opened)) for opened in batch]
        self.count = len(listening)
        self.ready.set()
        await self._over.wait()
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    async def _open(self, session: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(
            f"GET /live/?pipeline={self._pipeline} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: {settings.SESSION_COOKIE_NAME}={session}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode("latin-1"))
        # The first message tells where the log stands: from here on the stream is open.
        await reader.readuntil(b"event: here")
        return reader, writer

    async def _listen(self, opened: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        reader, writer = opened
        try:
            while line := await reader.readline():
                if line.startswith(b"event: deal"):
                    self._hear()
        finally:
            writer.close()

    def _hear(self) -> None:
        self._heard.append(perf_counter())
        if len(self._heard) >= len(self._sessions):
            self._all_heard.set()
