"""My day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Locator


class DayPage(Shell):
    """What is overdue, due today and next, and what needs a look."""

    def task(self, deal: str) -> Locator:
        """The row of a deal's task."""
        return self.page.locator("#day .task").filter(has_text=deal)

    def done(self, deal: str) -> Locator:
        """The row of a task of the deal that was finished today."""
        return self.page.locator("#rows-today .task.is-done").filter(has_text=deal)

    def show(self, deal: str, title: str = "") -> Locator:
        """The row of a deal's open task, after as many presses on "Show more" as it needs."""
        sought = self.page.locator("#day .task:not(.is-done)").filter(has_text=deal).filter(has_text=title)
        more = self.page.locator("#show-more-next")
        expect(sought.or_(more).first).to_be_attached()
        while not sought.count():
            self.show_more()
        return sought

    def show_more(self) -> None:
        """The next rows of what comes later."""
        rows = self.page.locator("#rows-next > li").count()
        self.page.locator("#show-more-next").click()
        expect(self.page.locator("#rows-next > li").nth(rows)).to_be_attached()

    def after(self, deal: str) -> str:
        """The id of the item that follows the row of the deal."""
        row = self.show(deal)
        if row.evaluate("row => row === [...document.querySelectorAll('#day [data-nav-item]')].at(-1)"):
            self.show_more()
        found: str = row.evaluate(
            """row => {
              const items = [...document.querySelectorAll('#day [data-nav-item]')];
              return items[items.indexOf(row) + 1].id;
            }"""
        )
        return found

    def finish(self, deal: str) -> None:
        """Press the circle before the deal's task."""
        self.show(deal).get_by_role("button", name="Mark done").click()
