"""A real server with the demo workspace, and real browsers with people logged in.

Whatever a page complains about fails the test that opened it: an error in the console (a script that breaks, a
source that the content policy blocks, a part that is missing) and every request to another origin.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.deals import Deals
from tests.e2e.pages.log_in import LogInPage
from tests.servers.chromium import ARGUMENTS, MISSING, find_chromium
from tests.servers.product import Product, make_demo, running_product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import ConsoleMessage, Request, StorageState, ViewportSize

    Opens = Callable[..., Page]

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Refusals are answers here, and Chromium logs each of them.
REFUSED = re.compile(r"status of (409|422) ")
# A request that a newer one replaced, or whose dialog closed, was given up on purpose; htmx writes both lines.
GIVEN_UP = re.compile(r"^htmx:(afterRequest|sendAbort)\b")
NOT_FOUND = re.compile(r"status of 404 ")
# A shared machine may be slow; what is fast is timed where that is the point.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser. The long walks begin, so that no worker is alone with one at the end."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: item.path.name != "test_shipped_playbooks.py")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, to be copied: it takes the longest, so that all workers share it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if IS_WORKER else base) / "demo"
    with (shared.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            making = tmp_path_factory.mktemp("making")
            make_demo(making)
            making.rename(shared)
    return shared


@pytest.fixture(scope="session")
def product(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A server for each worker."""
    own = tmp_path_factory.getbasetemp() / "product"
    shutil.copytree(demo, own)
    with running_product(own) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker."""
    program = find_chromium()
    if program is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def logged_in(product: Product, browser: Browser) -> dict[str, StorageState]:
    """The cookies of each demo person."""
    return log_in_all(product, browser)


def log_in_all(product: Product, browser: Browser) -> dict[str, StorageState]:
    """The cookies of each person of the demo there, got by the log-in form."""
    states: dict[str, StorageState] = {}
    for role, log_in in product.log_ins.items():
        window = browser.new_context(base_url=product.address, locale="en-GB")
        LogInPage(window.new_page()).open().log_in(log_in.email, log_in.password)
        states[role] = window.storage_state()
        window.close()
    return states


# Nobody presses what they have seen for a few milliseconds; a test does, on a busy machine before the page's scripts
# have run, and the press is lost. Until the page has loaded nothing of it takes the pointer, and Playwright waits for
# what it presses to take it.
_NOT_BEFORE_IT_LISTENS = """
(() => {
  const hold = () => {
    const page = document.documentElement;
    if (page) page.style.pointerEvents = "none";
    return Boolean(page);
  };
  if (!hold()) new MutationObserver((_, watch) => hold() && watch.disconnect()).observe(document, {childList: true});
  addEventListener("load", () => document.documentElement.style.removeProperty("pointer-events"));
})();
"""


class Windows:
    """Browser windows of people, and what their pages complained about."""

    def __init__(self, product: Product, browser: Browser, logged_in: dict[str, StorageState]) -> None:
        self._product, self._browser, self._logged_in = product, browser, logged_in
        self._open: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, role: str | None, path: str = "/", *, may_miss: bool = False, **options: Any) -> Page:
        """A page of that person (None: of a stranger) in a window of its own.

        `may_miss`: the test looks for what is not there, so "not found" is no complaint.
        """
        window = self._browser.new_context(
            base_url=self._product.address,
            storage_state=None if role is None else self._logged_in[role],
            **{"locale": "en-GB", "viewport": WIDE, **options},
        )
        self._open.append(window)
        window.set_default_timeout(PATIENCE_MS)
        window.add_init_script(_NOT_BEFORE_IT_LISTENS)
        window.on("request", lambda request: self._note_request(role, request))
        window.on("weberror", lambda error: self.complaints.append(f"{role}: {error.error}"))
        window.on("console", lambda message: self._note_message(role, message, may_miss=may_miss))
        page = window.new_page()
        page.goto(path)
        return page

    def close(self) -> None:
        """All of them."""
        for window in self._open:
            window.close()

    def _note_request(self, role: str | None, request: Request) -> None:
        if not request.url.startswith((f"{self._product.address}/", "data:", "blob:")):
            self.complaints.append(f"{role}: asked another origin: {request.url}")

    def _note_message(self, role: str | None, message: ConsoleMessage, *, may_miss: bool) -> None:
        expected = (
            REFUSED.search(message.text)
            or GIVEN_UP.search(message.text)
            or (may_miss and NOT_FOUND.search(message.text))
        )
        if message.type == "error" and not expected:
            self.complaints.append(f"{role}: {message.text} ({message.location['url']})")


@pytest.fixture
def as_(product: Product, browser: Browser, logged_in: dict[str, StorageState]) -> Iterator[Opens]:
    """`as_("seller", path, **options of the window)`: a page of that person; `as_(None, path)`: of a stranger."""
    windows = Windows(product, browser, logged_in)
    yield windows.open
    windows.close()
    assert not windows.complaints


@pytest.fixture
def on_phone(as_: Opens) -> Opens:
    """The same, on a telephone."""

    def open_page(role: str | None, path: str = "/", **options: Any) -> Page:
        return as_(
            role, path, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2, **options
        )

    return open_page


@pytest.fixture
def deals(product: Product, browser: Browser, logged_in: dict[str, StorageState]) -> Iterator[Deals]:
    """Makes deals to work on, so that no test meets another's."""
    made = Deals(browser, product.address, logged_in)
    yield made
    made.close()
