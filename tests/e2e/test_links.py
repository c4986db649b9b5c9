"""Nothing on a page leads nowhere: every kind of link, dialog, menu and part of it is there for who sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens

PAGES = {
    "seller": (
        "/day/", "/board/1/", "/board/1/?late=1&sort=amount", "/list/1/", "/list/1/?status=won", "/people/", "/companies/",
        "/playbook/1/", "/profile/", "/playbook/1/gates/passes/",
    ),
    "head": (
        "/day/", "/board/1/", "/list/1/", "/settings/", "/playbook/1/gates/", "/playbook/1/versions/", "/playbook/1/edit/",
        "/settings/pipelines/1/", "/settings/stages/2/", "/settings/reasons/",
    ),
    "admin": ("/settings/workspace/", "/settings/users/", "/settings/teams/", "/day/"),
}  # fmt: skip
_COLLECT = """() => [
  ...[...document.querySelectorAll("a[href]")].map(each => [each.getAttribute("href"), ""]),
  ...[...document.querySelectorAll("form[method=get]")].map(each => [each.getAttribute("action"), ""]),
  ...["data-dialog", "hx-get", "data-menu-url"].flatMap(name => [...document.querySelectorAll(`[${name}]`)]
    .map(each => [each.getAttribute(name), "part"])),
].filter(([address]) => address)"""
# One of a kind is enough: the links of twenty rows are the same view.
_NUMBER = re.compile(r"\d+")


@pytest.mark.parametrize("role", PAGES)
def test_every_link_leads_somewhere(as_: Opens, role: str) -> None:
    page = as_(role, "/profile/")
    looked_at: set[tuple[str, str]] = set()
    for path in PAGES[role]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        broken = [
            told for address, part in new_ones(page, looked_at) if (told := trouble(page, address, part=part))
        ]
        assert not broken, path


def new_ones(page: Page, looked_at: set[tuple[str, str]]) -> list[tuple[str, bool]]:
    """Addresses of our own on this page, one of each kind that no page before had, and whether it is a part that
    scripts fetch.
    """
    found: list[tuple[str, bool]] = []
    for address, part in page.evaluate(_COLLECT):
        whole = urljoin(page.url, address)
        kind = (_NUMBER.sub("0", whole), part)
        if (
            urlsplit(whole).netloc != urlsplit(page.url).netloc
            or address.startswith("#")
            or kind in looked_at
        ):
            continue
        looked_at.add(kind)
        found.append((whole, part == "part"))
    assert looked_at
    return found


def trouble(page: Page, address: str, *, part: bool) -> str:
    """What is wrong with the answer, if anything."""
    answer = page.request.get(address, headers={"HX-Request": "true"} if part else {})
    return "" if answer.ok else f"{answer.status} {address}"
