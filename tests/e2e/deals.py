"""Deals to work on. Each journey has its own, so that the order of the journeys does not matter."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, StorageState

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class MadeDeal:
    """A deal with the address of its page, the phone it was made from, and its contact's name."""

    id: int
    title: str
    phone: str
    contact: str

    @property
    def path(self) -> str:
        """Its page."""
        return f"/deals/{self.id}/"


class Deals:
    """Makes them by the form of a new deal, without drawing it."""

    def __init__(self, browser: Browser, address: str, logged_in: dict[str, StorageState]) -> None:
        self._browser, self._address, self._logged_in = browser, address, logged_in
        self._windows: dict[str, BrowserContext] = {}

    def make(
        self, title: str, *, by: str = "seller", stage: str = "Qualify", step: str = "Call them"
    ) -> MadeDeal:
        """A deal of a client nobody knows yet, at the stage with this name; its step is due in some days."""
        number = next(_NUMBERS)
        # Numbers that the demo's clients do not have, in every worker the same: each has a base of its own.
        phone, contact = f"+38044556{number:04}", f"Client Number {number}"
        window = self._window(by)
        asked = window.request.get(f"{self._address}/deals/new/", headers={"HX-Request": "true"})
        form = html.fragment_fromstring(asked.text(), create_parent="div")
        fields: dict[str, str | float | bool] = {
            "client": phone, "contact_name": contact, "title": title, "step": step, "kind": "call",
            "stage": _choice(form, stage), "pipeline": _value(form, "pipeline"),
            "currency": _value(form, "currency"), "when": _value(form, "when"), "amount": "12000",
        }  # fmt: skip
        answer = window.request.post(
            f"{self._address}/deals/new/", form=fields, headers=_headers(window, self._address)
        )
        assert answer.status == 204, answer.text()
        told = json.loads(answer.headers["hx-trigger"])
        return MadeDeal(told["voronka:deal-changed"]["deal"], title, phone, contact)

    def close(self) -> None:
        """The windows of those who made them."""
        for window in self._windows.values():
            window.close()

    def _window(self, role: str) -> BrowserContext:
        if role not in self._windows:
            self._windows[role] = self._browser.new_context(storage_state=self._logged_in[role])
        return self._windows[role]


def _headers(window: BrowserContext, address: str) -> dict[str, str]:
    page = html.document_fromstring(window.request.get(f"{address}/profile/").text())
    (token,) = page.cssselect('meta[name="csrf-token"]')
    return {"HX-Request": "true", "X-CSRFToken": str(token.get("content"))}


def _choice(form: html.HtmlElement, stage: str) -> str:
    found = [
        option for option in form.cssselect("select[name=stage] option") if option.text_content() == stage
    ]
    assert found, f"no deal begins at {stage}"
    return str(found[0].get("value"))


def _value(form: html.HtmlElement, name: str) -> str:
    """What stands in a field, or which of its choices is chosen."""
    chosen = form.cssselect(
        f"input[name={name}][type=hidden], input[name={name}][checked], select[name={name}] option[selected]"
    )
    return str(chosen[0].get("value")) if chosen else ""
