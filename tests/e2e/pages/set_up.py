"""The set-up: how one sells, on how many boards, with demo data or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Locator


class SetUp(Shell):
    """The page at /settings/playbooks/ and what follows from it."""

    def choose(self, link: str) -> None:
        """A method, or one board or two, by a part of its words; the page says that it is chosen."""
        self.page.get_by_role("link", name=link).click()
        expect(self.page.locator(".method-card[aria-current]").filter(has_text=link)).to_be_visible()

    @property
    def boards(self) -> Locator:
        """The boards as they are drawn."""
        return self.page.locator(".small-board")

    def stages(self, board: str) -> Locator:
        """The stages that are drawn of a board."""
        return self.page.get_by_role("list", name=f"Stages of {board}").get_by_role("listitem")

    def show_with_demo_data(self) -> None:
        """Press the button and wait until all of it is there and the board is shown."""
        self.page.get_by_role("button", name="Show it with demo data").click()
        expect(self.page.get_by_text("requests are told")).to_be_visible()
        self.page.wait_for_url("**/board/*/", timeout=120_000)

    def clear(self) -> None:
        """Clear the demo data, from the board, after the count."""
        self.page.get_by_role("button", name="Clear the demo data").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text("Clear the demo data?")
        dialog.get_by_role("button", name="Clear all of this").click()
        expect(self.page.get_by_role("note")).to_have_count(0)
