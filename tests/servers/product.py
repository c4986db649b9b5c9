"""Voronka itself with its demo, started by the commands that people use, on a free port and with data of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VORONKA = (str(Path(sys.executable).with_name("voronka")),)
PATIENCE_SECONDS = 90
_LOG_IN = re.compile(r"^\s+(\w+)\s+(\S+@\S+)\s+(\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class LogIn:
    """What a person of the demo logs in with."""

    email: str
    password: str


@dataclass(frozen=True)
class Product:
    """Where it listens, the demo's log-ins by role (the second seller is "seller2"), and the folder of its data."""

    address: str
    log_ins: dict[str, LogIn]
    folder: Path


def make_demo(folder: Path, program: Sequence[str] = VORONKA, language: str = "en") -> None:
    """Fill a folder with the demo's data; what the command says, the log-ins, stays in it.

    `program` is what takes the arguments of `voronka`.
    """
    said = folder / "said"
    with said.open("w") as out:
        environment = _environment(folder)
        subprocess.run([*program, "migrate", "--verbosity=0"], env=environment, check=True, stdout=out)
        subprocess.run([*program, "demo", "--language", language], env=environment, check=True, stdout=out)


def make_workspace(folder: Path, program: Sequence[str] = VORONKA) -> None:
    """Set up a workspace for real in a folder, with an administrator and no playbook yet."""
    told = {
        "COMPANY": "Northwind",
        "PLAYBOOK": "later",
        "ADMIN_NAME": "Zoe Marlow",
        "ADMIN_EMAIL": "zoe@northwind.example",
        "ADMIN_PASSWORD": "zokamuti-83-vel",
    }
    environment = _environment(folder) | {f"VORONKA_NEW_{name}": value for name, value in told.items()}
    subprocess.run([*program, "create_workspace"], env=environment, check=True, stdout=subprocess.DEVNULL)
    (folder / "said").write_text(f"  admin  {told['ADMIN_EMAIL']}  {told['ADMIN_PASSWORD']}\n")


@contextmanager
def running_product(folder: Path, program: Sequence[str] = VORONKA) -> Iterator[Product]:
    """Serve what `make_demo` has put into the folder, and stop afterwards.

    Raises:
        RuntimeError: it did not start; with what it wrote.
    """
    port, log = free_port(), folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*program, "serve", "--port", str(port)], env=_environment(folder), stdout=out, stderr=out
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, log)
        yield Product(address, _log_ins((folder / "said").read_text()), folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def run_beside(product: Product, module: str) -> str:
    """Run a module of the tests on the product's data, as another process; what it says."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command, env=_environment(product.folder), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _environment(folder: Path) -> dict[str, str]:
    """No setting of whoever runs this reaches it."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("VORONKA_", "DATABASE_URL"))}
    return {**own, "VORONKA_DATA": str(folder)}


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _log_ins(text: str) -> dict[str, LogIn]:
    found: dict[str, LogIn] = {}
    for role, email, password in _LOG_IN.findall(text):
        found[role if role not in found else f"{role}2"] = LogIn(email, password)
    return found
