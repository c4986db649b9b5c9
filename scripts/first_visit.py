"""Measures a first visit with an empty cache: `python -m scripts.first_visit [ADDRESS EMAIL PASSWORD [PATH]]`.

Without arguments the product is started with its demo and its head looks at the board. Prints when the first card is
there, how much came over the wire in how many requests, how large the page is, and how much of it pictures of people
cost (nothing: they are drawn from initials).
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect, sync_playwright

from tests.e2e.pages.log_in import LogInPage
from tests.servers.chromium import ARGUMENTS, MISSING, find_chromium
from tests.servers.product import LogIn, make_demo, running_product

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOARD = "/board/1/"
PATIENCE_MS = 60_000
WINDOW = {"width": 1440, "height": 900}
# When the first card was drawn: the element timing that the browser itself keeps would need markup, this does not.
_WATCH = """() => { const look = () => { if (document.querySelector(".card") === null) return requestAnimationFrame(look);
  requestAnimationFrame(() => { window.firstCardAt = performance.now(); }); }; look(); }"""


@dataclass(frozen=True)
class Visit:
    """What a first visit took. Times in milliseconds since the navigation began; `bytes` as they crossed the wire."""

    first_byte: float
    first_card: float
    largest_paint: float
    requests: int
    bytes: int
    html_bytes: int
    nodes: int
    cards: int
    avatar_requests: int
    layout_shift: float


def visit(browser: Browser, address: str, log_in: LogIn, path: str = BOARD) -> Visit:
    """Log in, forget all that was fetched, and look at the page."""
    window = browser.new_context(base_url=address, viewport=WINDOW)  # type: ignore[arg-type]  # a size, kept as a dict
    page = window.new_page()
    LogInPage(page).open().log_in(log_in.email, log_in.password)
    fresh = browser.new_context(base_url=address, viewport=WINDOW, storage_state=window.storage_state())  # type: ignore[arg-type]  # a size, kept as a dict
    window.close()
    try:
        return _measured(fresh.new_page(), path)
    finally:
        fresh.close()


def _measured(page: Page, path: str) -> Visit:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: dict[str, float] = {}
    addresses: dict[str, str] = {}
    wire.on(
        "Network.requestWillBeSent",
        lambda told: addresses.update({told["requestId"]: told["request"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]})
    )
    page.add_init_script(f"({_WATCH})()")
    page.goto(path, wait_until="load")
    expect(page.locator(".card").first).to_be_visible(timeout=PATIENCE_MS)
    # What scripts fetch after the board: counts and fonts belong to the visit, the live stream has no end.
    expect(page.locator("#count-late")).not_to_be_empty(timeout=PATIENCE_MS)
    page.evaluate("document.fonts.ready")
    seen: dict[str, Any] = page.evaluate(_SEEN)
    document = next(each for each, url in addresses.items() if url.endswith(path))
    fetched = [url for url in addresses.values() if not url.startswith("data:")]
    return Visit(
        first_byte=seen["firstByte"],
        first_card=seen["firstCard"],
        largest_paint=seen["largestPaint"],
        requests=len(fetched),
        bytes=round(sum(sizes.values())),
        html_bytes=round(sizes.get(document, 0)),
        nodes=seen["nodes"],
        cards=seen["cards"],
        avatar_requests=sum("avatar" in url or url.endswith((".png", ".jpg", ".webp")) for url in fetched),
        layout_shift=seen["shift"],
    )


_SEEN = """() => new Promise(done => {
  const paints = [], shifts = [];
  new PerformanceObserver(list => paints.push(...list.getEntries())).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done({
    firstByte: performance.getEntriesByType("navigation")[0].responseStart,
    firstCard: window.firstCardAt,
    largestPaint: paints.at(-1)?.startTime ?? 0,
    shift: shifts.reduce((sum, each) => sum + each.value, 0),
    nodes: document.querySelectorAll("*").length,
    cards: document.querySelectorAll(".card").length,
  }), 100);
})"""


def report(seen: Visit) -> str:
    """The figures as a table."""
    rows = (
        ("first byte", f"{seen.first_byte:.0f} ms"),
        ("first card", f"{seen.first_card:.0f} ms"),
        ("largest paint", f"{seen.largest_paint:.0f} ms"),
        ("layout shift", f"{seen.layout_shift:.3f}"),
        ("requests", str(seen.requests)),
        ("over the wire", f"{seen.bytes / 1000:.0f} kB"),
        ("of that HTML", f"{seen.html_bytes / 1000:.1f} kB"),
        ("DOM elements", f"{seen.nodes} ({seen.cards} cards)"),
        ("requests for avatars", str(seen.avatar_requests)),
    )
    return "".join(f"{name:<22}{value}\n" for name, value in rows)


def main() -> int:
    """Measure and print; the exit status is 1 without a browser."""
    program = find_chromium()
    if program is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        if len(sys.argv) > 1:
            address, email, password, *path = sys.argv[1:]
            seen = visit(browser, address, LogIn(email, password), *path)
        else:
            seen = _visit_demo(browser)
        browser.close()
    sys.stdout.write(report(seen))
    return 0


def _visit_demo(browser: Browser) -> Visit:
    with tempfile.TemporaryDirectory(prefix="voronka-visit-") as folder:
        make_demo(Path(folder))
        with running_product(Path(folder)) as product:
            # The second visit: the server has read its own files then, the browser still has none.
            visit(browser, product.address, product.log_ins["head"])
            return visit(browser, product.address, product.log_ins["head"])


if __name__ == "__main__":
    sys.exit(main())
