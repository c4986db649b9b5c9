"""Finds the Chromium that the browser tests drive."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium, and none is installed here. Install it, as root: apt-get install chromium "
    "(on Ubuntu, where that package is a snap: .venv/bin/playwright install --with-deps chromium). "
    "A browser elsewhere can be named in VORONKA_CHROMIUM."
)
# What Chromium needs in a container, and what keeps it from asking the world for anything.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> Path | None:
    """Return the browser's program: VORONKA_CHROMIUM, the system's, or Playwright's own; None without any."""
    named = os.environ.get("VORONKA_CHROMIUM")
    if named:
        return Path(named)
    installed = (shutil.which(name) for name in NAMES)
    system = next((Path(found) for found in installed if found and not _is_snap_stub(Path(found))), None)
    return system or _of_playwright()


def _is_snap_stub(program: Path) -> bool:
    """Say whether a program is Ubuntu's placeholder, which only tells to install a snap."""
    with program.open("rb") as start:
        text = start.read(4096)
    return text.startswith(b"#!") and b"snap" in text


def _of_playwright() -> Path | None:
    """Return the newest browser that `playwright install chromium` has put into its cache."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return max(cache.glob("chromium-*/chrome-linux*/chrome"), default=None)
