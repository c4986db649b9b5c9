"""A deal is handed over: asked for by the seller, accepted by the receiver on their day, begun anew when it is won."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.fit import misfits
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


def test_who_says_yes_gets_the_deal_that_begins_when_it_is_won(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Ice for the fish market")
    seller = DealPage(as_("seller", deal.path, reduced_motion="reduce"))
    seller.page.get_by_role("button", name="More actions").click()
    seller.page.get_by_role("menuitem", name="Hand over…").click()
    dialog = seller.expect_dialog("Hand over to Installation")
    assert not violations(seller.page)
    # Who received most lately is proposed.
    expect(dialog.get_by_label("Who takes it over?")).to_contain_text("Bohdan Lysenko")
    dialog.get_by_label("Who takes it over?").select_option(label="Marina Zhdanova · Sales")
    dialog.get_by_label("What should they know?").fill("They close at six.")
    dialog.get_by_role("button", name="Ask").click()
    seller.expect_no_dialog()
    expect(seller.page.get_by_text("Marina Zhdanova is asked to take this deal over")).to_be_visible()

    head = Shell(as_("head", "/day/", reduced_motion="reduce"))
    waiting = head.page.get_by_role("region", name="To accept")
    expect(waiting).to_contain_text("They close at six.")
    assert not violations(head.page)
    row = waiting.locator(".item", has_text=deal.title)
    row.get_by_role("button", name="Accept").click()
    expect(row).to_have_count(0)
    expect(seller.page.get_by_text("Marina Zhdanova takes this deal over")).to_be_visible()

    won = DealPage(as_("head", deal.path, reduced_motion="reduce"))
    expect(won.page.get_by_text("You take this deal over")).to_be_visible()
    won.page.get_by_role("button", name="More actions").click()
    won.page.get_by_role("menuitem", name="Won").click()
    won.page.get_by_text("Let it through with a reason").click()
    won.page.get_by_label("Why is it let through?").fill("An old friend")
    won.page.get_by_role("button", name="Let through to Won").click()
    won.expect_no_dialog()
    goes_on = won.page.locator(".notice", has_text="Handed over to Marina Zhdanova, Survey the site")
    expect(goes_on).to_be_visible()
    assert not violations(won.page)
    goes_on.get_by_role("link", name="Open it there").click()
    expect(won.page.get_by_text("Handed over from", exact=True)).to_be_visible()
    expect(won.event("They close at six.").first).to_be_visible()


def test_on_a_phone_a_no_says_why_and_goes_back_to_who_asked(
    on_phone: Opens, as_: Opens, deals: Deals
) -> None:
    deal = deals.make("Too far away")
    seller = DealPage(as_("seller", deal.path, reduced_motion="reduce"))
    seller.page.get_by_role("button", name="More actions").click()
    seller.page.get_by_role("menuitem", name="Hand over…").click()
    dialog = seller.expect_dialog("Hand over to Installation")
    dialog.get_by_label("Who takes it over?").select_option(label="Marina Zhdanova · Sales")
    dialog.get_by_role("button", name="Ask").click()
    seller.expect_no_dialog()
    head = DealPage(on_phone("head", deal.path))
    assert not misfits(head.page)
    head.page.get_by_role("button", name="Decline…").tap()
    reason = head.expect_dialog("Decline the hand-over")
    assert not misfits(head.page)
    reason.get_by_label("Why not?").fill("Nobody of us is near")
    reason.get_by_role("button", name="Decline").tap()
    expect(seller.page.locator(".notice", has_text="Nobody of us is near")).to_contain_text("Choose another…")
