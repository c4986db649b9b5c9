"""Locks every Python package we install, with hashes, from pyproject.toml.

`python -m scripts.lock` writes three files that agree with each other:

- requirements/dev.lock: everything a developer has;
- requirements/run.lock: what the product needs to run;
- requirements/build.lock: what builds it (hatchling, Node.js, Babel, brotli), and the same versions
  into `build-system.requires`, so that an isolated `pip install .` builds with the same tools.

`--upgrade` takes the newest versions allowed; without it the present pins stay where they still fit.
`--check` compares pyproject.toml with build.lock, without network, and changes nothing.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
LOCKER = "uv==0.13.9"
OLDEST_PYTHON = "3.11"
REQUIRES_BLOCK = re.compile(r"^requires = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)
PIN = re.compile(
    r"^(?P<pin>[A-Za-z0-9._-]+==[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\?$", re.MULTILINE
)


def main() -> int:
    """Lock, or check, as the arguments say; the exit status is 1 when a check fails."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lock", description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    parser.add_argument("--check", action="store_true", help="compare only, change nothing")
    arguments = parser.parse_args()
    if arguments.check:
        return _check()
    uv = _locker()
    upgrade = ["--upgrade"] if arguments.upgrade else []
    _compile(uv, "dev.lock", "pyproject.toml", "--group", "build", "--group", "dev", *upgrade)
    agreeing = ("--constraint", "requirements/dev.lock")
    _compile(uv, "run.lock", "pyproject.toml", *agreeing, *upgrade)
    _compile(uv, "build.lock", "--group", "build", *agreeing, *upgrade)
    pyproject = ROOT / "pyproject.toml"
    pyproject.write_text(REQUIRES_BLOCK.sub(_requires_block(), pyproject.read_text(), count=1))
    return 0


def _check() -> int:
    """Say whether `build-system.requires` holds exactly the pins of build.lock."""
    found = REQUIRES_BLOCK.search((ROOT / "pyproject.toml").read_text())
    if found and found.group() == _requires_block():
        return 0
    sys.stderr.write("build-system.requires differs from requirements/build.lock. Run `make lock`.\n")
    return 1


def _requires_block() -> str:
    """Return the `requires` list of pyproject.toml that pins what build.lock pins."""
    pins = PIN.finditer((REQUIREMENTS / "build.lock").read_text())
    lines = (f'    "{pin["pin"]}{_marker(pin["marker"])}",\n' for pin in pins)
    return f"requires = [\n{''.join(lines)}]\n"


def _marker(marker: str | None) -> str:
    """Return an environment marker as it stands behind a pin inside a TOML string."""
    return f" ; {marker}" if marker else ""


def _locker() -> Path:
    """Return the lock tool, installed into an environment of its own: nothing else needs it."""
    home = ROOT / ".build" / "lock"
    if not (home / "bin" / "python").exists():
        venv.create(home, with_pip=True)
    subprocess.run([home / "bin" / "pip", "install", "--quiet", LOCKER], check=True)
    return home / "bin" / "uv"


def _compile(uv: Path, lock: str, *what: str) -> None:
    """Write one lock file. The options keep index addresses and paths of this machine out of it."""
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    command: list[str | Path] = [uv, "pip", "compile", *what, *options, "--python-version", OLDEST_PYTHON]
    naming = ["--custom-compile-command", "make lock", "--output-file", f"requirements/{lock}"]
    subprocess.run([*command, *naming], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
