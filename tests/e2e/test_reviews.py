"""The head looks into a deal over its limit, and what they decided stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.forms import choose
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens

TITLE = "Roastery cold chain"


def test_a_head_finds_the_cause_and_sets_a_new_date(as_: Opens) -> None:
    deal = find(as_("head", "/board/1/"))
    expect(deal.page.locator("#deal-head")).to_contain_text("Over the stage’s limit since")
    deal.press("v")
    deal.expect_dialog(f"Review: {TITLE}")
    deal.dialog.get_by_role("button", name="Decide").click()
    expect(deal.dialog).to_contain_text("Choose what happens now.")

    choose(deal.dialog.get_by_role("radio", name="Terms are still being agreed"))
    choose(deal.dialog.get_by_role("radio", name="Go on"))
    deal.dialog.get_by_label("What is the next step?").fill("Call their lawyer")
    deal.dialog.get_by_label("What you found out and agreed").fill("Only the delivery date is open")
    assert violations(deal.page) == []
    deal.dialog.get_by_role("button", name="Decide").click()
    deal.expect_no_dialog()
    expect(deal.page.locator("#deal-head")).to_contain_text("May stay until")

    expect(deal.event("Reviewed: The deal goes on")).to_be_visible()
    expect(deal.task("Call their lawyer")).to_be_visible()
    expect(deal.page.locator("#review-decide")).to_have_count(0)


def find(page: Page) -> DealPage:
    """Find the deal by the palette and go there."""
    shell = Shell(page)
    shell.press("Control+k")
    shell.find(TITLE).filter(has_text=TITLE).first.click()
    deal = DealPage(page)
    expect(deal.title).to_contain_text(TITLE)
    return deal
