"""Working a deal on its page: refused at a gate, the criteria met, on to the next stage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.deal import DealPage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals

QUALIFY = (
    "Decision-maker named on the card",
    "Need, volume and product temperature recorded",
    "Budget order of magnitude known",
    "Client agreed on a call to a meeting or site visit",
)


def test_a_deal_is_refused_at_a_gate_with_every_criterion_that_is_open(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Refused at the gate")
    page = DealPage(as_("seller", deal.path))
    page.main_button.click()
    why = page.expect_dialog("Not yet: 4 of 4 criteria are open")
    for criterion in QUALIFY:
        expect(why).to_contain_text(criterion)
    expect(why).to_contain_text("The deal stays in Qualify")
    page.press("Escape")
    page.expect_no_dialog()
    expect(page.main_button).to_be_focused()
    page.expect_stage("Qualify")


def test_a_seller_meets_the_criteria_of_three_gates_and_the_deal_moves_on(
    as_: Opens, deals: Deals, tmp_path: Path
) -> None:
    deal = deals.make("Through three gates")
    page = DealPage(as_("seller", deal.path))

    # Qualify: the contact decides, need and budget are known, a call is done.
    page.remedy(QUALIFY[0]).click()
    page.expect_dialog(QUALIFY[0])
    page.submit()
    page.expect_met(QUALIFY[0], deal.contact)
    page.remedy(QUALIFY[1]).click()
    page.type_into_open_field("Need", "A cold room for 4 t of berries")
    page.expect_met(QUALIFY[1], "A cold room for 4 t of berries")
    page.edit("Budget", "$30–60k")
    page.expect_met(QUALIFY[2], "$30–60k")
    page.finish("Call them")
    page.plan_next("See their store", words="They ask us to come")
    page.expect_met(QUALIFY[3], "Call them")
    expect(page.event("They ask us to come")).to_be_visible()
    page.main_button.click()
    page.expect_stage("Meet")

    # Meet: a meeting, a file, a note.
    page.remedy("Meeting held").click()
    page.expect_dialog("New task")
    page.dialog.get_by_role("textbox", name="What is to be done?").fill("Look at the store together")
    page.submit()
    page.expect_no_dialog()
    page.finish("Look at the store together")
    expect(page.task("Look at the store together")).to_have_count(0)
    page.expect_met("Meeting held", "Look at the store together")
    page.remedy("Site checklist uploaded").click()
    checklist = tmp_path / "Site checklist.pdf"
    checklist.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.attach(checklist)
    page.expect_met("Site checklist uploaded", "Site checklist.pdf")
    page.remedy("Meeting result written down").click()
    page.write_note("They need it before the harvest")
    page.expect_met("Meeting result written down", "They need it before the harvest")
    expect(page.event("They need it before the harvest")).to_be_visible()
    page.main_button.click()
    page.expect_stage("Propose")

    # Propose: one of its criteria is a person's judgement, with the reason they give.
    page.remedy("Budget range confirmed in writing").click()
    asked = page.expect_dialog("Confirm by hand")
    page.submit()
    expect(asked.get_by_role("textbox", name="How do you know?")).to_have_attribute("aria-invalid", "true")
    asked.get_by_role("textbox", name="How do you know?").fill("Their letter of today")
    page.submit()
    page.expect_no_dialog()
    page.expect_met("Budget range confirmed in writing", "Their letter of today")
    expect(page.criterion("Budget range confirmed in writing")).to_contain_text("judgement")


def test_the_last_task_is_not_finished_without_the_next(as_: Opens, deals: Deals) -> None:
    deal = deals.make("One task only")
    page = DealPage(as_("seller", deal.path))
    page.finish("Call them")
    asked = page.expect_dialog("Done")
    expect(asked).to_contain_text("What is next?")
    asked.get_by_role("textbox", name="Next step").fill("")
    page.submit()
    expect(asked.get_by_role("textbox", name="Next step")).to_have_attribute("aria-invalid", "true")
    # What was typed is not thrown away by one stray key.
    page.press("Escape")
    expect(page.toast("Esc")).to_be_visible()
    page.press("Escape")
    page.expect_no_dialog()
    expect(page.task("Call them")).to_be_visible()
    page.finish("Call them")
    page.plan_next("Write to them")
    expect(page.task("Write to them")).to_contain_text("next step")
    expect(page.task("Call them")).to_have_count(0)


def test_a_finished_task_is_taken_back_by_the_toast(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Done too early")
    page = DealPage(as_("seller", deal.path))
    page.finish("Call them")
    page.plan_next("Write to them")
    page.toast("done").get_by_role("button", name="Undo").click()
    expect(page.task("Call them")).to_contain_text("next step")


def test_what_is_typed_wrong_into_a_field_stays_with_a_sentence(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Typed wrong")
    page = DealPage(as_("seller", deal.path))
    page.edit("Amount", "about 5")
    field = page.page.locator("#deal-details").get_by_role("textbox", name="Amount")
    expect(field).to_have_value("about 5")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("48 500")
    field.press("Enter")
    expect(page.page.locator("#deal-head")).to_contain_text("$48,500")


def test_the_head_lets_a_deal_through_and_the_reason_stays(as_: Opens, deals: Deals) -> None:
    deal = deals.make("An exception")
    seller = DealPage(as_("seller", deal.path))
    seller.playbook.get_by_role("button", name="Ask for an exception").click()
    asked = seller.expect_dialog("Ask for an exception")
    asked.get_by_role("textbox", name="Why should it go on now?").fill("They sign on Monday")
    seller.submit()
    seller.expect_no_dialog()
    head = DealPage(as_("head", deal.path))
    expect(head.playbook).to_contain_text("They sign on Monday")
    head.main_button.click()
    why = head.expect_dialog("Not yet")
    expect(why).to_contain_text("They sign on Monday")
    why.get_by_role("textbox", name="Why is it let through?").fill("A client of ten years")
    why.get_by_role("button", name="Let through to Meet").click()
    head.expect_no_dialog()
    head.expect_stage("Meet")
    expect(head.event("A client of ten years")).to_be_visible()
    seller.expect_stage("Meet")


def test_back_is_allowed_with_a_reason(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Back again", stage="Unsorted")
    page = DealPage(as_("seller", deal.path))
    page.main_button.click()
    page.expect_stage("Qualify")
    page.press("m")
    expect(page.menu.get_by_role("menuitem", name=re.compile("Lost"))).to_be_visible()


def test_what_happened_is_noted_and_taken_back(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Called and paid")
    page = DealPage(as_("seller", deal.path))
    page.open_record("Call")
    page.dialog.get_by_label("How long did you speak?").fill("4:10")
    page.dialog.get_by_role("combobox", name="With whom?").select_option(deal.contact)
    page.dialog.get_by_label("What was said?").fill("They want three rooms")
    page.press("Control+Enter")
    page.expect_no_dialog()
    expect(page.event(f"Call with {deal.contact}")).to_contain_text("They want three rooms")
    page.open_record("Payment")
    page.submit()
    expect(page.dialog).to_contain_text("Fill this in.")
    page.dialog.get_by_label("Amount").fill("6000")
    page.submit()
    page.expect_no_dialog()
    paid = page.event("Payment received: $6,000")
    paid.hover()
    paid.get_by_role("button", name="Undo").click()
    expect(page.event("Undone: Payment received: $6,000")).to_be_visible()


def test_a_task_is_planned_for_a_day_and_a_night_call_is_warned_of(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Some time that day")
    page = DealPage(as_("seller", deal.path))
    page.page.locator("#task-add").click()
    asked = page.expect_dialog("New task")
    asked.get_by_role("textbox", name="What is to be done?").fill("Send the drawing")
    choice = asked.get_by_role("group", name="On a day").get_by_role("radio").first
    day = choice.get_attribute("value") or ""
    choice.check(force=True)
    page.submit()
    page.expect_no_dialog()
    due = page.task("Send the drawing").locator("due-time")
    expect(due).to_have_attribute("on", day.partition(" ")[2])
    expect(due).not_to_contain_text(":")

    # A client who lives by the other side of the clock.
    page.page.locator("#task-add").click()
    asked = page.expect_dialog("New task")
    asked.get_by_role("radio", name="Another time").check(force=True)
    told = asked.locator("due-client")
    told.evaluate("(one) => one.setAttribute('zone', 'Pacific/Pago_Pago')")
    asked.get_by_label("Day", exact=True).fill("2030-01-08")
    expect(told).to_be_hidden()
    asked.get_by_label("Hour, if it has one").fill("15:00")
    expect(told).to_have_attribute("data-state", "night")
    expect(told).to_contain_text("they sleep then")
    asked.get_by_label("Hour, if it has one").fill("03:00")
    expect(told).to_have_attribute("data-state", "day")
