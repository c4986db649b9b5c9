"""Telegram's bot API as far as the product speaks it: the real paths, the real answers, its refusals too."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.loopback import Answered, Asked, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "77:AA-secret_bot"


@dataclass
class Telegram:
    """`refusals` are given to what is sent, one after the other: (status, what it says besides)."""

    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def write(self, text: str, *, chat: int = 900, kind: str = "private") -> None:
        """Somebody writes to the bot."""
        who = {"id": chat, "is_bot": False, "first_name": "Alice", "username": "alice_sells"}
        message = {"message_id": 1, "from": who, "chat": {"id": chat, "type": kind}, "date": 1, "text": text}
        self.updates.append({"update_id": 500 + len(self.updates), "message": message})

    def answer(self, asked: Asked) -> Answered:
        """One call."""
        start, _, method = asked.path.rpartition("/")
        if start != f"/bot{TOKEN}":
            return _refused(401, {"description": "Unauthorized"})
        if asked.headers.get("content-type") != "application/json":
            return _refused(400, {"description": "Bad Request: can't parse"})
        told = json.loads(asked.body or b"{}")
        match method:
            case "getMe":
                return _result({"id": 77, "is_bot": True, "first_name": "Stuzha", "username": "stuzha_bot"})
            case "getUpdates":
                return _result([each for each in self.updates if each["update_id"] >= told["offset"]])
            case "sendMessage":
                return self._take(told)
            case _:
                return _refused(404, {"description": "Not Found"})

    def _take(self, told: dict[str, Any]) -> Answered:
        if self.refusals:
            return _refused(*self.refusals.pop(0))
        if not isinstance(told["chat_id"], int) or not 0 < len(told["text"]) <= 4096:
            return _refused(400, {"description": "Bad Request: message text is empty"})
        self.sent.append(told)
        return _result({"message_id": len(self.sent)})


def _result(result: Any) -> Answered:
    return Answered(200, json.dumps({"ok": True, "result": result}).encode(), "application/json")


def _refused(status: int, told: dict[str, Any]) -> Answered:
    body = {"ok": False, "error_code": status, **told}
    return Answered(status, json.dumps(body).encode(), "application/json")


@contextmanager
def telegram() -> Iterator[Telegram]:
    """One that listens until the end of the block."""
    service = Telegram()
    with listening(service.answer) as address:
        service.address = address
        yield service
