"""Making a deal, and who is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.new_deal import NewDeal

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.e2e.conftest import Opens


def test_one_field_makes_a_deal_with_a_next_step(as_: Opens) -> None:
    page = NewDeal(as_("seller", "/day/"))
    page.begin()
    expect(page.client).to_be_focused()
    page.client.fill("+380 44 557 00 01")
    page.press("Control+Enter")
    page.expect_no_dialog()
    page.toast("Deal created").get_by_role("button", name="Open").click()
    deal = DealPage(page.page)
    deal.expect_stage("Qualify")
    expect(deal.page.locator("#deal-client")).to_contain_text("+380 44 557 0001")
    expect(deal.task("Qualifying call")).to_contain_text("next step")


def test_without_a_client_and_a_wish_it_says_what_is_missing_and_keeps_what_was_typed(as_: Opens) -> None:
    page = NewDeal(as_("seller", "/people/"))
    page.page.goto("/day/")
    page.begin()
    page.dialog.get_by_role("textbox", name="Amount, if known").fill("12k")
    page.submit()
    expect(page.client).to_have_attribute("aria-invalid", "true")
    expect(page.client).to_be_focused()
    expect(page.dialog).to_contain_text("Give a phone, an e-mail or a company")
    expect(page.dialog.get_by_role("textbox", name="Amount, if known")).to_have_value("12k")


def test_a_client_of_the_base_is_known_before_the_deal_is_made(as_: Opens) -> None:
    page = NewDeal(as_("seller", "/day/"))
    page.begin()
    page.client.fill("+380 (56) 555-01-15")
    expect(page.known).to_contain_text("Already in the base: Yuliia Marchenko")
    expect(page.known).to_contain_text("Is it about one of these open deals?")
    page.known.get_by_role("link", name="Flower warehouse, +4 °C").click()
    expect(DealPage(page.page).title).to_contain_text("Flower warehouse, +4 °C")


def test_an_answer_that_comes_too_late_finds_nobody_to_complain(as_: Opens) -> None:
    """What the base knows of the client is still being looked up when the deal is made already."""
    page = NewDeal(as_("seller", "/board/1/"))
    held: list[Route] = []
    page.page.route("**/deals/new/lookup/**", lambda route: held.append(route))  # noqa: PLW0108 - a built-in method has no attributes, and Playwright sets one
    page.begin()
    with page.page.expect_request("**/deals/new/lookup/**"):
        page.client.fill("Late Answers Ltd")
    page.press("Control+Enter")
    page.expect_no_dialog()
    expect(page.toast("Deal created")).to_be_visible()
    for one in held:
        one.fulfill(
            status=200, body='<p id="client-now" hx-swap-oob="true">Late</p>', content_type="text/html"
        )
    page.page.wait_for_load_state("networkidle")
