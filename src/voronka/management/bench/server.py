"""A real `voronka serve` to measure, on the database in use."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from voronka.management.bench.cluster import free_port

_START_SECONDS, _STOP_SECONDS = 30, 15


class NotServing(Exception):
    """The server did not come up; the text says what it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, and the number of its process."""

    port: int
    process: int


@contextmanager
def serving() -> Iterator[Server]:
    """A server of our own environment, until the end of the block. What is due waits: it is measured by itself.

    Raises:
        NotServing
    """
    port = free_port()
    command = [sys.executable, "-m", "voronka", "serve", "--no-worker", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            _wait(running, port)
            yield Server(port, running.pid)
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                running.kill()


def _wait(running: "subprocess.Popen[str]", port: int) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while not _answers(port):
        if running.poll() is not None or time.monotonic() > give_up:
            running.kill()
            said = running.stdout.read() if running.stdout else ""
            raise NotServing(f"`voronka serve` did not come up. It said:\n{said}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/login/")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
