"""The list of deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Locator


class DealListPage(Shell):
    """A table of deals, of which several may be chosen."""

    def row(self, title: str) -> Locator:
        """The row of a deal."""
        return self.page.locator("#deal-rows tr").filter(has_text=title)

    def choose(self, *titles: str) -> None:
        """Tick the rows of these deals."""
        for title in titles:
            self.row(title).get_by_role("checkbox").check()
        expect(self.bar).to_contain_text(f"{len(titles)} chosen")

    @property
    def bar(self) -> Locator:
        """What can be done with the chosen ones."""
        return self.page.get_by_role("region", name="Chosen deals")

    def titles(self) -> list[str]:
        """The titles as they stand, from the top."""
        return self.page.locator("#deal-rows .title-cell").all_inner_texts()
