"""DaData's suggestions of companies as far as the product speaks them: its paths, its answers, its refusals."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.loopback import Answered, Asked, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "dadata-token"
UTRO: dict[str, Any] = {
    "value": "ООО «КАФЕ УТРО»",
    "unrestricted_value": "ООО «КАФЕ УТРО»",
    "data": {
        "inn": "7707083893",
        "kpp": "773601001",
        "ogrn": "1022200525819",
        "name": {"full_with_opf": "ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ «КАФЕ УТРО»"},
        "address": {"unrestricted_value": "443001, г Самара, ул Лесная, д 1", "data": {"city": "Самара"}},
        "management": {"name": "Гусев Павел", "post": "ДИРЕКТОР"},
        "state": {"status": "ACTIVE"},
    },
}
# A person in business, of whom little is known, and one number is wrong.
VECHER: dict[str, Any] = {
    "value": "ИП Вечеров",
    "data": {"inn": "500100732258", "kpp": None, "address": None, "state": {"status": "LIQUIDATED"}},
}


@dataclass
class DaData:
    """`status` other than 200 is answered to all; `body` instead of suggestions; `waits` before answering, in seconds."""

    status: int = 200
    body: bytes | None = None
    waits: float = 0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    address: str = ""

    def answer(self, asked: Asked) -> Answered:
        """One call."""
        if asked.headers.get("authorization") != f"Token {TOKEN}":
            return Answered(401)
        told = json.loads(asked.body)
        self.asked.append((asked.path, told))
        time.sleep(self.waits)
        if self.status != 200 or self.body is not None:
            return Answered(self.status, self.body or b"{}", "application/json")
        found = [UTRO] if asked.path == "/findById/party" else [UTRO, VECHER]
        return Answered(200, json.dumps({"suggestions": found}).encode(), "application/json")


@contextmanager
def dadata() -> Iterator[DaData]:
    """One that listens until the end of the block."""
    service = DaData()
    with listening(service.answer) as address:
        service.address = address
        yield service
