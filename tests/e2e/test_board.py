"""Dragging cards: through an open gate, refused, out by the exit bar; what the heads say; undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.deal import DealPage

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals, MadeDeal


def board_with(as_: Opens, deal: MadeDeal, role: str = "seller") -> BoardPage:
    """The board with only this deal's card: other journeys' cards are not in the way."""
    return BoardPage(as_(role, f"/board/1/?text={deal.phone[1:]}"))


def test_a_card_is_dragged_through_an_open_gate(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Through the open gate", stage="Unsorted")
    board = board_with(as_, deal)
    board.pick_up(board.card(deal.title))
    expect(board.slot("Qualify")).to_contain_text("Move to Qualify")
    expect(board.slot("Qualify")).not_to_contain_class("refused")
    board.drop_on(board.column("Qualify"))
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    expect(board.toast("Moved to Qualify")).to_be_visible()
    board.expect_count("Unsorted", 0)
    board.expect_count("Qualify", 1)
    board.page.reload()
    expect(board.card(deal.title, "Qualify")).to_be_visible()


def test_a_move_is_taken_back_by_the_toast_and_by_z(as_: Opens, deals: Deals) -> None:
    deal = deals.make("There and back", stage="Unsorted")
    board = board_with(as_, deal)
    board.drag(board.card(deal.title), "Qualify")
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    board.toast("Moved to Qualify").get_by_role("button", name="Undo").click()
    expect(board.card(deal.title, "Unsorted")).to_be_visible()
    board.drag(board.card(deal.title), "Qualify")
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    expect(board.toast("Moved to Qualify")).to_be_visible()
    board.press("z")
    expect(board.card(deal.title, "Unsorted")).to_be_visible()
    board.expect_count("Unsorted", 1)


def test_a_refused_card_returns_and_the_toast_says_why(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Not yet")
    board = board_with(as_, deal)
    board.pick_up(board.card(deal.title))
    expect(board.slot("Meet")).to_contain_text("4 criteria")
    expect(board.slot("Meet")).to_contain_class("refused")
    expect(board.slot("Propose")).to_contain_text("Meet")
    board.drop_on(board.column("Meet"))
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    refusal = board.toast("Decision-maker named on the card")
    refusal.get_by_role("button", name="See what is missing").click()
    why = board.expect_dialog("Not yet: 4 of 4 criteria are open")
    expect(why).to_contain_text("Budget order of magnitude known")
    board.press("Escape")
    board.expect_count("Qualify", 1)
    board.expect_count("Meet", 0)


def test_escape_puts_a_held_card_back(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Held for a moment", stage="Unsorted")
    board = board_with(as_, deal)
    board.pick_up(board.card(deal.title))
    board.press("Escape")
    expect(board.page.locator("#board[data-dragging]")).to_have_count(0)
    board.page.mouse.up()
    expect(board.card(deal.title, "Unsorted")).to_be_visible()
    board.expect_count("Unsorted", 1)


def test_a_deal_is_lost_by_the_exit_bar_with_its_reason(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Lost to a rival")
    board = board_with(as_, deal)
    board.pick_up(board.card(deal.title))
    expect(board.exit("Won")).to_contain_class("locked")
    board.drop_on(board.exit("Lost"))
    asked = board.expect_dialog("Close as lost")
    board.submit()
    expect(asked.locator("#lost_reason-error")).to_be_visible()
    asked.get_by_role("radio", name="Chose a competitor").check()
    asked.get_by_role("textbox", name="Which competitor?").fill("Frigoline")
    board.submit()
    board.expect_no_dialog()
    expect(board.card(deal.title)).to_have_count(0)
    board.expect_count("Qualify", 0)
    page = DealPage(board.page).open(deal.path)
    expect(page.event("Frigoline").first).to_be_visible()


def test_a_cancelled_dialog_brings_the_card_back(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Second thoughts")
    board = board_with(as_, deal)
    board.pick_up(board.card(deal.title))
    board.drop_on(board.exit("Postpone"))
    board.expect_dialog("Postpone")
    board.press("Escape")
    board.expect_no_dialog()
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    expect(board.card(deal.title, "Qualify")).not_to_contain_class("is-saving")


def test_back_asks_for_a_reason(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Back to Qualify")
    head = board_with(as_, deal, "head")
    head.drag(head.card(deal.title), "Meet")
    head.toast("Decision-maker").get_by_role("button", name="See what is missing").click()
    head.dialog.get_by_text("Let it through with a reason").click()
    head.dialog.get_by_role("textbox", name="Why is it let through?").fill("An old client")
    head.dialog.get_by_role("button", name="Let through to Meet").click()
    expect(head.card(deal.title, "Meet")).to_be_visible()
    head.drag(head.card(deal.title), "Qualify")
    asked = head.expect_dialog("Back to Qualify")
    head.submit()
    expect(asked.locator("[aria-invalid=true]")).to_be_focused()
    asked.locator("[name=reason]").fill("Their director changed")
    head.submit()
    head.expect_no_dialog()
    expect(head.card(deal.title, "Qualify")).to_be_visible()


def test_a_filter_does_not_wait_open_for_who_comes_back(as_: Opens) -> None:
    board = BoardPage(as_("seller", "/board/1/"))
    board.press("f")
    expect(board.page.get_by_role("dialog", name="Filter")).to_be_visible()
    # What the browser tells a page that it keeps for the way back.
    board.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(board.page.get_by_role("dialog", name="Filter")).to_be_hidden()


def test_a_filter_is_kept_in_the_address_and_saved_by_name(as_: Opens, deals: Deals) -> None:
    deal = deals.make("In a view of its own")
    board = BoardPage(as_("seller", "/board/1/"))
    board.press("f")
    board.page.get_by_role("searchbox", name="In the title, company, person or phone").fill(deal.title)
    board.press("Enter")
    expect(board.page).to_have_url(re.compile("text=In"))
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    board.page.get_by_role("button", name="Save these filters as a view").click()
    board.expect_dialog("Save the view").get_by_role("textbox", name="Name").fill("Only this one")
    board.submit()
    board.expect_no_dialog()
    board.open("/board/1/")
    view = board.page.get_by_role("link", name="Only this one")
    expect(view).to_contain_text("1")
    view.click()
    expect(board.card(deal.title, "Qualify")).to_be_visible()
    board.page.get_by_role("button", name="Remove the view “Only this one”").click()
    board.page.locator("dialog[open]").get_by_role("button", name="Remove the view").click()
    expect(board.page.get_by_role("link", name="Only this one")).to_have_count(0)


def test_an_amount_that_is_none_is_told_and_kept(as_: Opens) -> None:
    board = BoardPage(as_("seller", "/board/1/"))
    board.press("f")
    board.page.get_by_role("textbox", name="Amount from").fill("a lot")
    board.press("Enter")
    wrong = board.page.get_by_role("textbox", name="Amount from")
    expect(wrong).to_have_value("a lot")
    expect(wrong).to_be_focused()


def test_a_long_column_goes_on_while_it_is_scrolled(as_: Opens, deals: Deals) -> None:
    made = [deals.make(f"Far down {number}", stage="Unsorted") for number in range(1, 15)]
    board = BoardPage(as_("seller", "/board/1/?text=Far+down"))
    board.expect_count("Unsorted", 14)
    expect(board.card(made[-1].title)).to_have_count(0)
    board.column("Unsorted").locator(".col-body").evaluate("each => each.scrollTo(0, each.scrollHeight)")
    expect(board.card(made[-1].title)).to_have_count(1)
    expect(board.column("Unsorted").locator(".card")).to_have_count(14)
