"""The head reads how the gates were passed: from the playbook to a number, to the deals behind it, to the versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens


def test_from_the_playbook_to_the_deals_behind_a_number(as_: Opens) -> None:
    page = as_("head", "/playbook/1/")
    page.get_by_role("navigation", name="View").get_by_role("link", name="Gates").click()
    expect(page.get_by_role("heading", name="Gates", exact=True)).to_be_visible()
    page.get_by_role("link", name="All time").click()
    expect(page).to_have_url(re.compile("period=all"))
    row = page.locator(".gates-table tbody tr").filter(has_text="Propose")
    expect(row).to_contain_text("Budget range confirmed in writing")
    assert not violations(page)

    by_word = row.locator("td").nth(2).get_by_role("link")
    count = int(by_word.inner_text())
    by_word.click()
    expect(page.get_by_role("heading", name="Passes behind the number")).to_be_visible()
    expect(page.locator(".passes > li")).to_have_count(count)
    expect(page.locator(".passes > li").first).to_contain_text("Budget range confirmed in writing")
    assert not violations(page)
    page.get_by_role("link", name="Remove the filter Propose").click()
    expect(page.locator(".list-bar")).not_to_contain_text("Propose")
    page.locator(".pass-head a").first.click()
    expect(page).to_have_url(re.compile(r"/deals/\d+/$"))


def test_days_and_version_are_chosen_by_the_filter(as_: Opens) -> None:
    page = as_("head", "/playbook/1/gates/")
    page.keyboard.press("f")
    page.get_by_label("From the day").fill("2020-01-01")
    page.get_by_label("to the day").fill("2020-02-01")
    page.get_by_label("Judged by version").select_option("1")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No gate was passed")).to_be_visible()
    expect(page.locator(".list-bar")).to_contain_text("1 Jan 2020 – 1 Feb 2020")
    expect(page.locator(".list-bar")).to_contain_text("Judged by version 1")
    assert not violations(page)
    page.get_by_role("link", name="Remove the filter 1 Jan 2020 – 1 Feb 2020").click()
    expect(page.locator(".gates-table")).to_be_visible()
