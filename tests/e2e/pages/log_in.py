"""The page to log in on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class LogInPage:
    """Two fields and a button."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> Self:
        """Go there."""
        self.page.goto("/login/")
        return self

    @property
    def email(self) -> Locator:
        """The field of the e-mail."""
        return self.page.get_by_label("E-mail")

    @property
    def password(self) -> Locator:
        """The field of the password."""
        return self.page.get_by_label("Password", exact=True)

    @property
    def refusal(self) -> Locator:
        """What it says when it does not let one in."""
        return self.page.get_by_role("alert")

    def submit(self, email: str, password: str) -> None:
        """Fill both fields in and send them."""
        self.email.fill(email)
        self.password.fill(password)
        self.page.get_by_role("button", name="Log in").click()

    def log_in(self, email: str, password: str) -> None:
        """Get in."""
        self.submit(email, password)
        self.page.wait_for_url(lambda url: "/login/" not in url)
