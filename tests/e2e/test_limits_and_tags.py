"""A head types limits of some deals, by the keyboard; a seller tags a deal where it stands and finds it by the tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.fit import misfits

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_limits_of_some_deals_are_typed_refused_and_saved(as_: Opens) -> None:
    # Of the demo's second pipeline, where no other journey looks at limits.
    page = as_("head", "/settings/pipelines/2/")
    page.get_by_role("link", name="Start up").click()
    page.locator("#more-limits").press("Enter")
    expect(page.get_by_label("Amount from")).to_be_focused()
    page.keyboard.type("20000")
    page.get_by_label("Limit", exact=True).nth(1).fill("soon")
    page.get_by_role("button", name="Save stage").click()
    expect(page.locator("#limit-0-length-error")).to_contain_text("whole number")
    expect(page.get_by_label("Amount from")).to_have_value("20000")
    page.locator("#limit-0-length").fill("2")
    page.locator("#limit-0-length_unit").select_option("weeks")
    expect(page.locator(".limit-lines")).to_contain_text("$20,000 and more 2 weeks")
    assert not violations(page)
    assert not misfits(page)
    page.locator("#more-limits").click()
    expect(page.locator("#limit-1-from")).to_be_focused()
    page.locator("#less-1").press("Enter")
    expect(page.locator("#more-limits")).to_be_focused()
    page.get_by_role("button", name="Save stage").click()
    expect(page.locator(".draft-bar")).to_be_visible()
    page.reload()
    expect(page.locator("#limit-0-from")).to_have_value("20,000")


def test_a_tag_is_put_on_by_the_keyboard_and_the_board_narrowed_to_it(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Tagged by hand")
    page = as_("seller", deal.path)
    page.get_by_role("button", name="Add a tag").press("Enter")
    page.keyboard.type("cold spring")
    page.keyboard.press("Enter")
    tag = page.locator("#deal-head").get_by_role("link", name="cold spring")
    expect(tag).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Remove the tag “cold spring”").click()
    expect(tag).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(tag).to_be_visible()
    page.goto("/board/1/?tag=Cold+Spring")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text(deal.title)
