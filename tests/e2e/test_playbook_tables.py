"""The playbook's table goes out as a file, is changed in a spreadsheet, and comes back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.pages.axe import violations
from tests.e2e.pages.fit import misfits
from tests.e2e.pipelines import pipeline_of_its_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens

XLSX, PDF, MARKDOWN = "This table for Excel (XLSX)", "This table to print (PDF)", "This table as Markdown"


def downloaded(page: Page, kind: str) -> tuple[str, bytes]:
    """What the menu hands out: the file's name and content."""
    page.get_by_role("button", name="Download").press("Enter")
    menu = page.get_by_role("menu", name="Download")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    with page.expect_download() as found:
        menu.get_by_role("menuitem", name=kind).press("Enter")
    # What is fetched leaves the page, and so the menu, as they are.
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def test_a_seller_takes_the_table_along_by_keyboard(as_: Opens) -> None:
    page = as_("seller", "/playbook/")
    for kind, suffix, start in (
        (XLSX, "xlsx", b"PK"),
        (PDF, "pdf", b"%PDF"),
        (MARKDOWN, "md", b"# Sales playbook"),
    ):
        name, content = downloaded(page, kind)
        assert name.endswith(f".{suffix}")
        assert content.startswith(start)
    assert not violations(page)


def test_a_table_changed_in_a_spreadsheet_comes_back_as_the_draft(as_: Opens) -> None:
    address = pipeline_of_its_own(as_, "Rental")
    page = as_("head", address)
    name, content = downloaded(page, XLSX)
    assert name == "Rental.xlsx"

    bring(page, changed(content, {"E5": "☐ They want it [field: needs]"}))
    expect(page.locator("section[role=alert]")).to_contain_text("cell E5, line 1")
    expect(page.locator("section[role=alert]")).to_contain_text("“needs” is not known here. Write “need”.")
    assert not violations(page)
    assert not misfits(page)

    mended = {
        "B5": "See the site\nThey show us the room",
        "E5": "☐ They want it [field: need]\n☐ We suit them",
    }
    bring(page, changed(content, mended))
    expect(page.locator(".change-rows")).to_contain_text("Renamed: “Visit them” → “See the site”")
    assert not violations(page)
    assert not misfits(page)
    page.get_by_role("button", name="Take it in").click()
    editor = as_("head", f"{address}edit/")
    row = editor.get_by_role("row").filter(has=editor.get_by_role("rowheader", name="See the site"))
    for told in ("They show us the room", "They want it", "We suit them", "judgement"):
        expect(row).to_contain_text(told)


def changed(content: bytes, cells: Mapping[str, str]) -> bytes:
    """The workbook as a spreadsheet saves it with other texts in the first sheet's cells."""
    book = load_workbook(BytesIO(content))
    for cell, text in cells.items():
        book.worksheets[0][cell] = text
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def bring(page: Page, content: bytes) -> None:
    page.goto("/settings/playbooks/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "Rental.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("#look-through").click()
