"""Browser push without anybody in between: encrypted for the browser (RFC 8291), signed by us (RFC 8292), posted (RFC 8030)."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece  # type: ignore[import-untyped]  # it brings no types
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02  # type: ignore[import-untyped]  # it brings no types

from voronka.domain.errors import OutsideError
from voronka.domain.outside import Browser

PATIENCE = 15.0
# Of no use to anybody after that.
TTL = timedelta(hours=12)
_GONE = {404, 410}
_TOO_MANY = 429
_SIGNED_FOR = timedelta(hours=6)


class Gone(Exception):
    """Nobody is behind this address any more: the browser has unsubscribed."""


def push(
    browser: Browser, told: Mapping[str, str], *, key: str, contact: str, topic: str, at: datetime
) -> None:
    """Push a message to a browser. `key`: our private key (PEM), `contact`: whom the service may write to.

    `topic`: at most 32 letters and digits; a service that holds two of the same topic delivers the later one only.

    Raises:
        Gone
        OutsideError
    """
    headers = {
        **_signed(browser.endpoint, key, contact, at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(TTL.total_seconds())),
        "Topic": topic[:32],
        "Urgency": "normal",
    }
    host = urlsplit(browser.endpoint).hostname or ""
    try:
        answer = httpx.post(
            browser.endpoint,
            content=_encrypted(browser, told),
            headers=headers,
            timeout=PATIENCE,
            follow_redirects=False,
        )
    except httpx.HTTPError as failure:
        raise OutsideError(f"{host} can’t be reached: {failure}", permanent=False) from failure
    if answer.status_code in _GONE:
        raise Gone
    if not answer.is_success:
        later = answer.status_code == _TOO_MANY or answer.is_server_error
        raise OutsideError(f"{host} answered: {answer.status_code} {answer.text[:200]}", permanent=not later)


def _signed(endpoint: str, key: str, contact: str, at: datetime) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + _SIGNED_FOR).timestamp()),
        "sub": f"mailto:{contact}",
    }
    signed: dict[str, str] = Vapid02.from_pem(key.encode()).sign(claims)
    return signed


def _encrypted(browser: Browser, told: Mapping[str, str]) -> bytes:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    sealed: bytes = http_ece.encrypt(
        body,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_decoded(browser.p256dh),
        auth_secret=_decoded(browser.auth),
        version="aes128gcm",
    )
    return sealed


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
