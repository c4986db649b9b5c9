"""Takes the pictures of the running product that the documentation shows: `python -m scripts.screenshots`.

The demo is made and served as of one Tuesday noon, and the browser believes it too, so that the pictures change only
when the product does. Chromium must be installed (`make setup`, `python -m scripts.ensure_system`).
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect, sync_playwright

from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.log_in import LogInPage
from tests.e2e.pages.shell import Shell
from tests.servers.chromium import ARGUMENTS, MISSING, find_chromium
from tests.servers.product import Product, make_demo, running_product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parent.parent / "docs" / "images"
# 11:42 by the clock of the demo's company, a Tuesday.
MOMENT = datetime(2026, 11, 24, 6, 42, tzinfo=UTC)
# What the demo calls two hours ago should be that when the pictures are taken.
MAKING = timedelta(minutes=1)
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True
}  # fmt: skip
DEAL = "Blast freezer line, 12 t/day"


@dataclass(frozen=True)
class Picture:
    """Who looks at which page, in what window, and what they have done there."""

    name: str
    role: str
    path: str
    then: Callable[[Page], None] = lambda _page: None
    window: dict[str, Any] = field(default_factory=lambda: WIDE)
    language: str = "en"


def open_deal(page: Page) -> None:
    """Go to the demo's best told deal, by search."""
    shell = Shell(page)
    page.get_by_role("button", name="Search").filter(visible=True).click()
    shell.find(DEAL).filter(has_text=DEAL).first.click()
    expect(DealPage(page).title).to_contain_text(DEAL)


def be_refused(page: Page) -> None:
    """Press the button of a gate that is closed."""
    open_deal(page)
    deal = DealPage(page)
    deal.main_button.click()
    deal.expect_dialog("Not yet")


def hold(page: Page) -> None:
    """Hold a card over the next column."""
    board = BoardPage(page)
    board.pick_up(board.card(DEAL))
    expect(board.slot("Agree terms")).to_contain_text("criteria")
    page.mouse.move(1190, 350, steps=12)


def search(page: Page) -> None:
    """Type a name with the palette open, the deal behind it chosen."""
    open_deal(page)
    shell = Shell(page)
    shell.press("Control+k")
    expect(shell.find("samudra").filter(has_text=DEAL)).to_be_visible()


def counted(page: Page) -> None:
    """Wait for the numbers that come after the board."""
    expect(page.locator("#count-late")).not_to_be_empty()


def find_fault(page: Page) -> None:
    """Name a stage as no stage should be: the cell is marked, and the linter says why."""
    page.locator("#edit-3-status").click()
    page.get_by_role("textbox", name="Name").first.fill("Objections")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("says nothing of where the client is")).to_be_visible()
    page.locator("body").evaluate("scrollTo(0, 0)")


def review(page: Page) -> None:
    """Look into a deal that was too long at its stage; the worker finds it a moment after the start."""
    asked = page.get_by_role("button", name="Review Reefer dock refit")
    while asked.count() == 0:
        page.reload()
    asked.click()
    Shell(page).expect_dialog("Review")


PICTURES = (
    Picture("board", "head", "/board/1/", counted),
    Picture("board-dark", "head", "/board/1/", counted, {**WIDE, "color_scheme": "dark"}),
    Picture("board-drag", "head", "/board/1/", hold, {**WIDE, "reduced_motion": "no-preference"}),
    Picture("board-phone", "seller", "/board/1/", counted, PHONE),
    Picture("board-ru", "head", "/board/1/", counted, language="ru"),
    Picture("deal", "seller2", "/day/", open_deal),
    Picture("deal-blocked", "seller2", "/day/", be_refused),
    Picture("deal-phone", "seller2", "/day/", open_deal, PHONE),
    Picture("list", "head", "/list/1/"),
    Picture("my-day", "seller", "/day/"),
    Picture("palette", "seller2", "/day/", search),
    Picture("playbook", "seller", "/playbook/1/"),
    Picture("playbook-edit", "head", "/playbook/1/edit/", find_fault),
    Picture("gates", "head", "/playbook/1/gates/"),
    Picture("morning", "head", "/morning/"),
    Picture("review", "head", "/morning/", review),
    Picture("robots", "head", "/settings/robots/"),
)


def main() -> int:
    """Take them all, or those named in the arguments; the exit status is 1 without a browser."""
    program = find_chromium()
    if program is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    wanted = [picture for picture in PICTURES if picture.name in sys.argv[1:] or not sys.argv[1:]]
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        for language in sorted({picture.language for picture in wanted}):
            with product_of(language) as product:
                for picture in wanted:
                    if picture.language == language:
                        take(browser, product, picture)
        browser.close()
    return 0


@contextmanager
def product_of(language: str) -> Iterator[Product]:
    """The product with its demo in this language, at that moment."""
    program = (sys.executable, "-m", "scripts.at", (MOMENT - MAKING).isoformat())
    with tempfile.TemporaryDirectory(prefix="voronka-pictures-") as folder:
        make_demo(Path(folder), program, language)
        with running_product(Path(folder), program) as product:
            yield product


def take(browser: Browser, product: Product, picture: Picture) -> None:
    """Log in, go there, do what is to be done, press the button."""
    options = {"locale": "en-GB", "reduced_motion": "reduce", **picture.window}
    window = browser.new_context(base_url=product.address, **options)
    window.clock.set_fixed_time(MOMENT)
    page = window.new_page()
    log_in = product.log_ins[picture.role]
    LogInPage(page).open().log_in(log_in.email, log_in.password)
    page.goto(picture.path)
    page.evaluate("document.fonts.ready")
    picture.then(page)
    path = IMAGES / f"{picture.name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    window.close()
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    sys.exit(main())
