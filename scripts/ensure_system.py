"""Sees that what the tests need besides Python is here: Chromium and PostgreSQL.

`python -m scripts.ensure_system` installs what is missing where it may (root, apt-get); where it may not it says
plainly what is missing and how to install it, and fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.servers import chromium, postgres

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Need:
    """Something the tests need: how to find it, what Debian calls it, what to say when it is missing."""

    find: Callable[[], Path | None]
    package: str
    missing: str


NEEDS = (
    Need(chromium.find_chromium, "chromium", chromium.MISSING),
    Need(postgres.find_binaries, "postgresql", postgres.MISSING),
)


def main() -> int:
    """Install what is missing; the exit status is 1 when something still is."""
    missing = [need for need in NEEDS if need.find() is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([need.package for need in missing])
    if chromium.find_chromium() is None and os.geteuid() == 0:
        _install_browser_of_playwright()
    still = [need.missing for need in missing if need.find() is None]
    sys.stderr.writelines(f"{sentence}\n" for sentence in still)
    return 1 if still else 0


def _install(packages: list[str]) -> None:
    """Install Debian packages without questions. Failure shows in what is still missing afterwards."""
    sys.stdout.write(f"Installing {' and '.join(packages)} ...\n")
    sys.stdout.flush()
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=False)
    installing = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(installing, env=quietly, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def _install_browser_of_playwright() -> None:
    """Install Chromium where the system's package is only a placeholder, as on Ubuntu."""
    installing = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    subprocess.run(installing, stdin=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main())
