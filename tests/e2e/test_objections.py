"""An objection noted with one tap and answered from its card; a lost deal verified by the head, row after row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.fit import misfits
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_an_objection_is_two_keys_and_its_answer_one_press(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Too dear for them")
    page = DealPage(as_("seller", deal.path, reduced_motion="reduce"))
    listed = page.page.locator("#deal-objections")
    page.press("o")
    expect(page.menu.get_by_role("menuitem", name="Too expensive")).to_be_visible()
    assert not violations(page.page)
    page.menu.get_by_role("menuitem", name="Too expensive").click()
    card = page.expect_dialog("Objection: Too expensive")
    assert not violations(page.page)
    page.press("Enter")
    page.expect_no_dialog()
    expect(listed).to_contain_text("Too expensive")
    listed.get_by_role("button", name="Too expensive", exact=True).click()
    card = page.expect_dialog("Objection: Too expensive")
    card.get_by_label("The client’s words").fill("Twice what we thought")
    card.get_by_role("button", name=re.compile("What do you compare it with")).click()
    page.expect_no_dialog()
    expect(listed).not_to_contain_text("Too expensive")
    expect(page.event("Twice what we thought").first).to_be_visible()
    expect(page.event("Our answer: What do you compare it with?").first).to_be_visible()
    page.press("z")
    expect(listed).to_contain_text("Too expensive")


def test_arrows_walk_from_objection_to_objection(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Many a doubt")
    page = DealPage(as_("seller", deal.path, reduced_motion="reduce"))
    listed = page.page.locator("#deal-objections")
    for kind in ("Too expensive", "Not now"):
        page.press("o")
        page.menu.get_by_role("menuitem", name=kind).click()
        page.expect_dialog(f"Objection: {kind}")
        page.press("Enter")
        page.expect_no_dialog()
        expect(listed).to_contain_text(kind)
    answered = listed.get_by_role("button", name="Mark answered:")
    answered.first.focus()
    page.press("ArrowDown")
    expect(answered.last).to_be_focused()
    page.press("ArrowUp")
    expect(answered.first).to_be_focused()


def test_on_a_phone_it_is_one_button_at_the_thumb(on_phone: Opens, deals: Deals) -> None:
    deal = deals.make("Asked on the way")
    page = DealPage(on_phone("seller", deal.path))
    page.page.locator(".action-bar").get_by_role("button", name="Note an objection").tap()
    assert not misfits(page.page)
    page.menu.get_by_role("menuitem", name="Not now").tap()
    card = page.expect_dialog("Objection: Not now")
    assert not misfits(page.page)
    card.get_by_role("button", name="Undo").tap()
    page.expect_no_dialog()
    expect(page.page.locator("#deal-objections")).not_to_contain_text("Not now")


def test_the_head_verifies_what_a_seller_lost_without_leaving_the_list(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Lost to somebody")
    page = DealPage(as_("seller", deal.path, reduced_motion="reduce"))
    page.page.locator("#deal-more").click()
    page.page.get_by_role("menuitem", name="Lost, with a reason…").click()
    asked = page.expect_dialog("Close as lost")
    asked.get_by_role("radio", name="Price above budget").check()
    asked.get_by_label("In the client’s own words").fill("The owner said no")
    page.submit()
    page.expect_no_dialog()
    expect(page.page.locator("#lost-reasons")).to_contain_text("Not verified yet.")
    expect(page.page.get_by_role("button", name="Verify")).to_have_count(0)

    head = Shell(as_("head", "/list/1/?status=lost&unverified=1", reduced_motion="reduce"))
    row = head.page.locator(f"#row-{deal.id}")
    expect(row).to_contain_text("Price above budget")
    assert not violations(head.page)
    row.get_by_role("link", name=deal.title).focus()
    head.press("v")
    asked = head.expect_dialog("Why it was really lost")
    expect(asked).to_contain_text("The owner said no")
    assert not violations(head.page)
    asked.get_by_role("radio", name="Talked to the client").check()
    head.press("Enter")
    head.expect_no_dialog()
    expect(row).to_have_count(0)

    expect(page.page.locator("#lost-reasons")).to_contain_text("Talked to the client")
    expect(page.event("Reason verified: Price above budget")).to_be_visible()
    assert not violations(page.page)
