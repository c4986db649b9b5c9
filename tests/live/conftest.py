"""A server with a database of its own, and another process that writes beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.live.listener import Listener
from tests.servers.postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class World:
    """The server's port, and the writing process."""

    port: int
    environment: dict[str, str]
    writer: subprocess.Popen[str]
    open: list[Listener] = field(default_factory=list)

    def do(self, action: str, **given: Any) -> Any:
        """Have the other process do something; what it returns."""
        assert self.writer.stdin is not None
        assert self.writer.stdout is not None
        self.writer.stdin.write(json.dumps({"do": action, **given}) + "\n")
        self.writer.stdin.flush()
        answer = self.writer.stdout.readline()
        assert answer, f"the writing process died doing {action}"
        return json.loads(answer)

    def listen(self, who: str, query: str = "", headers: dict[str, str] | None = None) -> Listener:
        """A tab of this person, connected: it has heard where the log stands."""
        return self.listen_as(self.do("session", who=who), query, headers)

    def listen_as(self, session: str, query: str = "", headers: dict[str, str] | None = None) -> Listener:
        """A tab with this session."""
        listener = Listener(self.port, session, query, headers)
        self.open.append(listener)
        assert listener.response.status == 200
        listener.wait_until_joined()
        return listener


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What a server of our own runs with: a folder, and on PostgreSQL a database in the run's cluster."""
    folder = tmp_path_factory.mktemp("live")
    own = {k: v for k, v in os.environ.items() if not k.startswith("VORONKA_")}
    own |= {"VORONKA_DATA": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    cluster = own.pop("DATABASE_URL", None)
    if cluster is None:
        yield own
        return
    # The run's own database may not be there yet; this one always is.
    base, name = cluster.rpartition("/")[0], f"live_{os.getpid()}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield own | {"DATABASE_URL": f"{base}/{name}"}
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def session_world(environment: dict[str, str]) -> Iterator[World]:
    """One server for all tests here; each makes deals of its own."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.live.actor_process"],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert json.loads(writer.stdout.readline()) == "ready"
    with Served(environment) as port:
        yield World(port, environment, writer)
    assert writer.stdin is not None
    writer.stdin.close()
    writer.wait(timeout=10)
    writer.stdout.close()


class Served:
    """A server process as a context; gives its port."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voronka", "serve", "--port", str(self.port)],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def __enter__(self) -> int:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/live/", timeout=5)
            except urllib.error.HTTPError:
                return self.port
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def world(session_world: World) -> Iterator[World]:
    """The server, with no stream open before or after."""
    yield session_world
    for listener in session_world.open:
        listener.close()
    session_world.open.clear()
