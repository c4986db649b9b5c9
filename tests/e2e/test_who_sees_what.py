"""A seller never meets a colleague's deal: not by its address, not by search, not on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Response

    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_a_colleagues_deal_is_not_there_for_a_seller(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Nobody else’s business")
    page = Shell(as_("seller2", deal.path, may_miss=True))
    expect(page.page.get_by_role("heading", level=1)).to_contain_text("Not found, or not yours to see")
    expect(page.page.locator("body")).not_to_contain_text(deal.title)
    page.open("/day/")
    page.press("Control+k")
    for asked in (deal.title, deal.phone, deal.contact):
        with page.page.expect_response(_answer_to(asked)):
            page.find(asked)
        expect(page.palette).to_contain_text("Nothing found")
        expect(page.palette.get_by_role("option")).to_have_count(0)
    page.press("Escape")
    for path in ("/board/1/", "/list/1/"):
        page.open(f"{path}?text={deal.phone[1:]}")
        expect(page.page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.page.locator("#main")).not_to_contain_text(deal.title)


def _answer_to(words: str) -> Callable[[Response], bool]:
    """Until it comes, the palette says what it said of the words before."""
    return lambda answer: f"q={quote_plus(words)}&" in answer.url


def test_the_head_meets_it_everywhere(as_: Opens, deals: Deals) -> None:
    deal = deals.make("The head sees it")
    page = Shell(as_("head", deal.path))
    expect(page.page.get_by_role("heading", level=1)).to_contain_text(deal.title)
    page.press("Control+k")
    expect(page.find(deal.phone).filter(has_text=deal.title)).to_be_visible()
