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

PAGES = (
    ("seller", "/day/"), ("seller", "/board/1/"), ("seller", "/board/1/?late=1&sort=amount"), ("seller", "/list/1/"),
    ("seller", "/list/1/?status=won"), ("seller", "/people/"), ("seller", "/companies/"), ("seller", "/playbook/1/"),
    ("seller", "/profile/"), ("head", "/day/"), ("head", "/board/1/"), ("head", "/list/1/"), ("head", "/settings/"),
    ("head", "/playbook/1/gates/"), ("seller", "/playbook/1/gates/passes/"), ("head", "/playbook/1/versions/"),
    ("head", "/playbook/1/edit/"), ("head", "/settings/pipelines/1/"), ("head", "/settings/stages/2/"), ("head", "/settings/reasons/"),
    ("admin", "/settings/workspace/"),
    ("admin", "/settings/users/"), ("admin", "/settings/teams/"), ("admin", "/day/"),
)  # fmt: skip
_COLLECT = """() => [
  ...[...document.querySelectorAll("a[href]")].map(each => [each.getAttribute("href"), ""]),
  ...[...document.querySelectorAll("form[method=get]")].map(each => [each.getAttribute("action"), ""]),
  ...["data-dialog", "hx-get", "data-menu-url"].flatMap(name => [...document.querySelectorAll(`[${name}]`)]
    .map(each => [each.getAttribute(name), "part"])),
].filter(([address]) => address)"""
# One of a kind is enough: the links of twenty rows are the same view.
_NUMBER = re.compile(r"\d+")


@pytest.mark.parametrize(("role", "path"), PAGES, ids=lambda value: value)
def test_every_link_leads_somewhere(as_: Opens, role: str, path: str) -> None:
    page = as_(role, path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    broken = [told for address, part in addresses(page) if (told := trouble(page, address, part=part))]
    assert not broken


def addresses(page: Page) -> list[tuple[str, bool]]:
    """Addresses of our own on this page, one of each kind, and whether it is a part that scripts fetch."""
    kinds: dict[tuple[str, str], tuple[str, bool]] = {}
    for address, part in page.evaluate(_COLLECT):
        whole = urljoin(page.url, address)
        if urlsplit(whole).netloc == urlsplit(page.url).netloc and not address.startswith("#"):
            kinds.setdefault((_NUMBER.sub("0", whole), part), (whole, part == "part"))
    assert kinds
    return list(kinds.values())


def trouble(page: Page, address: str, *, part: bool) -> str:
    """What is wrong with the answer, if anything."""
    answer = page.request.get(address, headers={"HX-Request": "true"} if part else {})
    return "" if answer.ok else f"{answer.status} {address}"
