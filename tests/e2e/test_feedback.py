"""What a client says of the product: noted on a deal, answered on its board, read on the day. And after the sale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.fit import misfits

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def column(page: Page, name: str) -> Locator:
    return page.locator(".feedback-board .col").filter(has=page.get_by_role("heading", name=name, exact=True))


def note(page: Page, title: str) -> None:
    """Two gestures: the key, and Enter behind what they say."""
    page.get_by_role("main").focus()
    page.keyboard.press("w")
    field = page.get_by_label("What do they say?")
    expect(field).to_be_focused()
    field.fill(title)
    field.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def drag(page: Page, card: Locator, to: Locator) -> None:
    # Where the card is once it stands still: the column may have been drawn anew. What is pressed is not.
    card.hover(position={"x": 60, "y": 14})
    page.mouse.down()
    start, end = card.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 70, start["y"] + 24, steps=3)
    page.mouse.move(end["x"] + 80, end["y"] + 60, steps=10)
    # The list makes room for the card in hand.
    expect(to.locator(".is-lifted")).to_be_attached()
    page.mouse.up()


def test_feedback_goes_from_a_deal_over_its_board_and_back_as_an_answer(as_: Opens, deals: Deals) -> None:
    deal, other = deals.make("Asks for a quieter fan"), deals.make("Asks for it as well")
    seller = as_("seller", deal.path)
    note(seller, "A quieter night fan")
    expect(seller.locator("#deal-feedback")).to_contain_text("A quieter night fan")
    expect(seller.get_by_text("Feedback: A quieter night fan").first).to_be_visible()

    # The next deal joins it while the title is typed.
    second = as_("seller", other.path)
    second.locator("#feedback-add").click()
    second.get_by_label("What do they say?").press_sequentially("quieter night")
    second.get_by_role("button", name="Add this deal").click()
    expect(second.locator("#deal-feedback")).to_contain_text("A quieter night fan")

    keeper = as_("admin", "/feedback/?kind=missing")
    card = keeper.locator(".feedback-card", has_text="A quieter night fan")
    expect(card).to_contain_text("2 deals")
    assert violations(keeper) == []
    with keeper.expect_response(lambda answer: answer.request.method == "GET" and "/feedback/" in answer.url):
        drag(keeper, card, column(keeper, "Looked at").locator(".col-body"))
    expect(
        column(keeper, "Looked at").locator(".feedback-card", has_text="A quieter night fan")
    ).to_be_visible()
    drag(keeper, card, column(keeper, "Won’t do").locator(".col-body"))
    answer = keeper.get_by_label("Answer to those who asked")
    expect(answer).to_be_focused()
    assert violations(keeper) == []
    answer.fill("The fan is as quiet as physics allows")
    keeper.get_by_role("button", name="Save").click()
    expect(column(keeper, "Won’t do")).to_contain_text("as quiet as physics allows")

    # The seller's page was open meanwhile.
    expect(seller.locator("#deal-feedback")).to_contain_text("as quiet as physics allows")
    seller.goto("/day/")
    expect(seller.get_by_role("region", name="Answers to product feedback")).to_contain_text(
        "A quieter night fan"
    )


def test_the_keeper_answers_by_the_keyboard_and_takes_it_back(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Asks for a dimmer")
    note(as_("seller", deal.path), "A dimmer for the lamp")
    keeper = as_("admin", "/feedback/")
    card = keeper.locator(".feedback-card", has_text="A dimmer for the lamp")
    card.get_by_role("link").focus()
    keeper.keyboard.press("m")
    expect(keeper.get_by_role("menuitem", name=re.compile("Looked at"))).to_be_visible()
    keeper.keyboard.press("2")
    expect(column(keeper, "Looked at")).to_contain_text("A dimmer for the lamp")
    keeper.keyboard.press("z")
    expect(column(keeper, "New")).to_contain_text("A dimmer for the lamp")


def test_a_telephone_notes_it_and_shows_the_board(on_phone: Opens, deals: Deals) -> None:
    deal = deals.make("Asks from the road")
    phone = on_phone("seller", deal.path)
    phone.locator("#bar-feedback").click()
    phone.get_by_label("What do they say?").fill("A shorter cable")
    phone.get_by_role("button", name="Note it").click()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    phone.goto("/feedback/")
    expect(phone.get_by_text("A shorter cable")).to_be_visible()
    assert violations(phone) == []
    assert misfits(phone) == []


def test_a_won_deal_asks_for_a_referral_that_becomes_a_deal(as_: Opens) -> None:
    seller = as_("seller", "/")
    found = re.search(r"/deals/\d+/", seller.request.get("/search/?q=Pastry+chillers").text())
    assert found is not None
    seller.goto(found[0])
    expect(seller.locator("#deal-loyalty")).to_contain_text("Satisfaction")
    assert violations(seller) == []
    seller.locator("#ask-referral").click()
    seller.get_by_label("Whom do they send?").fill("Sent By Halyna")
    seller.get_by_label("Phone").fill("+380445569991")
    seller.get_by_role("button", name="Note it").click()
    dialog = seller.get_by_role("dialog", name="New deal")
    expect(dialog.get_by_label("Contact’s name, if known")).to_have_value("Sent By Halyna")
    expect(dialog.get_by_label("Where does it come from?")).to_have_value("Referral")
    dialog.get_by_role("button", name="Create").click()
    expect(seller.get_by_role("dialog")).to_have_count(0)
    expect(seller.locator("#deal-loyalty")).to_contain_text("They sent us:")
    expect(seller.locator("#deal-loyalty .other-deals")).to_contain_text("Sent By Halyna")


def test_a_postponed_deal_gets_the_touches_of_a_track(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Waits for the budget")
    seller = as_("seller", deal.path)
    seller.locator("#deal-more").click()
    seller.get_by_role("menuitem", name="Postpone to a date…").click()
    expect(seller.get_by_label("Meanwhile")).to_contain_text("Stay in mind")
    assert violations(seller) == []
    seller.locator(".choice", has_text="No budget this quarter").click()
    seller.locator(".choice", has_text="In a quarter").click()
    seller.get_by_role("button", name="Postpone", exact=True).click()
    expect(seller.locator("#deal-tasks .mini-task")).to_have_count(4)
    expect(seller.locator("#deal-tasks")).to_contain_text("Invite to the showroom day")

    head = as_("head", "/settings/nurture/")
    expect(head.get_by_role("heading", name="Stay in mind")).to_be_visible()
    assert violations(head) == []
