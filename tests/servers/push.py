"""A push service and a browser behind it: checks our signature as RFC 8292 asks, and opens the body as a browser would (RFC 8291)."""

from __future__ import annotations

import base64
import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import http_ece  # type: ignore[import-untyped]  # it brings no types
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.servers.loopback import Answered, Asked, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

# RFC 8292: no token is good for longer.
_DAY = 24 * 60 * 60


def text_of(raw: bytes) -> str:
    """As such bytes travel."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """What travelled."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class PushService:
    """One browser's address at a service. `public` is the key that it subscribed with: nobody else may push to it."""

    public: str = ""
    now: float = 0
    statuses: list[int] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    origin: str = ""
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def subscription(self) -> dict[str, str]:
        """What the browser tells the product."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": f"{self.origin}/to/1", "p256dh": text_of(point), "auth": text_of(self._secret)}

    def answer(self, asked: Asked) -> Answered:
        """As a push service does."""
        fault = self._fault(asked)
        if fault:
            self.faults.append(fault)
            return Answered(403, fault.encode())
        status = self.statuses.pop(0) if self.statuses else 201
        if status == 201:
            body = http_ece.decrypt(
                asked.body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
            )
            self.got.append(json.loads(body))
            self.headers.append(dict(asked.headers))
        return Answered(status, b"as told" if status >= 400 else b"")

    def _fault(self, asked: Asked) -> str:
        scheme, _, rest = asked.headers.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if scheme.lower() != "vapid" or not {"t", "k"} <= set(parts):
            return "no VAPID"
        if parts["k"].rstrip("=") != self.public:
            return "another key than the browser subscribed with"
        claims = _verified(parts["t"], parts["k"])
        if claims["aud"] != self.origin:
            return f"for {claims['aud']}"
        if not self.now < claims["exp"] <= self.now + _DAY or not claims["sub"].startswith("mailto:"):
            return f"claims {claims}"
        wanted = {"content-encoding": "aes128gcm", "content-type": "application/octet-stream"}
        if any(asked.headers.get(name) != value for name, value in wanted.items()):
            return "headers"
        return "" if asked.headers.get("ttl", "").isdigit() else "no TTL"


def _verified(token: str, key: str) -> dict[str, Any]:
    """The claims of a token that the key has signed (ES256). Raises InvalidSignature."""
    signed, _, signature = token.rpartition(".")
    head, _, claims = signed.partition(".")
    assert json.loads(bytes_of(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = bytes_of(signature)
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(key))
    public.verify(der, signed.encode(), ec.ECDSA(SHA256()))
    told: dict[str, Any] = json.loads(bytes_of(claims))
    return told


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that listens until the end of the block."""
    service = PushService()
    with listening(service.answer) as origin:
        service.origin = origin
        yield service
