"""What a colleague asks of somebody reaches them while they look at something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.deal import DealPage

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_a_mention_comes_live_leads_to_its_deal_and_is_read_then(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Told at once")
    head = as_("head", "/people/")
    bell = head.get_by_role("link", name="Notifications")
    DealPage(as_("seller", deal.path)).write_note("@Marina Zhdanova, what now?")
    told = head.locator(".toast", has_text="mentioned you in “Told at once”")
    expect(told).to_be_visible()
    expect(bell.locator(".badge")).to_be_visible()
    bell.click()
    expect(head.get_by_role("heading", level=1, name="Notifications")).to_be_visible()
    head.get_by_role("link", name="mentioned you in “Told at once”").click()
    head.wait_for_url(f"**{deal.path}")
    head.goto("/notices/")
    row = head.locator(".notice-row", has_text="“Told at once”")
    expect(row).to_be_visible()
    expect(row).not_to_have_class("notice-row is-new")
