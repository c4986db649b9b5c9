"""The server around pages and streams: stopping, slow senders, junk on the wire, compression, static files."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import brotli

from tests.live.conftest import Served
from tests.live.listener import Listener

if TYPE_CHECKING:
    from tests.live.conftest import World

# More than the server has worker threads.
MANY = 16


def get(port: int, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]
    connection.close()
    return response


def raw(port: int, sent: bytes) -> bytes:
    """The first line of what the server answers to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(sent)
        return connection.makefile("rb").readline().strip()


def test_it_stops_at_once_though_streams_are_open(world: World) -> None:
    sessions = [world.do("session", who="Alice") for _ in range(3)]
    server = Served(world.environment)
    with server as port:
        listeners = [Listener(port, session) for session in sessions]
        for listener in listeners:
            listener.hear_event("here")
        began = time.monotonic()
        server.process.terminate()
        server.process.wait(timeout=10)
        # Less than the server's patience with whoever does not go.
        assert time.monotonic() - began < 4
        assert all(listener.ends() for listener in listeners)
        for listener in listeners:
            listener.close()


def test_slow_senders_hold_up_nobody(world: World) -> None:
    head = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nx"
    with ExitStack() as stack:
        for _ in range(MANY):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", world.port), timeout=20))
            slow.sendall(head)
        began = time.monotonic()
        assert get(world.port, "/login/").status == 200
        assert time.monotonic() - began < 5


def test_half_a_body_is_never_taken_for_a_whole_one(world: World) -> None:
    with socket.create_connection(("127.0.0.1", world.port), timeout=20) as connection:
        connection.sendall(
            b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nemail=alice"
        )
        connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            assert connection.recv(100) == b""


def test_a_body_larger_than_anything_of_ours_is_refused(world: World) -> None:
    with socket.create_connection(("127.0.0.1", world.port), timeout=30) as connection:
        connection.sendall(b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000000\r\n\r\n")
        with suppress(OSError):
            for _ in range(90):
                connection.sendall(b"x" * 1_000_000)
        assert connection.recv(12) == b"HTTP/1.1 413"


def test_junk_on_the_wire_is_no_failure_of_the_server(world: World) -> None:
    head = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for sent in (
        b"GET /login/?next=\xff\xfe" + head + b"\r\n",
        b"GET /login/?next=%ff%fe" + head + b"\r\n",
        b"GET /live/?pipeline=\xff" + head + b"\r\n",
        b"GET /%ff%fe/" + head + b"\r\n",
        b"GET /login/" + head + b"Cookie: \xff=\xfe; voronka_session=\xff\r\n\r\n",
        b"GET /login/" + head + b"Accept-Encoding: \xff;q=\xfe, br;q=x\r\n\r\n",
        b"GET /login/" + head + b"X-Request-Id: " + b"a" * 5000 + b"\r\n\r\n",
        b"BREW /login/" + head + b"\r\n",
        b"POST /live/" + head + b"Content-Length: 0\r\n\r\n",
    ):
        status = raw(world.port, sent).split(b" ")[1]
        assert status[:1] in {b"2", b"3", b"4"}, (sent, status)


def test_pages_come_compressed_for_whoever_takes_it(world: World) -> None:
    plain = get(world.port, "/login/")
    assert plain.headers["Content-Encoding"] is None
    assert "Accept-Encoding" in plain.headers["Vary"]
    for accepted, coding, open_it in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ):
        coded = get(world.port, "/login/", {"Accept-Encoding": accepted})
        assert coded.headers["Content-Encoding"] == coding
        body = coded.body  # type: ignore[attr-defined]
        assert coded.headers["Content-Length"] == str(len(body))
        assert b"</html>" in open_it(body)


def test_every_page_tells_how_long_the_server_took(world: World) -> None:
    assert re.match(r"app;dur=\d+\.\d\d", get(world.port, "/login/").headers["Server-Timing"])


def test_built_files_may_be_kept_for_ever_and_come_compressed(world: World) -> None:
    page = get(world.port, "/login/").body.decode()  # type: ignore[attr-defined]
    found = re.search(r"/static/voronka/[\w.-]+\.css", page)
    assert found is not None
    style = get(world.port, found[0], {"Accept-Encoding": "br"})
    assert style.status == 200
    assert "immutable" in style.headers["Cache-Control"]
    assert style.headers["Content-Encoding"] == "br"
    assert style.headers["X-Content-Type-Options"] == "nosniff"
    assert get(world.port, "/static/voronka/nothing.css").status == 404
    assert get(world.port, "/static/../config/settings.py").status in {302, 404}
    assert get(world.port, "/static/%2e%2e/%2e%2e/config/settings.py").status == 404
