"""Getting a port: what is told when it can't be had."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.core.management.base import CommandError

from voronka.__main__ import _arguments
from voronka.management.commands.serve import listen

if TYPE_CHECKING:
    from pathlib import Path


def test_a_free_port_is_taken() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_a_taken_port_is_told_with_a_free_one() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            listen("127.0.0.1", port)
    assert f"Port {port} is taken by another program." in str(refused.value)
    free = int(str(refused.value).rpartition(" ")[2])
    with socket.socket() as other:
        other.bind(("127.0.0.1", free))


@pytest.mark.parametrize(
    ("host", "port", "why"),
    [
        ("127.0.0.1", 99999, "There is no port 99999."),
        ("127.0.0.1", -1, "There is no port -1."),
        ("192.0.2.1", 8000, "“192.0.2.1” is no address of this machine."),
        ("no such host", 8000, "“no such host” is no address of this machine."),
    ],
)
def test_an_address_that_cannot_be_had_is_refused_in_words(host: str, port: int, why: str) -> None:
    with pytest.raises(CommandError) as refused:
        listen(host, port)
    assert why in str(refused.value)


def test_commands_may_be_written_with_hyphens() -> None:
    assert _arguments(["import-opportunities", "a-folder"]) == ["import_opportunities", "a-folder"]
    assert _arguments(["--version"]) == ["--version"]


def test_a_database_that_is_not_there_is_told_without_a_trace(tmp_path: Path) -> None:
    environment = {
        "VORONKA_DATA": str(tmp_path),
        "DATABASE_URL": "postgres://nobody:x@127.0.0.1:1/nothing",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "voronka", "serve", "--port", "0"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "The database can't be reached" in ran.stderr
    assert "Traceback" not in ran.stderr
