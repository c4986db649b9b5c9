"""Two people at once: each sees the other's moves at once, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.day import DayPage
from tests.e2e.pages.deal import DealPage

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals

# How far below the top of its column's cards a card stands.
PLACE = "each => each.getBoundingClientRect().top - each.closest('.col-body').getBoundingClientRect().top"
# Keeps whether the page was told of a change.
TELL = (
    "() => document.body.addEventListener('voronka:deal-changed', () => { document.body.dataset.told = ''; })"
)


def test_the_head_sees_a_sellers_move_without_doing_anything(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Seen at once", stage="Unsorted")
    board = f"/board/1/?text={deal.phone[1:]}"
    head, seller = BoardPage(as_("head", board)), BoardPage(as_("seller", board))
    expect(head.card(deal.title, "Unsorted")).to_be_visible()
    seller.drag(seller.card(deal.title), "Qualify")
    expect(head.card(deal.title, "Qualify")).to_be_visible()
    head.expect_count("Qualify", 1)


def test_nothing_jumps_under_the_pointer(as_: Opens, deals: Deals) -> None:
    coming = deals.make("No jump: the one that comes", stage="Unsorted")
    pointed = deals.make("No jump: the one pointed at")
    seller = BoardPage(as_("seller", "/board/1/?text=No+jump"))
    head = BoardPage(as_("head", "/board/1/?text=No+jump"))
    head.card(pointed.title).hover()
    before = head.card(pointed.title).evaluate(PLACE)
    seller.drag(seller.card(coming.title), "Qualify")
    waiting = head.column("Qualify").locator(".waiting")
    expect(waiting).to_contain_text("1 deal changed above")
    assert head.card(pointed.title).evaluate(PLACE) == before
    head.page.mouse.move(5, 5)
    expect(head.card(coming.title, "Qualify")).to_be_visible()
    expect(waiting).to_have_count(0)


def test_who_moves_second_is_told_who_was_first(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Two hands on one card", stage="Unsorted")
    board = f"/board/1/?text={deal.phone[1:]}"
    seller, head = BoardPage(as_("seller", board)), BoardPage(as_("head", board))
    head.page.evaluate(TELL)
    head.pick_up(head.card(deal.title))
    expect(head.slot("Qualify")).to_contain_text("Move to Qualify")
    seller.drag(seller.card(deal.title), "Qualify")
    expect(seller.toast("Moved to Qualify")).to_be_visible()
    # The news has come, and waits: nothing is exchanged under the hand.
    expect(head.page.locator("body[data-told]")).to_be_attached()
    expect(head.card(deal.title, "Unsorted")).to_be_attached()
    head.drop_on(head.column("Qualify"))
    conflict = head.toast("Olena Kravchuk")
    expect(conflict).to_contain_text("Qualify")
    expect(head.card(deal.title, "Qualify")).to_be_visible()
    head.expect_count("Qualify", 1)


def test_an_open_deal_page_follows_what_a_colleague_does(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Followed", stage="Unsorted")
    seller, head = DealPage(as_("seller", deal.path)), DealPage(as_("head", deal.path))
    typed = "Half a sentence that"
    seller.page.get_by_role("textbox", name="Note").fill(typed)
    head.main_button.click()
    head.expect_stage("Qualify")
    seller.expect_stage("Qualify")
    expect(seller.toast("Marina Zhdanova")).to_contain_text("Qualify")
    # What is being typed stays.
    expect(seller.page.get_by_role("textbox", name="Note")).to_have_value(typed)


def test_a_menu_comes_though_its_button_was_drawn_anew_meanwhile(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Pressed meanwhile", stage="Unsorted")
    seller, head = DealPage(as_("seller", deal.path)), DealPage(as_("head", deal.path))
    held: list[Route] = []
    seller.page.route("**/move-menu/", lambda route: held.append(route))  # noqa: PLW0108 - a built-in method has no attributes, and Playwright sets one
    with seller.page.expect_request("**/move-menu/"):
        seller.press("m")
    head.main_button.click()
    seller.expect_stage("Qualify")
    held[0].continue_()
    expect(seller.menu.get_by_role("menuitem", name="Propose through Meet")).to_be_visible()
    seller.press("Escape")
    expect(seller.page.locator("#deal-move")).to_be_focused()


def test_what_is_pressed_is_not_drawn_anew_under_the_hand(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Pressed on my day", stage="Unsorted")
    seller, head = DayPage(as_("seller", "/day/")), DealPage(as_("head", deal.path))
    done = seller.show(deal.title).get_by_role("button", name="Mark done")
    done.hover()
    seller.page.mouse.down()
    with seller.page.expect_response("**/day/part/**"):
        head.main_button.click()
    seller.page.mouse.up()
    seller.expect_dialog("Done: Call them")
    # What waited comes once the hand is off.
    expect(seller.task(deal.title)).to_contain_text("Qualify")


def test_an_open_client_page_follows_what_a_colleague_does(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Followed by its client", stage="Unsorted")
    seller = as_("seller", deal.path)
    seller.locator("#deal-side").get_by_role("link", name=deal.contact).first.click()
    expect(seller.get_by_role("heading", name=deal.contact)).to_be_visible()
    path = seller.evaluate("location.pathname")
    seller.locator("[id$=-description] .inline-value").click()
    seller.locator("[id$=-description] textarea").fill("Half a sentence that")
    head = as_("head", path)
    head.locator("[id$=-city] .inline-value").click()
    head.locator("[id$=-city] input[name=value]").fill("Lviv")
    head.keyboard.press("Enter")
    expect(seller.locator("#client-head")).to_contain_text("Lviv")
    expect(seller.locator("#client-history")).to_contain_text("Lviv")
    # What is being typed stays; the fields around it follow when it is done.
    expect(seller.locator("[id$=-description] textarea")).to_have_value("Half a sentence that")
    seller.keyboard.press("Escape")
    expect(seller.locator("[id$=-city]")).to_contain_text("Lviv")
    DealPage(as_("head", deal.path)).main_button.click()
    expect(seller.locator("#client-deals")).to_contain_text("Qualify")
