"""The head's morning in a browser: a number leads to its deals, a request is given away, a plan is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens

PASTE = """field => {
  const data = new DataTransfer();
  data.setData("text/plain", "10\\t20\\n30\\t40\\n");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_number_of_the_morning_leads_to_its_deals(as_: Opens) -> None:
    page = as_("head", "/morning/")
    late = page.locator(".morning-sellers tbody td:nth-child(2) a").first
    number = int(late.inner_text())
    late.click()
    expect(page.get_by_role("heading", level=1, name="Problem deals")).to_be_visible()
    expect(page.locator(".problem")).to_have_count(number)


def test_a_new_request_can_be_given_away_from_the_morning(as_: Opens) -> None:
    page = as_("head", "/morning/")
    page.locator("[id^=give-]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_cells_of_a_spreadsheet_fill_the_plan(as_: Opens) -> None:
    page = as_("head", "/settings/plan/")
    rows = page.locator(".plan-table tbody tr")
    rows.nth(1).locator("input").nth(3).evaluate(PASTE)
    for row, values in ((1, ("10", "20")), (2, ("30", "40"))):
        for place, value in enumerate(values):
            expect(rows.nth(row).locator("input").nth(3 + place)).to_have_value(value)
