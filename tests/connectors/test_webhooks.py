"""A webhook is signed so that a receiver can prove it, goes to public addresses only, and tells when to try again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON
from voronka.connectors.webhooks import tell
from voronka.domain.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "whsec_" + base64.b64encode(b"a key of twenty-four byt").decode()


@contextmanager
def receiver(status: int = 200) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A server on this machine that keeps what it hears."""
    heard: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/deals", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(url: str) -> None:
    tell(url, {"deal": "Кофе"}, id="robot-4-0", secret=SECRET, at=NOON, may_reach=lambda _: True)


def test_the_receiver_can_prove_who_sent_it() -> None:
    with receiver() as (url, heard):
        send(url)
    ((headers, body),) = heard
    signed = f"robot-4-0.{int(NOON.timestamp())}.".encode() + body
    proof = hmac.new(b"a key of twenty-four byt", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(proof).decode()
    assert headers["webhook-id"] == "robot-4-0"
    assert headers["host"].startswith("localhost:")
    assert json.loads(body) == {"deal": "Кофе"}


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(500, False), (503, False), (429, False), (408, False), (404, True), (410, True), (302, True)],
)
def test_what_it_answers_says_whether_to_try_again(status: int, *, permanent: bool) -> None:
    with receiver(status) as (url, heard), pytest.raises(OutsideError) as refused:
        send(url)
    assert refused.value.permanent is permanent
    assert str(status) in str(refused.value)
    assert len(heard) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.4/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://[::1]/", "http://[fd00::1]/", "http://0.0.0.0/", "ftp://example.com/", "nonsense", "http://",
    ],
)  # fmt: skip
def test_only_addresses_on_the_public_internet_are_told(url: str) -> None:
    with pytest.raises(OutsideError) as refused:
        tell(url, {}, id="x", secret=SECRET, at=NOON)
    assert refused.value.permanent


def test_nobody_there_is_a_reason_to_try_again() -> None:
    with receiver() as (url, _):
        pass
    with pytest.raises(OutsideError) as refused:
        send(url)
    assert not refused.value.permanent
