"""A person at the browser: asks for pages as htmx does, and reads the answers as parsed HTML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.factories import House


@dataclass(frozen=True)
class Answer:
    """A response with its events and its parsed body."""

    status: int
    text: str
    events: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def body(self) -> html.HtmlElement:
        """The fragment, wrapped in one element."""
        return html.fragment_fromstring(self.text or "<p></p>", create_parent="div")

    @property
    def words(self) -> str:
        """What a person reads, in one line."""
        return " ".join(" ".join(self.body.itertext()).split())

    def all(self, selector: str) -> list[html.HtmlElement]:
        """Every element that the CSS selector finds."""
        found: list[html.HtmlElement] = self.body.cssselect(selector)
        return found

    def one(self, selector: str) -> html.HtmlElement:
        """The only element that the selector finds."""
        (found,) = self.all(selector)
        return found

    def value(self, name: str) -> str:
        """What stands in a field, or which of its choices is chosen."""
        for field in self.all(f'[name="{name}"]'):
            if field.get("type") == "radio":
                if field.get("checked") is not None:
                    return field.get("value") or ""
            elif field.tag == "textarea":
                return (field.text or "").strip()
            elif field.tag == "select":
                chosen = field.cssselect("option[selected]")
                return chosen[0].get("value") or "" if chosen else ""
            else:
                return field.get("value") or ""
        return ""

    @property
    def toast(self) -> Mapping[str, Any]:
        """The message, empty when there is none."""
        toast: Mapping[str, Any] = self.events.get("voronka:toast", {})
        return toast

    @property
    def change(self) -> Mapping[str, Any]:
        """The news of a changed deal, empty when there is none."""
        change: Mapping[str, Any] = self.events.get("voronka:deal-changed", {})
        return change


class Visitor:
    """One of the cast, logged in."""

    def __init__(self, house: House, name: str) -> None:
        self.client = Client(headers={"HX-Request": "true"}, raise_request_exception=True)
        self.client.force_login(house.people[name])

    def get(self, page: str, *args: Any, query: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Fetch a fragment by the page's name."""
        return _answer(self.client.get(reverse(page, args=args), data=query or {}, headers=headers))

    def post(self, page: str, *args: Any, data: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Send a form to the page of this name."""
        return _answer(self.client.post(reverse(page, args=args), data=data or {}, headers=headers))

    def follow(self, url: str, data: Mapping[str, Any] | None = None) -> Answer:
        """Post to an address that the server gave, as Undo does."""
        return _answer(self.client.post(url, data=data or {}))

    def open(self, url: str) -> Answer:
        """Fetch an address that a page gave, as a link does."""
        return _answer(self.client.get(url))

    def outside(self, page: str, *args: Any) -> Answer:
        """Open an address without htmx."""
        return _answer(self.client.get(reverse(page, args=args), headers={"HX-Request": ""}))


def _answer(response: Any) -> Answer:
    told = response.headers.get("HX-Trigger")
    text = response.content.decode() if "text/html" in response.headers.get("Content-Type", "") else ""
    return Answer(response.status_code, text, json.loads(told) if told else {}, dict(response.headers))
