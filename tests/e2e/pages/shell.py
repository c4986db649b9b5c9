"""What stands around every page: navigation, messages, the dialog, the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Shell:
    """A page within the shell. `path` is where it is opened, when not where its tab is already."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, path: str) -> Self:
        """Go to an address."""
        self.page.goto(path)
        return self

    # -- messages --

    def toast(self, text: str) -> Locator:
        """The message that says this."""
        return self.page.locator("#toasts .toast").filter(has_text=text)

    def press(self, *keys: str) -> None:
        """Keys, one after the other, as on a keyboard; on a page that has just been gone to, once it listens."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    # -- the dialog --

    @property
    def dialog(self) -> Locator:
        """The one dialog, once it is open."""
        return self.page.locator("#dialog[open]")

    def submit(self) -> None:
        """The dialog's own button."""
        self.dialog.locator("button[type=submit]").click()

    def expect_dialog(self, title: str) -> Locator:
        """The dialog with this heading."""
        expect(self.dialog.get_by_role("heading", name=title)).to_be_visible()
        return self.dialog

    def expect_no_dialog(self) -> None:
        """It closed."""
        expect(self.page.locator("#dialog[open]")).to_have_count(0)

    # -- menus --

    @property
    def menu(self) -> Locator:
        """The menu that is open."""
        return self.page.locator("[role=menu]:popover-open")

    # -- the palette --

    @property
    def palette(self) -> Locator:
        """Search and commands, once open."""
        return self.page.locator("#palette[open]")

    def find(self, text: str) -> Locator:
        """Type into the palette; returns what it offers."""
        self.palette.get_by_role("combobox").fill(text)
        return self.palette.get_by_role("option")
