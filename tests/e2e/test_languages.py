"""The product in Russian, the longest of its languages: every main page speaks it, and all of it fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, WIDE
from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.fit import misfits
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
PAGES = {
    "/day/": "Мой день",
    "/morning/": "Утро",
    "/problems/": "Проблемные сделки",
    "/settings/plan/": None,
    "/settings/discipline/": None,
    "/week/": "Моя неделя",
    "/people/": "Люди",
    "/duplicates/": "Дубли",
    "/companies/": "Компании",
    "/profile/": "Профиль",
    "/notices/": "Уведомления",
    "/profile/notices/": "Уведомления: ваш выбор",
    "/settings/mail/": None,
    "/settings/pipelines/": None,
    "/settings/stages/5/": None,
    "/settings/calendars/": None,
    "/settings/robots/": None,
    "/settings/robots/1/": None,
    "/settings/users/": None,
    "/settings/workspace/": None,
    "/settings/jobs/": None,
    "/settings/tokens/": None,
    "/profile/tokens/": None,
    "/settings/webhooks/": None,
    "/quick/": None,
    "/playbook/1/": None,
    "/playbook/1/edit/": None,
    "/playbook/1/gates/": "Проверки",
    "/playbook/1/gates/passes/": None,
    "/playbook/1/versions/": "Версии",
    "/reports/reviews/1/": "Разборы",
    "/reports/reviews/1/deals/": None,
    "/reports/reviews/1/first-touches/": None,
    "/settings/causes/": None,
    "/settings/sources/": None,
    "/settings/fields/": None,
    "/settings/market/": None,
    "/settings/intake/": None,
    "/import/": None,
    "/board/1/": None,
    "/list/1/": None,
}


@pytest.fixture
def russian(as_: Opens) -> Iterator[Opens]:
    """The administrator reads Russian for a while."""
    page = as_("admin", "/profile/")
    choose_language(page=Shell(page), language="ru")
    yield as_
    choose_language(page=Shell(page), language="en")


def choose_language(page: Shell, language: str) -> None:
    """In the profile."""
    page.open("/profile/")
    page.page.locator("#language").select_option(language)
    with page.page.expect_navigation():
        page.page.locator("form[action='/profile/'] button[type=submit]").click()
    expect(page.page.locator("html")).to_have_attribute("lang", language)


def test_the_main_pages_speak_russian_and_fit(russian: Opens) -> None:
    page = russian("admin", "/day/")
    for path, heading in PAGES.items():
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        if heading is not None:
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect_fit(page)


def test_a_deal_and_its_dialogs_fit_in_russian(russian: Opens, deals: Deals) -> None:
    deal = deals.make("In Russian")
    page = Shell(russian("admin", deal.path))
    expect_fit(page.page)
    page.press("m")
    expect(page.menu).to_be_visible()
    assert not misfits(page.page)
    page.press("Escape")
    expect(page.page.locator("#deal-move")).to_be_focused()
    page.press("t")
    expect(page.dialog.locator("label").first).to_have_text(CYRILLIC)
    expect_fit(page.page)
    page.press("Escape")
    page.page.set_viewport_size(WIDE)
    page.page.locator(".deal-actions").get_by_role("button", name="Meet").first.click()
    expect(page.dialog).to_be_visible()
    expect_fit(page.page)


def expect_fit(page: Page) -> None:
    """What is there now fits a wide window and a phone."""
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert not misfits(page), f"{page.url} at {size['width']} px"


def test_counts_have_the_plural_of_their_number(russian: Opens, deals: Deals) -> None:
    for _ in range(2):
        deals.make("Считаем сделки", stage="Unsorted")
    board = BoardPage(russian("admin", "/board/1/?text=Считаем"))
    expect(board.page.locator(".col-name .sr").first).to_have_text("2 сделки")
    deals.make("Считаем сделки", stage="Unsorted")
    board.page.reload()
    expect(board.page.locator(".col-name .sr").first).to_have_text("3 сделки")
    expect(board.page.locator(".col-name .sr").nth(1)).to_have_text("0 сделок")
