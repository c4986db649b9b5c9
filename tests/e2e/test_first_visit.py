"""A first visit stays small. How long it takes is measured by scripts/first_visit.py, on a machine that is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from scripts.first_visit import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.conftest import Opens
    from tests.servers.product import Product

MOST_NODES = 6_000
MOST_BYTES = 300_000
MOST_SHIFT = 0.02
# Bytes a second of a line on which a browser draws the board while it still comes in.
SLOW = 10 * 1024
SHIFTED = """() => new Promise(done => {
  const shifts = [];
  new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(shifts.reduce((sum, each) => sum + each.value, 0)), 100);
})"""


def test_the_board_comes_in_little_more_than_its_words(product: Product, browser: Browser) -> None:
    seen = visit(browser, product.address, product.log_ins["head"])
    assert seen.cards >= 40
    assert seen.nodes <= MOST_NODES
    assert seen.bytes <= MOST_BYTES
    assert seen.avatar_requests == 0
    assert seen.layout_shift <= MOST_SHIFT


def test_what_is_there_already_keeps_its_place_on_a_slow_line(as_: Opens) -> None:
    page = as_("head", "/profile/")
    wire = page.context.new_cdp_session(page)
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": SLOW, "uploadThroughput": SLOW},
    )
    page.goto("/board/1/", wait_until="domcontentloaded")
    expect(page.locator(".col").last).to_be_visible()
    assert page.evaluate(SHIFTED) <= MOST_SHIFT
