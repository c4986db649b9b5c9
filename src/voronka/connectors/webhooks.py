"""Telling an address on the web something as JSON, signed by Standard Webhooks (standardwebhooks.com, v1).

The address is one that a head of sales has written down, so it may lead anywhere: what is not on the public internet
is refused, and the connection goes to the very address that was looked at, whatever the name resolves to a moment later.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import httpx

from voronka.domain.errors import OutsideError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TIMEOUT = 10.0
_PREFIX = "whsec_"
# They ask for another attempt; every other 4xx says that none will help.
_LATER = frozenset({408, 425, 429})
_GONE = range(400, 500)


def is_public(address: Address) -> bool:
    """Whether it is on the public internet."""
    return address.is_global and not address.is_multicast


def tell(
    url: str,
    body: Mapping[str, Any],
    *,
    id: str,
    secret: str,
    at: datetime,
    may_reach: Callable[[Address], bool] = is_public,
) -> None:
    """POST the body. `id` is the same at every attempt, by which the receiver knows what it has.

    Raises:
        OutsideError
    """
    target = _target(url)
    found = _address(target.host, target.port or (443 if target.scheme == "https" else 80), may_reach)
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Host": target.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "User-Agent": "Voronka",
        **signed(content, id=id, secret=secret, at=at),
    }
    answer = _post(target.copy_with(host=str(found)), content, headers, target.host)
    _judge(answer.status_code, target.host)


def signed(content: bytes, *, id: str, secret: str, at: datetime) -> dict[str, str]:
    """The three headers by which the receiver proves that it was us. `secret`: whsec_ and base64."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    proof = hmac.new(key, f"{id}.{stamp}.".encode() + content, hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(proof).decode()
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature}


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
    except OSError as error:
        raise OutsideError(f"“{host}” can't be found: {error.strerror or error}.", permanent=False) from error
    found = [ipaddress.ip_address(row[4][0]) for row in rows]
    if not all(may_reach(address) for address in found):
        raise OutsideError(f"“{host}” is no address on the public internet.", permanent=True)
    return found[0]


def _post(url: httpx.URL, content: bytes, headers: Mapping[str, str], name: str) -> httpx.Response:
    # No proxy and no redirect: either would lead elsewhere than where was looked.
    with httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client:
        try:
            return client.post(url, content=content, headers=headers, extensions={"sni_hostname": name})
        except httpx.HTTPError as error:
            raise OutsideError(f"“{name}” did not answer: {error}.", permanent=False) from error


def _judge(status: int, name: str) -> None:
    if not 200 <= status < 300:
        permanent = 300 <= status < 400 or (status in _GONE and status not in _LATER)
        raise OutsideError(f"“{name}” answered {status}.", permanent=permanent)
