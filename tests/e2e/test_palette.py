"""Finding and doing by the keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_a_deal_is_found_by_the_digits_of_its_phone(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Found by its phone")
    page = Shell(as_("seller", "/day/"))
    page.press("/")
    digits = deal.phone.removeprefix("+38")
    page.find(f"{digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}")
    # At once, as a quick typist does: Enter waits for what is looked for.
    page.press("Enter")
    expect(DealPage(page.page).title).to_contain_text(deal.title)


def test_a_deal_is_found_by_part_of_its_name_typed_on_the_wrong_layout(as_: Opens) -> None:
    page = Shell(as_("seller", "/day/"))
    page.press("Control+k")
    # "flower" on a Russian keyboard.
    expect(page.find("адщцук").filter(has_text="Flower warehouse")).to_be_visible()


def test_the_palette_opens_a_dialog_and_goes_to_pages(as_: Opens) -> None:
    page = Shell(as_("seller", "/day/"))
    page.press("Control+k")
    expect(page.find("> new deal")).to_have_count(1)
    page.press("Enter")
    page.expect_dialog("New deal")
    page.press("Escape")
    page.expect_no_dialog()
    page.press("g", "p")
    expect(page.page).to_have_url(re.compile(r"/people/$"))


def test_escape_closes_the_palette_at_once(as_: Opens) -> None:
    page = Shell(as_("seller", "/day/"))
    page.press("Control+k")
    page.find("flower")
    page.press("Escape")
    expect(page.page.locator("#palette[open]")).to_have_count(0)


def test_letters_do_nothing_for_who_switched_them_off(as_: Opens) -> None:
    page = Shell(as_("seller2", "/profile/"))
    _switch_shortcuts(page, "uncheck")
    try:
        page.open("/day/")
        page.press("n")
        page.press("Control+k")
        expect(page.palette).to_be_visible()
        page.expect_no_dialog()
    finally:
        page.open("/profile/")
        _switch_shortcuts(page, "check")


def _switch_shortcuts(page: Shell, how: str) -> None:
    getattr(page.page.get_by_role("checkbox", name="Shortcuts of one letter"), how)()
    page.page.get_by_role("button", name="Save").click()
    expect(page.page.get_by_role("status").filter(has_text="Your profile is saved.")).to_be_visible()
