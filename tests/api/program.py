"""A program with a token, and what it is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from voronka.api.caller import BUCKETS
from voronka.commands.api_tokens import make_token
from voronka.domain.api_tokens import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.factories import House


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def etag(self) -> str:
        """The object's tag."""
        return self.headers["ETag"]

    @property
    def kind(self) -> str:
        """Of a refusal: the end of its type."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.body["status"] == self.status
        kind: str = self.body["type"].rpartition("#problem-")[2]
        return kind


class Program:
    """Acts as one of the cast."""

    def __init__(
        self, house: House, name: str, scopes: Iterable[str] = tuple(Scope), language: str = "en"
    ) -> None:
        actor = house.actor(name)
        made = make_token(by=actor, at=timezone.now(), name="Test", scopes=scopes, days=30)
        self.secret, self.token = made.secret, made.token
        self._client = Client(raise_request_exception=True)
        self._headers = {"Authorization": f"Bearer {made.secret}", "Accept-Language": language}
        BUCKETS.forget()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        """Send JSON, or with a dictionary of files a form."""
        named = self._headers | {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/api/") else f"/api/v1/{path}"
        given: dict[str, Any] = (
            {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        )
        response = self._client.generic(method, address, headers=named, **given)
        content = b"".join(response) if response.streaming else response.content
        is_json = "json" in response.headers.get("Content-Type", "") and content
        return Said(response.status_code, response.json() if is_json else content, response.headers)

    def get(self, path: str, **headers: str) -> Said:
        """GET."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Said:
        """POST of JSON."""
        return self.ask("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Said:
        """PATCH."""
        return self.ask("PATCH", path, body, **headers)

    def send(self, path: str, form: Mapping[str, Any], **headers: str) -> Said:
        """POST of a form with files."""
        named = self._headers | {name.replace("_", "-"): value for name, value in headers.items()}
        response = self._client.post(f"/api/v1/{path}", form, headers=named)
        return Said(response.status_code, response.json(), response.headers)
