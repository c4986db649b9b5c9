"""From a request to a Client, with what both sides look for, a tender's days, and the next deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.deal import DealPage

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_a_payment_makes_the_client_and_both_sides_are_qualified(as_: Opens, deals: Deals) -> None:
    deal = deals.make("From a request to a client")
    page = DealPage(as_("seller", deal.path))
    head = page.page.locator("#deal-head .facts")
    expect(head).to_contain_text("Lead")

    page.page.locator("#deal-more").click()
    page.page.get_by_role("menuitem", name="What the client looks for…").click()
    page.dialog.get_by_label("In their words").fill("Service within a day")
    page.dialog.get_by_role("button", name="Save").click()
    page.expect_no_dialog()
    theirs = page.page.locator("#deal-qualification")
    expect(theirs).to_contain_text("Service within a day")
    theirs.get_by_role("button", name="we match").click()
    expect(theirs).to_contain_text("1/1")

    page.page.locator("#deal-more").click()
    page.page.get_by_role("menuitem", name="It is a tender…").click()
    page.dialog.get_by_label("Number of the tender").fill("44-12")
    page.dialog.get_by_role("button", name="Save").click()
    page.expect_no_dialog()
    expect(page.page.locator("#deal-tender")).to_contain_text("Tender 44-12")

    page.open_record("Payment")
    page.dialog.get_by_label("Amount").fill("500")
    page.dialog.get_by_role("button", name="Note it").click()
    page.expect_no_dialog()
    expect(head).to_contain_text("Client")
    expect(page.event("Now a Client")).to_be_visible()
    assert violations(page.page) == []
