"""Many deals at once: each is judged by its gate, and what was refused is counted and named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.deal_list import DealListPage

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_a_bulk_move_moves_what_may_go_and_counts_what_was_refused(as_: Opens, deals: Deals) -> None:
    free = [deals.make(f"Bulk move, free {n}", stage="Unsorted") for n in (1, 2)]
    held = deals.make("Bulk move, held")
    page = DealListPage(as_("seller", "/list/1/?text=Bulk+move"))
    page.choose(*(deal.title for deal in [*free, held]))
    page.bar.get_by_role("button", name="Move to stage").click()
    asked = page.expect_dialog("Move the chosen deals")
    expect(asked).to_contain_text("3 deals are chosen.")
    asked.get_by_role("radio", name="Meet").check()
    page.submit()
    result = page.expect_dialog("Result")
    # Two would skip Qualify, the third has four criteria open: nothing moved, and each reason has its deals.
    expect(result).to_contain_text("3 deals stayed as they were")
    expect(result).to_contain_text(held.title)
    result.get_by_role("button", name="Done").click()
    page.choose(*(deal.title for deal in [*free, held]))
    page.bar.get_by_role("button", name="Move to stage").click()
    page.expect_dialog("Move the chosen deals").get_by_role("radio", name="Qualify").check()
    page.submit()
    page.expect_dialog("Result")
    expect(result).to_contain_text("2 deals moved")
    expect(result).to_contain_text("1 deal stayed as it was")
    result.get_by_role("button", name="Undo").click()
    expect(result).to_contain_text("Undone for 2 deals")
    result.get_by_role("button", name="Done").click()
    for deal in free:
        expect(page.row(deal.title)).to_contain_text("Unsorted")


def test_the_head_gives_several_deals_to_a_seller(as_: Opens, deals: Deals) -> None:
    made = [deals.make(f"Bulk give {n}") for n in (1, 2)]
    page = DealListPage(as_("head", "/list/1/?text=Bulk+give"))
    page.choose(*(deal.title for deal in made))
    page.bar.get_by_role("button", name="Assign").click()
    person = page.dialog.get_by_role("option", name="Artyom Belov")
    page.dialog.get_by_role("combobox").select_option(person.get_attribute("value"))
    page.submit()
    expect(page.expect_dialog("Result")).to_contain_text("2 deals assigned")
    page.dialog.get_by_role("button", name="Done").click()
    for deal in made:
        expect(page.row(deal.title)).to_contain_text("Artyom Belov")


def test_columns_are_chosen_sorted_and_kept_as_a_view(as_: Opens, deals: Deals) -> None:
    for n in (2, 1, 3):
        deals.make(f"Alphabet {n}")
    page = DealListPage(as_("seller", "/list/1/?text=Alphabet"))
    page.page.get_by_role("button", name="Columns", exact=True).click()
    page.page.get_by_role("checkbox", name="Source").check()
    page.page.locator("#columns").get_by_role("button", name="Show").click()
    expect(page.page.get_by_role("columnheader", name="Source")).to_be_visible()
    page.page.get_by_role("columnheader").get_by_role("link", name=re.compile("Deal|Title")).click()
    expect(page.page.locator("th[aria-sort=ascending]")).to_be_visible()
    assert page.titles() == ["Alphabet 1", "Alphabet 2", "Alphabet 3"]
    page.page.get_by_role("button", name="Save filters, order and columns as a view").click()
    page.expect_dialog("Save").get_by_role("textbox", name="Name").fill("By title")
    page.submit()
    page.expect_no_dialog()
    page.open("/list/1/")
    page.page.get_by_role("link", name="By title").click()
    expect(page.page.get_by_role("columnheader", name="Source")).to_be_visible()
    assert page.titles() == ["Alphabet 1", "Alphabet 2", "Alphabet 3"]
