"""The page of a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator


class DealPage(Shell):
    """Head with the stages, playbook, timeline, client and tasks."""

    # -- where it stands --

    @property
    def title(self) -> Locator:
        """The heading."""
        return self.page.get_by_role("heading", level=1)

    @property
    def stage(self) -> Locator:
        """The arrow of the stage where the deal is."""
        return self.page.get_by_role("list", name="Stages").locator("[aria-current=step]")

    def expect_stage(self, name: str) -> None:
        """It is there now, as the arrows and the playbook say."""
        expect(self.stage).to_contain_text(name)
        expect(self.playbook.get_by_role("heading", name=f"{name}: playbook")).to_be_visible()

    def chevron(self, stage: str) -> Locator:
        """The arrow of a stage, to be pressed."""
        return self.page.get_by_role("list", name="Stages").get_by_role("button", name=stage)

    @property
    def main_button(self) -> Locator:
        """The one thing to do with the deal now."""
        return self.page.locator(".deal-actions").get_by_role("button", name="Move to", exact=False).first

    # -- what happened --

    def open_record(self, name: str) -> None:
        """Open the form of something that happened with the client."""
        self.page.get_by_role("tab", name="Fact").click()
        self.page.locator("#panel-fact").get_by_role("button", name=name).click()
        expect(self.dialog.get_by_role("button", name="Note it")).to_be_visible()

    # -- the gate --

    @property
    def playbook(self) -> Locator:
        """The stage's part of the playbook."""
        return self.page.locator("#deal-playbook")

    def criterion(self, title: str) -> Locator:
        """A criterion in the playbook."""
        return self.playbook.locator(".criteria > li").filter(has_text=title)

    def expect_met(self, title: str, evidence: str) -> None:
        """The criterion is ticked, and names what it stands on."""
        row = self.criterion(title)
        expect(row.get_by_role("img", name="met")).to_be_visible()
        expect(row).to_contain_text(evidence)

    def remedy(self, criterion: str) -> Locator:
        """The button that helps with an open criterion."""
        return self.criterion(criterion).locator(".remedy button")

    # -- fields, notes, files, tasks --

    def edit(self, label: str, value: str) -> None:
        """Press a field's value, type another one, save by Enter (Ctrl+Enter where lines may be typed)."""
        self.page.locator("#deal-details").get_by_role("button", name=f"Edit {label}:").click()
        self.type_into_open_field(label, value)

    def type_into_open_field(self, label: str, value: str) -> None:
        """Type into the field that is open and save it."""
        field = self.page.locator("#deal-details").get_by_role("textbox", name=label)
        field.fill(value)
        field.press("Control+Enter" if field.evaluate("each => each.tagName") == "TEXTAREA" else "Enter")

    def write_note(self, text: str) -> None:
        """Type into the composer and send."""
        self.page.get_by_role("textbox", name="Note").fill(text)
        self.page.get_by_role("button", name="Add note").click()

    def attach(self, path: Path) -> None:
        """Choose a file in the composer, as what it says there."""
        self.page.locator("#file-choose").set_input_files(path)

    def event(self, text: str) -> Locator:
        """An event of the timeline that says this."""
        return self.page.locator("#deal-timeline .event").filter(has_text=text)

    def task(self, title: str) -> Locator:
        """An open task."""
        return self.page.locator("#deal-tasks .mini-task").filter(has_text=title)

    def finish(self, task: str) -> None:
        """Press the circle before a task."""
        self.task(task).get_by_role("button", name="Mark done").click()

    def plan_next(self, title: str, *, words: str = "") -> None:
        """Answer what is next, in the dialog that asks when the last task ends."""
        asked = self.expect_dialog("Done")
        if words:
            asked.locator("[name=words]").fill(words)
        asked.get_by_role("textbox", name="Next step").fill(title)
        self.submit()
        self.expect_no_dialog()
