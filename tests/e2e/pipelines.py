"""Pipelines to work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens


def pipeline_of_its_own(as_: Opens, name: str) -> str:
    """Made for one journey, so that no other meets it. Returns the address of its playbook."""
    settings = Shell(as_("head", "/settings/pipelines/"))
    settings.page.get_by_role("button", name="New pipeline").click()
    settings.dialog.get_by_role("textbox", name="Name").fill(name)
    settings.dialog.get_by_role("textbox", name="Working stages").fill("Visit them\nSend the terms\nSign")
    settings.submit()
    expect(settings.page.get_by_role("heading", name=name)).to_be_visible()
    link = settings.page.locator(".part-head").get_by_role("link", name="Playbook")
    address = link.get_attribute("href")
    assert address is not None
    return address
