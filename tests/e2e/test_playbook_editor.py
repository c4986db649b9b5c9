"""The head edits the playbook in its own table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.fit import misfits
from tests.e2e.pages.playbook_editor import PlaybookEditor
from tests.e2e.pipelines import pipeline_of_its_own

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens


def editor_of(as_: Opens, address: str) -> PlaybookEditor:
    return PlaybookEditor(as_("head", f"{address}edit/"))


def test_the_head_edits_in_the_table_and_publishes(as_: Opens) -> None:
    address = pipeline_of_its_own(as_, "Service contracts")
    page = as_("head", address)
    page.get_by_role("link", name="Edit", exact=True).click()
    editor = PlaybookEditor(page)
    expect(page.get_by_text("Version 1 is in force")).to_be_visible()
    expect(editor.bar).to_have_count(0)

    rename_and_hear_the_linter(editor)
    write_steps(editor)
    ask_for_facts(editor)
    order_by_hand(editor)
    move_by_keyboard(editor)
    assert not violations(page)
    assert not misfits(page)

    editor.bar.get_by_role("link", name="Look through and publish").click()
    expect(page.locator(".change-rows")).to_contain_text("Renamed: “Visit them” → “See the site”")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("heading", name="Playbook", exact=True)).to_be_visible()
    expect(page.get_by_text("version 2, in force since")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="See the site"))
    for told in ("Look around", "Take twelve photos", "Site checklist", "The source is known"):
        expect(row).to_contain_text(told)
    names = page.locator(".playbook-table .stage-name > span:last-child")
    expect(names).to_have_text(
        ["Unsorted", "See the site", "Sign", "Send the terms", "Won", "Lost", "Postponed"]
    )


def rename_and_hear_the_linter(editor: PlaybookEditor) -> None:
    editor.rename("Visit them", "Objections")
    expect(editor.bar).to_contain_text("Draft of version 2")
    row = editor.row("Objections")
    expect(row).to_contain_text("“Objections” says nothing of where the client is")
    expect(editor.remarks).to_contain_text("remarks on this playbook")
    editor.remarks.click()
    expect(editor.page.locator(".row-remarks:target")).to_be_in_viewport()
    assert not violations(editor.page)
    editor.rename("Objections", "See the site")
    expect(editor.row("See the site")).not_to_contain_text("says nothing of where the client is")
    row = editor.row("See the site")
    row.get_by_text("Changed", exact=True).click()
    expect(row.locator(".was-said")).to_contain_text("Visit them")


def write_steps(editor: PlaybookEditor) -> None:
    editor.steps_of("See the site").focus()
    editor.press("F2")
    form = editor.form("Steps and actions of “See the site”")
    form.get_by_role("textbox", name="Seller’s steps").fill(
        "Look around\n- Take twelve photos\n+ Site checklist"
    )
    assert not misfits(editor.page)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    row = editor.row("See the site")
    expect(row.locator("[data-cell=steps]")).to_contain_text("Look around")
    expect(row.locator("[data-cell=actions]")).to_contain_text("Take twelve photos")


def ask_for_facts(editor: PlaybookEditor) -> None:
    bare = editor.row("Send the terms").get_by_text("can’t be published so")
    expect(bare).to_be_visible()
    editor.ask_for("Add what a deal needs to go on from “See the site”", "The source is known", "source")
    expect(bare).to_have_count(0)
    expect(editor.row("See the site")).to_contain_text("The source is known")
    editor.ask_for("Add what a deal has when it comes to “Sign”", "The budget is known", "budget")
    editor.ask_for("Add what a deal has when it comes to “Send the terms”", "The need is known", "need")


def order_by_hand(editor: PlaybookEditor) -> None:
    editor.ask_for(
        "Add what a deal needs to go on from “See the site”", "The phone is known", "contact_phone"
    )
    row = editor.row("See the site")
    criteria = row.locator("li[data-moves]")
    expect(criteria).to_have_count(2)
    editor.drag(criteria.nth(1), onto=criteria.nth(0))
    expect(criteria).to_contain_text(["The phone is known", "The source is known"])
    expect(editor.toast("The order is saved.")).to_be_visible()
    # What was pressed to drag is no press of its own.
    editor.expect_no_dialog()


def move_by_keyboard(editor: PlaybookEditor) -> None:
    editor.status_of("Sign").focus()
    editor.press("Alt+ArrowUp")
    expect(editor.order).to_have_text(["See the site", "Sign", "Send the terms"])
    expect(editor.status_of("Sign")).to_be_focused()


def test_what_is_typed_is_not_lost(as_: Opens) -> None:
    address = pipeline_of_its_own(as_, "Spare parts")
    mine, theirs = editor_of(as_, address), editor_of(as_, address)
    mine.status_of("Visit them").click()
    mine.form("The stage “Visit them”")
    form = mine.page.locator(".cell-form > form")
    name = form.get_by_role("textbox", name="Name")
    name.fill("Sign")
    mine.press("Escape")
    expect(mine.toast("There is unsaved text.")).to_be_visible()
    expect(name).to_have_value("Sign")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("This name is taken. Write another.")
    expect(name).to_be_focused()
    name.fill("Mine")

    theirs.rename("Visit them", "Theirs")
    theirs.rename("Sign", "Sign and pay")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("A colleague has changed this meanwhile.")
    expect(name).to_have_value("Mine")
    mine.row("Theirs").locator(".cell-shown > .stage-name").click()
    expect(name).to_have_value("Mine")
    expect(mine.row("Sign and pay")).to_be_visible()
    form.get_by_role("button", name="Save").click()
    expect(mine.row("Mine")).to_be_visible()
    mine.status_of("Mine").click()
    mine.form("The stage “Mine”")
    mine.press("Escape")
    expect(mine.status_of("Mine")).to_be_focused()


def test_a_stage_is_added_and_taken_out_and_a_colleague_lets_the_draft_go(as_: Opens) -> None:
    address = pipeline_of_its_own(as_, "Rentals")
    editor = editor_of(as_, address)
    editor.row("Visit them").hover()
    editor.page.get_by_role("button", name="Add a stage below “Visit them”").click()
    editor.dialog.get_by_role("textbox", name="Name").fill("Agree on the term")
    editor.submit()
    expect(editor.order).to_have_text(["Visit them", "Agree on the term", "Send the terms", "Sign"])
    expect(editor.status_of("Agree on the term")).to_be_focused()
    editor.row("Sign").hover()
    editor.page.get_by_role("button", name="Remove “Sign”").click()
    editor.submit()
    expect(editor.page.locator(".edit-row.is-removed")).to_contain_text("Sign")
    assert not violations(editor.page)

    colleague = editor_of(as_, address)
    colleague.bar.get_by_role("button", name="Discard").click()
    colleague.page.locator("#confirm").get_by_role("button", name="Discard").click()
    expect(colleague.bar).to_have_count(0)
    look_again(editor.page)
    told = editor.page.get_by_role("alert").filter(has_text="The draft has been discarded meanwhile.")
    expect(told).to_be_visible()
    expect(editor.order).to_have_text(["Visit them", "Send the terms", "Sign"])


def test_what_was_written_in_a_stage_that_is_taken_out_can_be_copied(as_: Opens) -> None:
    address = pipeline_of_its_own(as_, "Leasing")
    mine, theirs = editor_of(as_, address), editor_of(as_, address)
    mine.status_of("Sign").click()
    name = mine.form("The stage “Sign”").get_by_role("textbox", name="Name")
    name.fill("Sign and pay")
    theirs.row("Sign").hover()
    theirs.page.get_by_role("button", name="Remove “Sign”").click()
    theirs.submit()
    expect(theirs.page.locator(".edit-row.is-removed")).to_contain_text("Sign")
    look_again(mine.page)
    expect(mine.toast("The stage you are writing in has been removed meanwhile.")).to_be_visible()
    expect(name).to_have_value("Sign and pay")
    expect(mine.page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    mine.page.get_by_role("button", name="Cancel").click()
    expect(mine.page.locator(".edit-row.is-removed")).to_contain_text("Sign")


def look_again(page: Page) -> None:
    """Come back to the window a moment later."""
    page.wait_for_timeout(2_100)
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_it_fits_a_phone(as_: Opens, on_phone: Opens) -> None:
    address = pipeline_of_its_own(as_, "Consulting")
    page = on_phone("head", address)
    page.get_by_role("link", name="Edit", exact=True).tap()
    editor = PlaybookEditor(page)
    expect(editor.row("Visit them")).to_be_visible()
    assert not misfits(page)
    editor.steps_of("Visit them").tap()
    form = editor.form("Steps and actions of “Visit them”")
    assert not misfits(page)
    assert not violations(page)
    form.get_by_role("textbox", name="Seller’s steps").fill("Look around")
    form.get_by_role("button", name="Save").tap()
    expect(editor.row("Visit them")).to_contain_text("Look around")
