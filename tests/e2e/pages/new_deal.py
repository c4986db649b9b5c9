"""The dialog of a new deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Locator


class NewDeal(Shell):
    """One required field; the rest has a default."""

    def begin(self) -> None:
        """Press N."""
        self.press("n")
        self.expect_dialog("New deal")

    @property
    def client(self) -> Locator:
        """The one required field."""
        return self.dialog.get_by_role("textbox", name="Phone, e-mail or company")

    @property
    def wish(self) -> Locator:
        """What the client wants."""
        return self.dialog.get_by_role("textbox", name="What does the client want?")

    @property
    def known(self) -> Locator:
        """What the base knows of the client typed."""
        return self.dialog.locator("#known-client")
