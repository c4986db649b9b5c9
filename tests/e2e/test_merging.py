"""One who stands in the base twice: told while typing, merged after a look at what comes of it, and parted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens

NUMBER = "+380 44 557 00 77"


def _add(page: Page, name: str) -> None:
    page.get_by_role("link", name="New contact").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="Phone").fill(NUMBER)
    dialog.get_by_role("button", name="Add contact").click()


def test_two_with_one_number_are_merged_and_parted_again(as_: Opens) -> None:
    page = as_("seller", "/people/")
    _add(page, "Solomiia Twice")
    expect(page.get_by_role("heading", level=1)).to_have_text("Solomiia Twice")
    page.goto("/people/")
    _add(page, "Solomiia T.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Solomiia Twice is in the base already")
    dialog.get_by_role("checkbox", name="This is somebody else").check()
    dialog.get_by_role("button", name="Add contact").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Solomiia T.")
    page.get_by_role("link", name="One and the same? Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge Solomiia T. and Solomiia Twice")
    page.get_by_role("radio", name="Solomiia Twice").check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Solomiia Twice")
    expect(page.locator("#client-history")).to_contain_text("Merged with Solomiia Twice")
    page.get_by_role("link", name="Part them again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Part Solomiia Twice again")
    page.get_by_role("button", name="Part them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Solomiia T.")
    expect(page.get_by_role("link", name="Solomiia Twice")).to_be_visible()
