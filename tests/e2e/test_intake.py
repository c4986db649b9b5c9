"""From another site to the board: a form there is filled in, and its card comes into Unsorted by itself."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.board import BoardPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Opens


class Shop:
    """Somebody's site, on a port and so an origin of its own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.html = ""


@contextmanager
def somebodys_site() -> Iterator[Shop]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Shop</title><h1>Shop</h1>{shop.html}".encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop = Shop(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def build_form(head: Page, site: str) -> str:
    """Make a source with a form that the site may show; the tag to put there."""
    head.get_by_role("button", name="Add source").click()
    head.get_by_role("textbox", name="Name").fill("Shop’s form")
    head.get_by_role("dialog").get_by_role("button", name="Add source").click()
    head.get_by_label("Sites that may show it").fill(site)
    head.get_by_label("What people agree to").fill("You may call me back.")
    head.get_by_role("button", name="Save the form").click()
    # Saved: it says no longer that no site may show it.
    expect(head.get_by_text("No site may show it yet")).to_have_count(0)
    expect(head.get_by_label("Sites that may show it")).to_have_value(site)
    return head.locator("#source-tag").input_value()


def fill_in(page: Page, shop: Shop, message: str) -> None:
    page.goto(f"{shop.address}/?utm_source=fair")
    form = page.frame_locator("iframe")
    form.get_by_label("Your name").fill("Ratna of the Shop")
    form.get_by_label("Phone").fill("+62 361 555 0177")
    form.get_by_label("Message").fill(message)
    form.get_by_label("You may call me back.").check()
    # Nobody types so quickly; what does is taken for a program.
    page.wait_for_function("performance.now() > 3000")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_form_on_another_site_is_a_card_at_once_and_a_person_once(as_: Opens, browser: Browser) -> None:
    board = BoardPage(as_("admin", "/board/1/?text=Ratna"))
    with somebodys_site() as shop:
        shop.html = build_form(as_("admin", "/settings/sources/"), shop.address)
        visitor = browser.new_context(locale="en-GB")
        page = visitor.new_page()
        fill_in(page, shop, "A cold room, please.")
        card = board.card("Ratna of the Shop", "Unsorted")
        expect(card).to_have_count(1)
        expect(card).to_contain_text(re.compile(r"\d\d:\d\d Denpasar"))
        fill_in(page, shop, "And a second one.")
        expect(card).to_have_count(2)
        visitor.close()
    people = as_("admin", "/people/?q=Ratna")
    expect(people.get_by_role("link", name="Ratna of the Shop")).to_have_count(1)
