"""My day: the work of a seller from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.day import DayPage
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.e2e.deals import Deals


# In how many different ways the hours of the week's columns stand from top to bottom: beside their names, in one.
_ROWS_OF_HOURS = """() => new Set([...document.querySelectorAll(".week-hours, .week-day")].map(column =>
  [...column.querySelectorAll(":scope > .hour")].map(hour => Math.round(hour.getBoundingClientRect().top)).join())).size"""


def test_a_task_is_finished_with_its_next_step_and_taken_back(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Done on my day")
    day = DayPage(as_("seller", "/day/"))
    expect(day.show(deal.title)).to_contain_text("Call them")
    day.finish(deal.title)
    day.expect_dialog("Done: Call them").get_by_role("textbox", name="Next step").fill("Send the prices")
    day.submit()
    day.expect_no_dialog()
    expect(day.done(deal.title)).to_contain_text("Call them")
    # At once, while the toast is there: looking further down the list takes its time.
    day.press("z")
    expect(day.done(deal.title)).to_have_count(0)
    expect(day.show(deal.title)).to_contain_text("Call them")


def test_a_task_is_put_off_with_the_reason_kept(as_: Opens) -> None:
    # The demo's overdue step; it is put off and the change taken back.
    day = DayPage(as_("seller", "/day/"))
    row = day.task("Display fridges, 14 shops").filter(has_text="Confirm Thursday meeting")
    expect(row).to_contain_text("late")
    row.get_by_role("button", name="Change the task").click()
    asked = day.expect_dialog("Change the task")
    expect(asked).to_contain_text("Why is it put off?")
    day.press("Escape")
    day.expect_no_dialog()


def test_the_head_looks_at_the_day_of_a_seller(as_: Opens) -> None:
    day = DayPage(as_("head", "/day/"))
    day.page.get_by_role("button", name="Mine and my sellers").click()
    day.menu.get_by_role("menuitem", name="Olena Kravchuk").click()
    expect(day.page.get_by_role("heading", name="The day of Olena Kravchuk", level=1)).to_be_visible()
    expect(day.task("Display fridges, 14 shops").first).to_be_visible()


def test_the_queue_goes_on_by_the_keyboard(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Done by the keyboard")
    day = DayPage(as_("seller", "/day/"))
    row = day.show(deal.title)
    row.locator("[data-nav-focus]").focus()
    following = day.after(deal.title)
    # The one action of a call: the telephone, and the form that asks what came of it.
    act = row.locator(".task-act")
    expect(act).to_have_attribute("href", f"tel:{deal.phone}")
    day.press("d")
    day.expect_dialog("Done: Call them").get_by_role("textbox", name="Next step").fill("Send the prices")
    day.submit()
    day.expect_no_dialog()
    # The last row of the queue is followed by what stands beside it, which is a link itself.
    expect(day.page.locator(f"#{following}[data-nav-focus], #{following} [data-nav-focus]")).to_be_focused()
    day.press("z")
    expect(day.done(deal.title)).to_have_count(0)
    expect(day.show(deal.title)).to_contain_text("Call them")


def test_a_row_that_goes_behind_its_form_leaves_the_focus_to_the_next(as_: Opens, deals: Deals) -> None:
    deal = deals.make("Done elsewhere meanwhile")
    day, elsewhere = DayPage(as_("seller", "/day/")), DayPage(as_("seller", "/day/"))
    row = day.show(deal.title)
    row.locator("[data-nav-focus]").focus()
    following, task = day.after(deal.title), row.get_attribute("id")
    day.press("d")
    day.expect_dialog("Done: Call them")
    elsewhere.show(deal.title).locator("[data-nav-focus]").focus()
    elsewhere.press("d")
    elsewhere.expect_dialog("Done: Call them").get_by_role("textbox", name="Next step").fill(
        "Send the prices"
    )
    elsewhere.submit()
    elsewhere.expect_no_dialog()
    expect(day.page.locator(f"#{task}[data-nav-item]")).to_have_count(0)
    day.press("Escape")
    day.expect_no_dialog()
    expect(day.page.locator(f"#{following}[data-nav-focus], #{following} [data-nav-focus]")).to_be_focused()


def test_the_week_is_walked_by_arrows(as_: Opens, deals: Deals) -> None:
    deals.make("In the week")
    week = Shell(as_("seller", "/week/"))
    this_week = week.page.url
    week.page.get_by_role("link", name="The week after").click()
    expect(week.page).not_to_have_url(this_week)
    expect(week.page.get_by_role("heading", name="My week", level=1)).to_be_visible()
    assert week.page.evaluate(_ROWS_OF_HOURS) == 1
    columns = week.page.locator("[data-nav-column]:has(.week-task)")
    expect(columns.nth(1)).to_be_visible()
    columns.first.locator(".week-task .title").first.focus()
    week.press("ArrowRight")
    expect(columns.nth(1).locator(".week-task .title").first).to_be_focused()
    week.press("e")
    week.expect_dialog("Change the task")
