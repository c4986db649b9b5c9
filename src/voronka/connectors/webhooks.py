"""Telling an address on the web something as JSON, signed by Standard Webhooks (standardwebhooks.com, v1).

The address is one that somebody has written down, so it may lead anywhere: what is not on the public internet is
refused, and the connection goes to the very address that was looked at, whatever the name resolves to a moment later.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from django.conf import settings

from voronka.domain.errors import OutsideError
from voronka.domain.web_address import Address, is_reachable

_TIMEOUT = 10.0
# Whoever answers a byte now and then keeps within every time-out; then the connection is cut off.
_LONGEST = 15.0
_PREFIX = "whsec_"
# They ask for another attempt; every other 4xx says that none will help.
_LATER = frozenset({408, 425, 429})
_GONE = range(400, 500)
# Of an answer no more is read than this.
_HEAD = 2048


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver answered, and how its body begins."""

    status: int
    head: str


def may_reach(address: Address) -> bool:
    """Whether this installation calls it."""
    return is_reachable(address, settings.WEBHOOK_NETWORKS)


def tell(
    url: str,
    body: Mapping[str, Any],
    *,
    id: str,
    secret: str,
    at: datetime,
    may_reach: Callable[[Address], bool] = may_reach,
) -> None:
    """POST the body. `id` is the same at every attempt, by which the receiver knows what it has.

    Raises:
        OutsideError
    """
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    answer = post(url, content, id=id, secrets=[secret], at=at, may_reach=may_reach)
    _judge(answer.status, _target(url).host)


def post(
    url: str,
    content: bytes,
    *,
    id: str,
    secrets: Sequence[str],
    at: datetime,
    may_reach: Callable[[Address], bool] = may_reach,
) -> Answer:
    """POST JSON as it is, signed with each of the secrets, and take whatever answer comes.

    Raises:
        OutsideError: there was none.
    """
    target = _target(url)
    found = _address(target.host, target.port or (443 if target.scheme == "https" else 80), may_reach)
    headers = {
        "Host": target.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "Voronka",
        **signed(content, id=id, secrets=secrets, at=at),
    }
    return _post(target.copy_with(host=str(found)), content, headers, target.host)


def signed(content: bytes, *, id: str, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """The three headers by which the receiver proves that it was us. Secrets: whsec_ and base64; the first is the newest."""
    stamp = str(int(at.timestamp()))
    proofs = [_proof(secret, f"{id}.{stamp}.".encode() + content) for secret in secrets]
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": " ".join(proofs)}


def _proof(secret: str, text: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def _target(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise OutsideError(f"“{url}” is no address.", permanent=True) from error
    if target.scheme not in {"https", "http"} or not target.host:
        raise OutsideError(f"“{url}” is no address on the web.", permanent=True)
    return target


def _address(host: str, port: int, may_reach: Callable[[Address], bool]) -> Address:
    """Where the name leads; every address that it has must be allowed."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise OutsideError(f"“{host}” can't be found: {why}.", permanent=False) from error
    found = [ipaddress.ip_address(row[4][0]) for row in rows]
    if not all(may_reach(address) for address in found):
        raise OutsideError(f"“{host}” is no address on the public internet.", permanent=True)
    return found[0]


def _post(url: httpx.URL, content: bytes, headers: Mapping[str, str], name: str) -> Answer:
    # No proxy and no redirect: either would lead elsewhere than where was looked.
    with (
        _cut_off() as watch,
        httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client,
    ):
        extensions = {"sni_hostname": name, "trace": watch}
        try:
            with client.stream(
                "POST", url, content=content, headers=headers, extensions=extensions
            ) as answer:
                return Answer(answer.status_code, _head(answer))
        except httpx.HTTPError as error:
            raise OutsideError(f"“{name}” did not answer: {error}.", permanent=False) from error


def _head(answer: httpx.Response) -> str:
    read = b""
    # A body that breaks off, or of which nobody knows the end: the status is the answer.
    with suppress(httpx.HTTPError):
        for piece in answer.iter_raw():
            read += piece
            if len(read) >= _HEAD:
                break
    return read[:_HEAD].decode(errors="replace").replace("\x00", "")


@contextmanager
def _cut_off() -> Iterator[Callable[[str, Mapping[str, Any]], None]]:
    """Shut the connection after the longest time. Gives what httpx is to tell of its steps."""
    connections: list[Any] = []

    def watch(step: str, told: Mapping[str, Any]) -> None:
        if step in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            connections.append(told["return_value"])

    def cut() -> None:
        for connection in connections:
            with suppress(OSError):
                connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_LONGEST, cut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()


def _judge(status: int, name: str) -> None:
    if not 200 <= status < 300:
        permanent = 300 <= status < 400 or (status in _GONE and status not in _LATER)
        raise OutsideError(f"“{name}” answered {status}.", permanent=permanent)
