"""The one reader of the log for all streams of this process.

While any stream is open, one task waits for the database to change, reads what is new once, and gives
each stream what its person may see. Rights are read again when the set-up changes and every few seconds,
so a stream ends soon after its person has logged out or been shut out.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from django.db import close_old_connections
from django.utils import timezone

from voronka.commands.presence import seen
from voronka.domain.events import EventKind
from voronka.live.messages import REFETCH, REPLACED, RETRY, SIGNED_OUT, Wording, notices, position
from voronka.live.streams import Stream
from voronka.live.wakeups import wakeups
from voronka.queries.live import (
    LogEntry,
    Watcher,
    entries_after,
    followed_to,
    newest_entry,
    watcher_of,
    watchers_now,
)
from voronka.queries.notices import unread_of

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")

BATCH = 500
# More than this is not replayed: reading the state anew is cheaper for everybody.
MOST_REPLAYED = 1000
# Tabs of one person; a browser closes the streams of hidden tabs, so this is for several machines.
MOST_PER_PERSON = 12
HEARTBEAT = 15.0
CHECK = 4.0
# How often it is written down who has a page open.
PRESENCE = 60.0
# Between two looks at who has something new to read.
NOTICES = 0.4
_AFTER_FAILURE = 1.0


class Hub:
    """All open streams, and the tasks that serve them while there are any."""

    def __init__(self) -> None:
        # Two threads: one follows the log, one lets newcomers in.
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
        self._streams: dict[Stream, None] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._position = 0
        self._reading = asyncio.Lock()
        self._closed = False
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def streams(self) -> int:
        """How many are open."""
        return len(self._streams)

    async def identify(self, session_key: str) -> Watcher | None:
        """Whose session it is."""
        return await self._in_thread(lambda: watcher_of(session_key))

    async def join(self, stream: Stream, after: int | None) -> None:
        """Open a stream. `after`: the last entry that the page knows; what came since is sent first."""
        self._loop = asyncio.get_running_loop()
        async with self._reading:
            # No entry is read meanwhile, so what is replayed and what follows meet without a gap.
            if not self._streams:
                self._position = await self._in_thread(newest_entry)
            here = self._position
            self._make_room(stream)
            self._streams[stream] = None
        if self._closed:
            stream.end()
        if not self._tasks:
            self._start()
        missed = await self._missed(stream, after, here)
        stream.release(RETRY + missed + position(here))
        self._woken.set()

    def leave(self, stream: Stream) -> None:
        """Forget a stream; with the last one the reading stops."""
        self._streams.pop(stream, None)
        if not self._streams:
            self._stop()

    def close_soon(self) -> None:
        """As `close`, from a signal handler or another thread."""
        self._closed = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.close)

    def close(self) -> None:
        """End all streams, for good: the server stops. Browsers come back to the next one."""
        self._closed = True
        self._stop()
        for stream in list(self._streams):
            stream.end()

    def _make_room(self, stream: Stream) -> None:
        person = stream.watcher.actor.id
        own = [other for other in self._streams if other.watcher.actor.id == person]
        for oldest in own[: max(0, len(own) - MOST_PER_PERSON + 1)]:
            oldest.end(REPLACED)
            self._streams.pop(oldest, None)

    async def _missed(self, stream: Stream, after: int | None, here: int) -> bytes:
        if after is None or after >= here:
            return b""
        entries = await self._in_thread(lambda: entries_after(after, MOST_REPLAYED + 1))
        if len(entries) > MOST_REPLAYED:
            return REFETCH
        return b"".join(_for_stream(stream, [Wording(entry) for entry in entries if entry.id <= here]))

    # -- the tasks ---------------------------------------------------------------------------------

    def _start(self) -> None:
        jobs = (self._follow, self._keep_alive, self._check, self._tell_presence, self._tell_notices)
        self._tasks = [asyncio.create_task(_for_ever(job)) for job in jobs]

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        followed_to(None)

    async def _follow(self) -> None:
        async for _ in wakeups():
            self._woken.set()
            await self._read_on()

    async def _read_on(self) -> None:
        async with self._reading:
            while await self._read_batch() == BATCH:
                pass

    async def _read_batch(self) -> int:
        here = self._position
        entries = await self._in_thread(lambda: entries_after(here, BATCH))
        await self._deliver(entries)
        return len(entries)

    async def _deliver(self, entries: list[LogEntry]) -> None:
        """Give out entries in order. A change of the set-up may be one of rights: these come first."""
        batch: list[Wording] = []
        for entry in entries:
            if entry.kind is EventKind.SETUP_CHANGED:
                self._give(batch)
                batch = []
                await self._renew()
            batch.append(Wording(entry))
            self._position = entry.id
        self._give(batch)
        followed_to(self._position)

    def _give(self, batch: list[Wording]) -> None:
        if not batch:
            return
        for stream in self._streams:
            for message in _for_stream(stream, batch):
                stream.push(message)

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            message = position(self._position)
            for stream in self._streams:
                stream.push(message)

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(CHECK)
            await self._renew()

    async def _tell_presence(self) -> None:
        while True:
            people = {int(stream.watcher.actor.id) for stream in self._streams}
            await self._in_thread(lambda people=people: seen(people, at=timezone.now()))  # type: ignore[misc]  # bound now
            await asyncio.sleep(PRESENCE)

    async def _tell_notices(self) -> None:
        """Tell each stream what its person has to read, when that has changed: also by reading, in another tab."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            people = {stream.watcher.actor.id for stream in self._streams}
            told = await self._in_thread(partial(unread_of, people))
            for stream in self._streams:
                message = notices(*told.get(stream.watcher.actor.id, (0, 0)))
                if message != stream.notices:
                    stream.notices = message
                    stream.push(message)
            await asyncio.sleep(NOTICES)

    async def _renew(self) -> None:
        """Read everybody's rights again; end the streams of those who are out."""
        by_session: defaultdict[str, list[Stream]] = defaultdict(list)
        for stream in self._streams:
            by_session[stream.watcher.session].append(stream)
        watchers = [streams[0].watcher for streams in by_session.values()]
        now = await self._in_thread(lambda: watchers_now(watchers))
        for session, streams in by_session.items():
            for stream in streams:
                self._renew_one(stream, now.get(session))

    def _renew_one(self, stream: Stream, watcher: Watcher | None) -> None:
        if watcher is None:
            stream.end(SIGNED_OUT)
            self._streams.pop(stream, None)
            return
        if _rights(watcher) != _rights(stream.watcher):
            stream.push(REFETCH)
        stream.watcher = watcher

    async def _in_thread(self, read: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_fresh_connection, read)


def _with_fresh_connection(read: Callable[[], Result]) -> Result:
    """Outside of a request nobody else drops a connection that the database has closed."""
    close_old_connections()
    return read()


def _rights(watcher: Watcher) -> object:
    return replace(watcher.actor, name="")


def _for_stream(stream: Stream, batch: Iterable[Wording]) -> Iterable[bytes]:
    policy = stream.watcher.actor.policy
    for wording in batch:
        if stream.wants(wording.entry.pipeline):
            message = wording.for_watcher(policy)
            if message is not None:
                yield message


async def _for_ever(job: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a job that never ends, again after a failure: a broken database must not end live updates."""
    while True:
        try:
            await job()
        except Exception:  # noqa: BLE001 - logged with all it says
            _LOG.exception("Live updates failed and go on")
            await asyncio.sleep(_AFTER_FAILURE)
