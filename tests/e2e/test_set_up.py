"""A real first day: an empty workspace, a playbook by kind of business, demo data, and the work of one's own after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Windows, log_in_all
from tests.e2e.pages.axe import violations
from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.fit import misfits
from tests.e2e.pages.set_up import SetUp
from tests.servers.product import Product, make_workspace, running_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Opens

LEADS = ("Primary interest",)
DEALS = ("Negotiations", "Waiting for the decision", "Contracting")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A workspace with an administrator and nothing else."""
    own = tmp_path_factory.mktemp("empty")
    make_workspace(own)
    with running_product(own) as running:
        yield running


@pytest.fixture
def there(house: Product, browser: Browser) -> Iterator[Opens]:
    """`there("admin", path)`: a page of the administrator."""
    windows = Windows(house, browser, log_in_all(house, browser))
    yield windows.open
    windows.close()
    assert not windows.complaints


def test_an_empty_workspace_is_set_up_tried_with_demo_data_and_cleared(there: Opens) -> None:
    page = SetUp(there("admin", "/", reduced_motion="reduce"))
    for path in ("/playbook/", "/day/", "/board/"):
        page.open(path)
        expect(page.page.get_by_role("link", name="Choose how you sell")).to_be_visible()
    page.page.get_by_role("link", name="Choose how you sell").click()
    page.choose("Trade and services with a commercial offer")
    expect(page.boards).to_have_count(1)
    page.choose("Leads on a board of their own")
    expect(page.boards).to_have_count(2)
    expect(page.stages("Leads").locator("b")).to_have_text(LEADS)
    expect(page.stages("Deals").locator("b")).to_have_text(DEALS)
    page.page.go_back()
    expect(page.boards).to_have_count(1)
    page.page.go_forward()
    assert not violations(page.page)

    page.show_with_demo_data()
    board = BoardPage(page.page)
    expect(board.card("", LEADS[0]).first).to_be_visible()
    assert not violations(page.page)
    page.open("/board/2/")
    board = BoardPage(page.page)
    for stage in DEALS:
        expect(board.card("", stage).first).to_be_visible()
    title = board.card("", DEALS[0]).first.get_by_role("heading").inner_text()
    board.card("", DEALS[0]).first.get_by_role("heading").get_by_role("link").click()
    expect(page.page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.page.get_by_text("Handed over from").first).to_be_visible()

    page.open("/board/1/")
    page.clear()
    expect(BoardPage(page.page).card("")).to_have_count(0)
    for stage in LEADS:
        expect(page.page.get_by_role("heading", name=stage)).to_be_visible()
    page.open("/settings/users/")
    expect(page.page.get_by_text("demonstration.example")).to_have_count(0)


def test_on_a_phone_and_in_russian_the_choice_fits(there: Opens) -> None:
    page = SetUp(
        there(
            "admin", "/settings/playbooks/?method=lead-customer-client&leads=apart&language=ru",
            viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce",
        )
    )  # fmt: skip
    expect(page.boards).to_have_count(4)
    expect(page.page.get_by_text("Познакомиться с лидом")).to_be_attached()
    assert not misfits(page.page)
    assert not violations(page.page)
