"""The whole way of a deal without a pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.new_deal import NewDeal

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_a_card_is_moved_by_m_and_a_number_and_taken_back_by_z(as_: Opens, deals: Deals) -> None:
    deal = deals.make("By keys alone", stage="Unsorted")
    board = BoardPage(as_("seller", f"/board/1/?text={deal.phone[1:]}"))
    board.press("j")
    link = board.card(deal.title).get_by_role("link", name=deal.title)
    expect(link).to_be_focused()
    board.press("m")
    expect(board.menu.get_by_role("menuitem", name="Meet")).to_contain_text("through Qualify")
    board.press("1")
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    # The focus goes along, so the next key is for the same card.
    expect(board.card(deal.title, "Qualify").locator(":focus")).to_be_attached()
    expect(board.toast("Moved to Qualify")).to_be_visible()
    board.press("z")
    expect(board.card(deal.title, "Unsorted")).to_be_visible()


def test_a_number_may_come_before_its_menu(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Typed fast", stage="Unsorted")
    board = BoardPage(as_("seller", f"/board/1/?text={deal.phone[1:]}"))
    board.press("j", "m", "1")
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    expect(board.menu).to_have_count(0)


def test_a_refused_number_opens_what_is_missing(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Refused by number")
    board = BoardPage(as_("seller", f"/board/1/?text={deal.phone[1:]}"))
    board.press("j", "m")
    expect(board.menu).to_be_visible()
    board.press("2")
    board.expect_dialog("Not yet: 4 of 4 criteria are open")
    board.press("Escape")
    board.expect_no_dialog()
    # Esc leads one level up: back to the card.
    expect(board.card(deal.title, "Qualify").locator(":focus")).to_be_attached()


def test_arrows_walk_between_columns_and_cards(as_: Opens, deals: Deals) -> None:
    first = deals.make("Walking: first in Unsorted", stage="Unsorted")
    second = deals.make("Walking: first in Qualify")
    third = deals.make("Walking: second in Qualify")
    board = BoardPage(as_("seller", "/board/1/?text=Walking%3A"))

    def expect_on(title: str) -> None:
        expect(board.card(title).get_by_role("link", name=title)).to_be_focused()

    board.press("j")
    expect_on(first.title)
    board.press("ArrowRight")
    expect_on(second.title)
    board.press("ArrowDown")
    expect_on(third.title)
    board.press("k")
    expect_on(second.title)
    board.press("ArrowLeft")
    expect_on(first.title)
    board.press("Enter")
    expect(DealPage(board.page).title).to_contain_text(first.title)


def test_t_plans_the_next_step_of_the_chosen_card(as_: Opens, deals: Deals) -> None:
    deal = deals.make("A step by T")
    board = BoardPage(as_("seller", f"/board/1/?text={deal.phone[1:]}"))
    board.press("j", "t")
    asked = board.expect_dialog("New task")
    expect(asked).to_contain_text(deal.title)
    expect(asked.get_by_role("textbox", name="What is to be done?")).to_be_focused()
    board.page.keyboard.type("Ask for the plans")
    board.press("Control+Enter")
    board.expect_no_dialog()
    expect(board.toast("Ask for the plans").or_(board.toast("planned")).first).to_be_visible()
    expect(board.card(deal.title).locator(":focus")).to_be_attached()
    board.press("Enter")
    expect(DealPage(board.page).task("Ask for the plans")).to_be_visible()


def test_a_deal_is_made_and_opened_without_a_pointer(as_: Opens) -> None:
    page = NewDeal(as_("seller", "/board/1/"))
    page.begin()
    page.page.keyboard.type("Keyboard Only Bakery")
    page.press("Control+Enter")
    page.expect_no_dialog()
    page.press("/")
    expect(page.find("keyboard only").filter(has_text="Keyboard Only Bakery").first).to_be_visible()
    page.press("Enter")
    expect(DealPage(page.page).title).to_contain_text("Keyboard Only Bakery")


def test_a_key_pressed_the_moment_a_dialog_closes_is_the_pages(as_: Opens) -> None:
    page = NewDeal(as_("seller", "/board/1/"))
    page.begin()
    expect(page.client).to_be_focused()
    # In one go, before the browser draws again: a quick typist on a slow machine.
    page.page.evaluate(
        """() => {
            window.dispatchEvent(new CustomEvent('voronka:close-dialog'))
            const key = new KeyboardEvent('keydown', {key: '/', code: 'Slash', bubbles: true, cancelable: true})
            document.activeElement.dispatchEvent(key)
        }"""
    )
    expect(page.palette).to_be_visible()


def test_tab_never_leads_into_the_dark(as_: Opens) -> None:
    """From the top of the board each Tab shows where one is, and the way out of the first column exists."""
    board = BoardPage(as_("seller", "/board/1/"))
    board.press("Tab")
    skip = board.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    board.press("Enter")
    for _ in range(12):
        board.press("Tab")
        focused = board.page.locator(":focus")
        expect(focused).to_be_in_viewport()
        outline = focused.evaluate(
            """each => [each, each.closest('.card')].some(one => one !== null
            && (getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none'))"""
        )
        assert outline, focused.evaluate("each => each.outerHTML.slice(0, 200)")
