"""The playbook's table being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class PlaybookEditor(Shell):
    """Rows by the names of their stages; cells by what they are called for those who can't see them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.bar = page.locator(".draft-bar")
        self.remarks = page.locator("#to-remarks")

    def row(self, stage: str) -> Locator:
        """The row of the stage with this name."""
        name = self.page.locator(".cell-shown > .stage-name").get_by_text(stage, exact=True)
        return self.page.locator(".edit-row").filter(has=name)

    @property
    def order(self) -> Locator:
        """The names of the working stages as they stand."""
        return self.page.locator(".edit-row:has(.places) .cell-shown > .stage-name > span:last-child")

    def status_of(self, stage: str) -> Locator:
        """The button that opens who the stage is."""
        return self.page.get_by_role("button", name=f"Edit “{stage}”: name, purpose, limit")

    def steps_of(self, stage: str) -> Locator:
        """The button that opens its steps and actions."""
        return self.page.get_by_role("button", name=f"Edit the steps and actions of “{stage}”")

    def form(self, name: str) -> Locator:
        """The open form of a cell."""
        found = self.page.get_by_role("form", name=name)
        expect(found).to_be_visible()
        return found

    def rename(self, stage: str, to: str) -> None:
        """By the keyboard alone."""
        self.status_of(stage).focus()
        self.press("Enter")
        field = self.form(f"The stage “{stage}”").get_by_role("textbox", name="Name")
        expect(field).to_be_focused()
        field.fill(to)
        self.press("Control+Enter")
        expect(self.row(to)).to_be_visible()
        expect(self.status_of(to)).to_be_focused()

    def drag(self, criterion: Locator, onto: Locator) -> None:
        """By the grip that shows when one points at the criterion."""
        criterion.hover()
        criterion.locator(".grip").hover()
        self.page.mouse.down()
        box = onto.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] - 100, box["y"] + box["height"] / 2, steps=12)
        self.page.mouse.move(box["x"] + box["width"] - 100, box["y"] + 2, steps=4)
        self.page.mouse.up()

    def ask_for(self, where: str, title: str, field: str) -> None:
        """One more criterion: a field that is filled."""
        self.page.get_by_role("button", name=where).click()
        self.dialog.get_by_label("What must be true").fill(title)
        self.dialog.get_by_label("Which field").select_option(field)
        self.submit()
        self.expect_no_dialog()
