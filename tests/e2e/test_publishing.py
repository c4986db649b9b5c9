"""The head changes the playbook: a draft, what it would do, and the next version in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.forms import choose
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.e2e.conftest import Opens


def test_a_form_takes_what_is_typed_while_its_preview_is_made(as_: Opens) -> None:
    page = as_("head", "/settings/stages/2/")
    held: list[Route] = []
    page.route("**/settings/stages/2/criteria/preview/", lambda route: held.append(route))  # noqa: PLW0108 - a built-in method has no attributes, and Playwright sets one
    with page.expect_request("**/criteria/preview/"):
        page.locator("#new-criterion-exit").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What must be true").fill("They were called")
    choose(dialog.get_by_role("radio", name="A call is held"))
    assert held
    for one in held:
        one.continue_()
    page.unroute_all(behavior="wait")
    expect(dialog.get_by_label("What must be true")).to_have_value("They were called")


def test_a_changed_playbook_is_looked_through_and_published(as_: Opens) -> None:
    # Of the demo's second pipeline, where no other journey goes.
    deal = DealPage(as_("head", first_deal_of(as_)))
    settings = Shell(as_("head", "/settings/pipelines/2/"))
    page = settings.page
    page.get_by_role("link", name="Survey the site").click()
    page.locator("#new-criterion-exit").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What must be true").fill("The source is known")
    dialog.get_by_label("Which field").select_option("source")
    dialog.get_by_role("button", name="Add criterion").click()
    expect(page.locator("#stage-criteria-exit")).to_contain_text("The source is known")
    expect(page.locator(".draft-bar")).to_contain_text("Deals go by version 1 until you publish")
    assert not violations(page)
    deal.page.reload()
    expect(deal.playbook).not_to_contain_text("The source is known")

    page.get_by_role("link", name="Look through and publish").click()
    expect(page.get_by_role("heading", name="Publish version 2")).to_be_visible()
    expect(page.locator(".change-rows")).to_contain_text("The source is known")
    assert not violations(page)
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.locator("#version-2")).to_contain_text("The source is known")
    expect(page.locator(".draft-bar")).to_have_count(0)
    assert not violations(page)

    deal.page.reload()
    expect(deal.playbook).not_to_contain_text("The source is known")
    expect(deal.playbook).to_contain_text("Judged by version 1 of the playbook")


def first_deal_of(as_: Opens) -> str:
    """The address of the first deal in the second pipeline's first working stage."""
    board = as_("head", "/board/2/")
    address = (
        board.get_by_role("region", name="Survey the site").locator(".card a").first.get_attribute("href")
    )
    assert address is not None
    return address
