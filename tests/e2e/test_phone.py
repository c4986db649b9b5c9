"""The board, a deal and My day on a telephone: 390 by 844, by touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.day import DayPage
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.fit import misfits

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals

PAGES = (
    "/day/", "/week/", "/morning/", "/problems/", "/settings/plan/", "/board/1/", "/list/1/", "/people/", "/people/1/merge/", "/duplicates/", "/people/1/merge/?other=2", "/companies/", "/playbook/1/", "/playbook/1/edit/", "/profile/",
    "/playbook/1/gates/", "/playbook/1/versions/", "/playbook/1/gates/passes/", "/settings/pipelines/1/",
    "/notices/", "/profile/notices/",
    "/settings/pipelines/", "/settings/playbooks/?method=nine-statuses&leads=apart&language=ru",
    "/settings/playbooks/import/", "/settings/calendars/",
    "/settings/stages/5/", "/settings/robots/", "/settings/robots/1/", "/settings/reasons/", "/settings/causes/", "/settings/sources/", "/settings/fields/", "/settings/market/", "/settings/intake/", "/import/",
    "/reports/reviews/1/", "/reports/reviews/1/first-touches/", "/deals/new/", "/quick/",
)  # fmt: skip


def test_every_page_fits_a_phone(on_phone: Opens) -> None:
    misfit = {}
    for who, paths in (
        ("head", PAGES),
        (
            "admin",
            (
                "/people/1/personal-data/",
                "/settings/jobs/",
                "/settings/webhooks/",
                "/settings/tokens/",
                "/profile/tokens/",
                "/api/v1/docs",
            ),
        ),
    ):
        page = on_phone(who, "/profile/")
        for path in paths:
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            if told := misfits(page):
                misfit[path] = told
    assert not misfit


def test_a_deal_is_moved_by_its_menu_from_the_column_that_was_chosen(on_phone: Opens, deals: Deals) -> None:
    deal = deals.make("Moved by a thumb", stage="Unsorted")
    board = BoardPage(on_phone("seller", f"/board/1/?text={deal.phone[1:]}"))
    stages = board.page.get_by_role("navigation", name="Stages")
    stages.get_by_role("link", name="Unsorted").tap()
    expect(board.card(deal.title)).to_be_in_viewport()
    board.card(deal.title).get_by_role("button", name="Actions").tap()
    board.menu.get_by_role("menuitem", name="Qualify").first.tap()
    expect(board.toast("Moved to Qualify")).to_be_visible()
    stages.get_by_role("link", name="Qualify").tap()
    expect(board.card(deal.title, "Qualify")).to_be_in_viewport()
    assert not misfits(board.page)


def test_a_deal_is_worked_part_by_part(on_phone: Opens, deals: Deals) -> None:
    deal = deals.make("Worked on the way")
    page = DealPage(on_phone("seller", deal.path))
    expect(page.playbook).to_be_visible()
    expect(page.page.locator("#deal-timeline")).to_be_hidden()
    assert not misfits(page.page)
    bar = page.page.locator(".action-bar")
    bar.get_by_role("button", name="Write a note").tap()
    expect(page.page.get_by_role("textbox", name="Note")).to_be_focused()
    page.write_note("Met them at the fair")
    expect(page.event("Met them at the fair")).to_be_visible()
    assert not misfits(page.page)
    page.page.get_by_role("tab", name="Client and tasks").tap()
    expect(page.task("Call them")).to_be_visible()
    assert not misfits(page.page)
    bar.get_by_role("button", name="Meet").tap()
    page.expect_dialog("Not yet")
    assert not misfits(page.page)


def test_a_task_is_finished_on_the_way(on_phone: Opens, deals: Deals) -> None:
    deal = deals.make("Done on the way")
    day = DayPage(on_phone("seller", "/day/"))
    day.finish(deal.title)
    asked = day.expect_dialog("Done: Call them")
    assert not misfits(day.page)
    asked.get_by_role("textbox", name="Next step").fill("Send the photos")
    day.submit()
    day.expect_no_dialog()
    expect(day.done(deal.title)).to_be_visible()
    expect(day.show(deal.title, "Send the photos")).to_be_visible()
    assert not misfits(day.page)


def test_targets_for_a_thumb_are_large_enough(on_phone: Opens, deals: Deals) -> None:
    """The main actions of a phone are 44 px high; what axe asks of all others is 24."""
    deal = deals.make("For a thumb")
    bars = {"/board/1/": ".tabbar a, .tabbar button", deal.path: ".action-bar .btn"}
    for path, selector in bars.items():
        page = on_phone("seller", path)
        heights = (
            page.locator(selector)
            .filter(visible=True)
            .evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
        )
        assert heights
        assert min(heights) >= 44
