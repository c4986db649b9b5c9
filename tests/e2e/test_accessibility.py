"""Every page and the main dialogs: nothing that WCAG 2.2 AA forbids, light and dark, wide and on a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, WIDE
from tests.e2e.pages.axe import violations
from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.forms import choose
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Opens


@dataclass(frozen=True)
class Visit:
    """A page as somebody sees it: where it begins, and what is pressed then."""

    name: str
    role: str | None
    path: str
    then: Callable[[Page], None] | None = None


# -- what is pressed ------------------------------------------------------------------------------------------------


def follow(name: str) -> Callable[[Page], None]:
    """Press the first link of this name."""

    def press(page: Page) -> None:
        page.locator("#main").get_by_role("link", name=name).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)

    return press


def follow_last_deal(page: Page) -> None:
    """Press the last title of the list."""
    page.locator("tbody th a").last.click()
    expect(page.locator("#deal")).to_be_visible()


def open_deal(title: str, then: Callable[[DealPage], object] | None = None) -> Callable[[Page], None]:
    """Find the deal by the palette and go there."""

    def go(page: Page) -> None:
        shell = Shell(page)
        shell.press("Control+k")
        shell.find(title).filter(has_text=title).first.click()
        deal = DealPage(page)
        expect(deal.title).to_contain_text(title)
        if then is not None:
            then(deal)

    return go


def press_and_ask(name: str, title: str) -> Callable[[Page], None]:
    """Press a link or button of the page; a dialog of this title opens."""

    def press(page: Page) -> None:
        button = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
        button.filter(visible=True).first.click()
        Shell(page).expect_dialog(title)

    return press


def keys(*pressed: str) -> Callable[[Page], None]:
    """Press keys."""
    return lambda page: Shell(page).press(*pressed)


def ask_palette(page: Page) -> None:
    shell = Shell(page)
    shell.press("Control+k")
    expect(shell.find("flower").filter(has_text="Flower warehouse")).to_be_visible()


def ask_palette_in_vain(page: Page) -> None:
    shell = Shell(page)
    shell.press("Control+k")
    shell.find("qqxyzzy")
    expect(shell.palette).to_contain_text("Nothing found")


def open_move_menu(deal: DealPage) -> None:
    deal.press("m")
    expect(deal.menu).to_be_visible()


def lose(deal: DealPage) -> None:
    open_move_menu(deal)
    deal.menu.get_by_role("menuitem", name="Lost").click()
    asked = deal.expect_dialog("Close as lost")
    asked.get_by_role("radio", name="Chose a competitor").check()
    deal.submit()
    expect(asked.locator("[aria-invalid=true]").first).to_be_visible()


def postpone(deal: DealPage) -> None:
    open_move_menu(deal)
    deal.menu.get_by_role("menuitem", name="Postpone").click()
    asked = deal.expect_dialog("Postpone")
    asked.get_by_role("radio", name="Another day").check()


def move_back(deal: DealPage) -> None:
    deal.chevron("Qualify").click()
    deal.expect_dialog("Back to Qualify")


def refuse(deal: DealPage) -> None:
    deal.main_button.click()
    deal.expect_dialog("Not yet")


def plan(deal: DealPage) -> None:
    deal.press("t")
    deal.expect_dialog("New task")


def finish_last(deal: DealPage) -> None:
    deal.finish("Walk through the offer")
    deal.expect_dialog("Done")


def confirm_by_hand(deal: DealPage) -> None:
    deal.remedy("Budget range confirmed in writing").click()
    deal.expect_dialog("Confirm by hand")
    deal.submit()
    expect(deal.dialog.locator("[aria-invalid=true]")).to_be_visible()


def choose_contact(deal: DealPage) -> None:
    deal.page.locator("#deal-contact-edit").click()
    deal.expect_dialog("Contact of the deal")


def edit_fields(deal: DealPage) -> None:
    deal.edit("Amount", "nonsense")
    expect(deal.page.locator("#deal-details [aria-invalid=true]")).to_be_visible()


def compose_file(deal: DealPage) -> None:
    deal.page.get_by_role("tab", name="File").click()


def note(record: str) -> Callable[[DealPage], None]:
    """Open the form of a record and send it empty."""

    def go(deal: DealPage) -> None:
        deal.open_record(record)
        deal.submit()
        expect(deal.dialog.locator(".error").first).to_be_visible()

    return go


def note_sent(deal: DealPage) -> None:
    deal.open_record("Something sent")
    deal.dialog.get_by_label("What is it called?").fill("Offer 7")
    deal.submit()
    deal.page.get_by_role("button", name="How far?").first.click()
    deal.expect_dialog("Offer 7")


def choose_kind(kind: str) -> Callable[[Page], None]:
    """Open a new criterion and choose what counts as evidence."""

    def press(page: Page) -> None:
        press_and_ask("Add criterion", "What a deal has")(page)
        # The dialog is made anew with the choice: the one that was pressed is gone by then.
        choose(page.get_by_role("radio", name=kind))

    return press


def object_(deal: DealPage) -> None:
    deal.press("o")
    expect(deal.menu).to_be_visible()


def review(deal: DealPage) -> None:
    deal.page.get_by_role("button", name="Review…").click()
    deal.expect_dialog("Review: Reefer dock refit, 6 bays")
    choose(deal.page.get_by_role("radio", name="Go on"))


def look_at_answers(deal: DealPage) -> None:
    object_(deal)
    deal.menu.get_by_role("menuitem", name="Look at the answers…").click()
    deal.expect_dialog("Answers to objections")


def open_objection(deal: DealPage) -> None:
    deal.page.locator("#deal-objections").get_by_role(
        "button", name="Has to ask somebody", exact=True
    ).click()
    deal.expect_dialog("Objection: Has to ask somebody")


def open_row(page: Page) -> None:
    """Open each cell of a row."""
    for cell in ("steps", "status", "criteria"):
        page.locator(f"#edit-3-{cell}").click()
        expect(page.locator(f"#form-3-{cell} > form")).to_be_visible()


def refuse_cell(page: Page) -> None:
    """Send the form of a cell without what it needs."""
    page.locator("#edit-3-status").click()
    form = page.locator("#form-3-status > form")
    form.get_by_role("textbox", name="Name").fill("")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("[aria-invalid=true]")).to_be_visible()


def verify(page: Page) -> None:
    """Open the first that nobody has looked into, and send the form unfinished."""
    shell = Shell(page)
    page.get_by_role("button", name="Verify why").first.click()
    asked = shell.expect_dialog("Why it was really lost")
    shell.submit()
    expect(asked.locator(".error").first).to_be_visible()


def give(deal: DealPage) -> None:
    deal.page.locator("#deal-more").click()
    deal.menu.get_by_role("menuitem", name="Give to a colleague").click()
    deal.expect_dialog("Give to a colleague")


def known_client(page: Page) -> None:
    press_and_ask("New deal", "New deal")(page)
    dialog = Shell(page).dialog
    dialog.get_by_role("textbox", name="Phone, e-mail or company").fill("+380565550115")
    expect(dialog).to_contain_text("Already in the base")


def wrong_password(page: Page) -> None:
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_label("Password", exact=True).fill("wrong-password-1")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def hold_a_card(page: Page) -> None:
    board = BoardPage(page)
    # Whichever it is: other journeys move the deals of the demo about.
    board.pick_up(board.column("Qualify").locator(".card").first)
    expect(board.slot("Meet")).to_contain_text(re.compile(r"\w"))


def move_several(page: Page) -> None:
    page.get_by_role("checkbox", name="Choose all rows shown").check()
    page.locator("#bulk-move").click()
    Shell(page).expect_dialog("Move the chosen deals")


def refuse_several(page: Page) -> None:
    shell = Shell(page)
    page.locator("#deal-rows").get_by_role("checkbox").first.check()
    page.locator("#bulk-move").click()
    shell.expect_dialog("Move the chosen deals").get_by_role("radio", name="Won").check()
    shell.submit()
    shell.expect_dialog("Result")


def see_toast(page: Page) -> None:
    page.evaluate(
        """() => { for (const kind of ["done", "error", "conflict"]) window.dispatchEvent(new CustomEvent("voronka:toast",
        { detail: { kind, text: "Moved to Meet", more: "Wine cellar cooling", undoUrl: "/undo/1/" } })); }"""
    )
    expect(page.locator("#toasts .toast")).to_have_count(3)


def open_account_menu(page: Page) -> None:
    page.get_by_role("button", name="your account").click()
    expect(Shell(page).menu).to_be_visible()


VISITS = (
    Visit("log in", None, "/login/"),
    Visit("log in, refused", None, "/login/", wrong_password),
    Visit("not there", "seller", "/deals/999999/"),
    Visit("my day", "seller", "/day/"),
    Visit("the head's day", "head", "/day/"),
    Visit("the head's morning", "head", "/morning/"),
    Visit("problem deals", "head", "/problems/"),
    Visit("problem deals, one's own", "seller", "/problems/"),
    Visit("settings, plan", "head", "/settings/plan/"),
    Visit("settings, discipline", "head", "/settings/discipline/"),
    Visit("my week", "seller", "/week/"),
    Visit("the week of a seller", "head", "/week/?seller=3"),
    Visit("board of a seller", "seller", "/board/1/"),
    Visit("board of the head", "head", "/board/1/"),
    Visit("board of another pipeline", "head", "/board/2/"),
    Visit("board, nothing passes the filter", "seller", "/board/1/?text=qqxyzzy"),
    Visit("board, the filter", "head", "/board/1/", keys("f")),
    Visit("board, a wrong filter", "seller", "/board/1/?from=much"),
    Visit("board, order of the cards", "seller", "/board/1/", lambda page: page.get_by_role("button", name="By next step").click()),
    Visit("board, a card in hand", "seller", "/board/1/", hold_a_card),
    Visit("board, toasts", "seller", "/board/1/", see_toast),
    Visit("list", "head", "/list/1/"),
    Visit("list, the filter", "head", "/list/1/", keys("f")),
    Visit("list, columns", "seller", "/list/1/", lambda page: page.get_by_role("button", name="Columns", exact=True).click()),
    Visit("list, move several", "head", "/list/1/", move_several),
    Visit("list, lost and not verified", "head", "/list/1/?status=lost&unverified=1"),
    Visit("list, verify, unsaid how", "head", "/list/1/?status=lost&unverified=1", verify),
    Visit("deal that is lost", "head", "/list/1/?status=lost", follow_last_deal),
    Visit("list, refused", "head", "/list/1/", refuse_several),
    Visit("deal at a gate", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day")),
    Visit("deal, as the head", "head", "/day/", open_deal("Blast freezer line, 12 t/day")),
    Visit("deal that is won", "seller", "/day/", open_deal("Pastry chillers")),
    Visit("deal nobody owns", "seller2", "/day/", open_deal("Incoming call, not in the base")),
    Visit("deal, moves", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", open_move_menu)),
    Visit("deal, refused", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", refuse)),
    Visit("deal, refused, as the head", "head", "/day/", open_deal("Blast freezer line, 12 t/day", refuse)),
    Visit("deal, lost without a competitor", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", lose)),
    Visit("deal, postpone", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", postpone)),
    Visit("deal, back", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", move_back)),
    Visit("deal, new task", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", plan)),
    Visit("deal, last task done", "seller", "/day/", open_deal("Mushroom farm climate", finish_last)),
    Visit("deal, by hand", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", confirm_by_hand)),
    Visit("deal, choose the contact", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", choose_contact)),
    Visit("deal, a wrong amount", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", edit_fields)),
    Visit("deal, attach a file", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", compose_file)),
    Visit("deal, note a call", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", note("Call"))),
    Visit("deal, note a meeting", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", note("Meeting"))),
    Visit("deal, note a consent", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", note("Consent"))),
    Visit("deal, note a payment", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", note("Payment"))),
    Visit("deal, something sent", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", note_sent)),
    Visit("deal, kinds of objections", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", object_)),
    Visit("deal, answers to objections", "seller2", "/day/", open_deal("Blast freezer line, 12 t/day", look_at_answers)),
    Visit("deal, an objection", "seller2", "/day/", open_deal("Roastery cold chain", open_objection)),
    Visit("deal, give away", "head", "/day/", open_deal("Blast freezer line, 12 t/day", give)),
    Visit("new deal", "seller", "/day/", press_and_ask("New deal", "New deal")),
    Visit("new deal of a known client", "seller", "/day/", known_client),
    Visit("new deal as a page", "seller", "/deals/new/"),
    Visit("quick entry", "seller", "/quick/"),
    Visit("people", "seller", "/people/"),
    Visit("person", "seller", "/people/?q=Yuliia", follow("Yuliia Marchenko")),
    Visit("person, whom to merge with", "head", "/people/1/merge/"),
    Visit("person, what is kept of them", "admin", "/people/1/personal-data/"),
    Visit("duplicates", "head", "/duplicates/"),
    Visit("person, a merge", "head", "/people/1/merge/?other=2"),
    Visit("new contact", "seller", "/people/", press_and_ask("New contact", "New contact")),
    Visit("companies", "seller", "/companies/"),
    Visit("company", "seller", "/companies/?q=Kvitkova", follow("Kvitkova Hvylia")),
    Visit("new company", "seller", "/companies/", press_and_ask("New company", "New company")),
    Visit("playbook", "seller", "/playbook/1/"),
    Visit("gates", "head", "/playbook/1/gates/?period=all"),
    Visit("gates, the filter", "seller", "/playbook/1/gates/", keys("f")),
    Visit("gates, a wrong day", "head", "/playbook/1/gates/?period=dates&from=much"),
    Visit("reviews", "head", "/reports/reviews/1/?period=all"),
    Visit("reviews, one's own", "seller", "/reports/reviews/1/"),
    Visit("reviews behind a number", "head", "/reports/reviews/1/deals/?period=all"),
    Visit("new deals behind a number", "head", "/reports/reviews/1/first-touches/?touched=not_yet"),
    Visit("settings, causes of delay", "head", "/settings/causes/"),
    Visit("settings, sources", "head", "/settings/sources/", press_and_ask("Add source", "New source")),
    Visit("settings, fields", "head", "/settings/fields/", press_and_ask("Add field: Deals", "Field of deals")),
    Visit("settings, market", "head", "/settings/market/", press_and_ask("Count a market", "Market capacity")),
    Visit("settings, requests", "head", "/settings/intake/"),
    Visit("imports", "head", "/import/"),
    Visit("review of a deal", "head", "/board/1/", open_deal("Reefer dock refit", review)),
    Visit("passes behind a number", "head", "/playbook/1/gates/passes/?rested=word"),
    Visit("versions", "head", "/playbook/1/versions/"),
    Visit("playbook, edited", "head", "/playbook/1/edit/"),
    Visit("playbook, all cells of a row", "head", "/playbook/1/edit/", open_row),
    Visit("playbook, a refused cell", "head", "/playbook/1/edit/", refuse_cell),
    Visit("palette", "seller", "/day/", ask_palette),
    Visit("palette, nothing found", "seller", "/day/", ask_palette_in_vain),
    Visit("shortcuts", "seller", "/day/", keys("?")),
    Visit("account menu", "seller", "/day/", open_account_menu),
    Visit("profile", "seller", "/profile/"),
    Visit("API tokens", "seller", "/profile/tokens/", press_and_ask("New token", "New token")),
    Visit("settings, API", "admin", "/settings/tokens/"),
    Visit("the API’s description", "seller", "/api/v1/docs"),
    Visit("notifications", "seller", "/notices/"),
    Visit("notifications, choices", "head", "/profile/notices/"),
    Visit("settings, mail", "admin", "/settings/mail/"),
    Visit("password", "seller", "/profile/password/"),
    Visit("settings, pipelines", "head", "/settings/pipelines/"),
    Visit("settings, playbooks", "head", "/settings/playbooks/"),
    Visit("settings, a playbook", "head", "/settings/playbooks/?method=nine-statuses&leads=apart"),
    Visit("a playbook from a file", "head", "/settings/playbooks/import/"),
    Visit("settings, pipeline", "head", "/settings/pipelines/1/"),
    Visit("settings, stage", "head", "/settings/stages/5/"),
    Visit("settings, robots", "head", "/settings/robots/"),
    Visit("settings, robots of a stage", "head", "/settings/stages/2/robots/"),
    Visit("settings, a robot", "head", "/settings/robots/1/"),
    Visit("settings, a robot tried", "head", "/settings/robots/1/trial/?days=30"),
    Visit("settings, reasons", "head", "/settings/reasons/"),
    Visit("settings, objections", "head", "/settings/objections/"),
    Visit("new objection", "head", "/settings/objections/", press_and_ask("Add objection", "Objection of clients")),
    Visit("settings, working time", "head", "/settings/calendars/"),
    Visit("calendar", "admin", "/settings/calendars/", press_and_ask("Add calendar", "Add calendar")),
    Visit("settings, users", "admin", "/settings/users/"),
    Visit("settings, teams", "admin", "/settings/teams/"),
    Visit("settings, workspace", "admin", "/settings/workspace/"),
    Visit("settings, jobs", "admin", "/settings/jobs/"),
    Visit("settings, webhooks", "admin", "/settings/webhooks/", press_and_ask("Add webhook", "New webhook")),
    Visit("new user", "admin", "/settings/users/", press_and_ask("Invite user", "Invite user")),
    Visit("new criterion", "head", "/settings/stages/2/", press_and_ask("Add criterion", "What a deal has")),
    Visit("new criterion of a call", "head", "/settings/stages/2/", choose_kind("A call is held")),
    Visit("new criterion of a meeting", "head", "/settings/stages/2/", choose_kind("A meeting is held")),
    Visit("new criterion of some", "head", "/settings/stages/2/", choose_kind("Some of several are met")),
)  # fmt: skip


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_nobody_is_kept_out(as_: Opens, visit: Visit) -> None:
    page = as_(visit.role, visit.path, may_miss=visit.name == "not there", reduced_motion="reduce")
    if visit.then is not None:
        visit.then(page)
    found = {}
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if broken := violations(page, of_colours=scheme == "dark"):
                found[f"{scheme}, {size['width']} px"] = broken
    assert not found, "\n".join(f"-- {where}\n" + "\n".join(told) for where, told in found.items())
