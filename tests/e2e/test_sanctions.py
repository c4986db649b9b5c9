"""Sanctions from the switch to the end of an appeal: a rule, what it enters, the seller's word, the head's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, WIDE
from tests.e2e.pages.axe import violations
from tests.e2e.pages.fit import misfits
from tests.e2e.pages.shell import Shell
from tests.servers.product import run_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.e2e.conftest import Opens
    from tests.servers.product import Product

RULE = "A step left overdue"


@pytest.fixture
def administrator(as_: Opens) -> Iterator[Page]:
    """In the settings of discipline; afterwards sanctions are off again."""
    page = as_("admin", "/settings/discipline/")
    yield page
    page.goto("/settings/discipline/")
    page.get_by_role("button", name="Switch sanctions off").click()
    expect(page.get_by_role("button", name="Switch sanctions on")).to_be_visible()
    expect(page.get_by_role("link", name="Sanctions")).to_have_count(0)


def test_a_rule_enters_a_late_step_the_seller_appeals_and_the_head_lifts_it(
    administrator: Page, as_: Opens, product: Product
) -> None:
    make_rule(administrator)
    assert int(run_beside(product, "tests.e2e.round_later")) > 0

    entry = ledger(administrator).locator("li.sanction", has_text="Olena").first
    expect(entry).to_contain_text("was due on")
    take(administrator, entry, "Confirm", "Confirm the sanction")

    seller = ledger(as_("seller"))
    expect(seller.get_by_role("heading", name="Yours to decide")).to_have_count(0)
    own = seller.locator("li.sanction")
    expect(own).to_have_count(1)
    expect(own).to_contain_text("$20")
    take(seller, own, "Appeal", "Appeal the sanction", "The client was at a fair until Thursday")
    expect(own).to_contain_text("Appealed")
    assert_fits(seller)

    head = ledger(as_("head"))
    waiting = head.locator("li.sanction", has_text="The client was at a fair until Thursday")
    take(head, waiting, "Lift it", "Lift the sanction", "The fair is a reason")
    expect(waiting).to_contain_text("The fair is a reason")
    expect(waiting).to_contain_text("Lifted")
    assert_fits(head)

    seller.reload()
    expect(own).to_contain_text("Lifted")
    own.get_by_role("link").click()
    expect(seller.locator("#deal-timeline")).to_contain_text("Sanction lifted for")


def make_rule(page: Page) -> None:
    """Switch sanctions on, add a rule for the seller's team, look at what it would have done, and switch it on."""
    shell = Shell(page)
    page.get_by_role("button", name="Switch sanctions on").click()
    expect(page.get_by_text("There is no rule yet")).to_be_visible()
    page.get_by_role("button", name="Add rule").click()
    form = shell.expect_dialog("Rule of sanctions")
    form.get_by_label("Name").fill(RULE)
    form.get_by_label("What happened").select_option(label="A step is overdue")
    form.get_by_label("For each time").fill("20")
    form.get_by_label("At most a month").fill("20")
    form.get_by_label("Sales West").check()
    expect(form.locator("#rule-effect")).to_contain_text("In the last 30 days")
    assert violations(page) == []
    shell.submit()
    shell.expect_no_dialog()
    row = page.locator("li.robot", has_text=RULE)
    row.get_by_role("switch").click()
    expect(shell.expect_dialog(f"Switch on “{RULE}”")).to_contain_text("In the last 30 days")
    shell.submit()
    shell.expect_no_dialog()
    expect(row.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    assert_fits(page)


def ledger(page: Page) -> Page:
    """Go there by the rail."""
    page.goto("/day/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sanctions").click()
    expect(page.get_by_role("heading", level=1, name="Sanctions")).to_be_visible()
    return page


def take(page: Page, entry: Locator, button: str, title: str, words: str = "") -> None:
    """Take a step with an entry, with the reason where there is one."""
    shell = Shell(page)
    entry.get_by_role("button", name=button).click()
    asked = shell.expect_dialog(title)
    assert violations(page) == []
    if words:
        asked.get_by_label("Why?").fill(words)
    shell.submit()
    shell.expect_no_dialog()


def assert_fits(page: Page) -> None:
    """Whoever reads it, and on a phone as well; read anew, without the message of what was done last."""
    page.reload()
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert not misfits(page)
    page.set_viewport_size(WIDE)
