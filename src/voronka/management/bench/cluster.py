"""A private PostgreSQL for one run of the bench or the tests: made in a temporary folder, gone at the end."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

OLDEST_VERSION = 15
START_SECONDS = 60
STOP_SECONDS = 30
ROLE = "voronka"
_LOCAL = {"listen_addresses": "127.0.0.1", "log_min_messages": "fatal"}
MISSING = (
    f"PostgreSQL {OLDEST_VERSION} or newer is needed here (its server programs initdb and postgres), and none is "
    "installed. Install it, as root: apt-get install postgresql"
)


class PostgresError(Exception):
    """No PostgreSQL can be started here; the text says why and what to do."""


def find_binaries() -> Path | None:
    """Return the folder with initdb and postgres, newest version first, or None.

    `psql` alone is no sign of a server: it may come from the client package.
    """
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_in_path, reverse=True)
    if shutil.which("pg_config"):
        # Debian's client package brings a pg_config that only says what else to install.
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        candidates += [Path(line) for line in told.stdout.splitlines()]
    return next((folder for folder in candidates if _is_server(folder)), None)


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class PostgresCluster:
    """One cluster on a port of the loopback address, with one superuser and no passwords.

    `settings` are PostgreSQL's own, by name; without any it is as safe, and as slow, as its makers deliver it.
    """

    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address as DATABASE_URL takes it."""
        return f"postgresql://{ROLE}@127.0.0.1:{self.port}/{ROLE}"

    @property
    def socket_url(self) -> str:
        """The same by the socket in its folder, as a server on the same machine is best reached."""
        return f"postgresql://{ROLE}@{quote(str(self.folder), safe='')}:{self.port}/{ROLE}"

    def start(self) -> None:
        """Make the cluster and wait until it answers.

        Raises: PostgresError.
        """
        binaries = find_binaries()
        if binaries is None:
            raise PostgresError(MISSING)
        self.folder = _private_folder()
        data = self.folder / "data"
        making: list[str | Path] = [
            binaries / "initdb",
            "--pgdata",
            data,
            "--username",
            ROLE,
            "--auth=trust",
            "--no-sync",
        ]
        _run(*making, "--encoding=UTF8", "--locale=C.UTF-8", folder=self.folder)
        settings = {
            **_LOCAL,
            **self.settings,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
        }
        chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                [*_as_other_than_root(dying_with_us=True), binaries / "postgres", "-D", data, *chosen],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for whoever started us, who then stops us in order
            )
        self._wait(binaries)

    def stop(self) -> None:
        """Stop the server, at once but in order, and remove its folder."""
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        self.server = None
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    def _wait(self, binaries: Path) -> None:
        """Return when the server accepts connections; if it ends or stays silent, raise with its log."""
        asking: list[str | Path] = [
            binaries / "pg_isready",
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            ROLE,
        ]
        give_up = time.monotonic() + START_SECONDS
        while subprocess.run(asking, check=False).returncode:
            if self.server is None or self.server.poll() is not None or time.monotonic() > give_up:
                log = (self.folder / "log").read_text() if self.folder else ""
                self.stop()
                raise PostgresError(f"The private PostgreSQL did not start. It said:\n{log}")
            time.sleep(0.05)


def _is_server(folder: Path) -> bool:
    """Say whether a folder holds a PostgreSQL server that is new enough."""
    if not all((folder / program).exists() for program in ("initdb", "postgres", "pg_isready")):
        return False
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"postgres \(PostgreSQL\) (\d+)", told.stdout)
    return version is not None and int(version[1]) >= OLDEST_VERSION


def _version_in_path(folder: Path) -> int:
    """Return 15 for /usr/lib/postgresql/15/bin."""
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _private_folder() -> Path:
    """Return a new folder that belongs to whoever will run the server."""
    folder = Path(tempfile.mkdtemp(prefix="voronka-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, *_servant())
    return folder


def _servant() -> tuple[int, int]:
    """Return user and group that run PostgreSQL when we are root, which it refuses to be."""
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return account.pw_uid, account.pw_gid
    raise PostgresError(
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` here."
    )


def _as_other_than_root(*, dying_with_us: bool = False) -> list[str]:
    """Return what to put before a command: change of user if root; death with us, however we die."""
    if shutil.which("setpriv") is None:
        return []
    dying = ["--pdeathsig", "INT"] if dying_with_us else []
    if os.geteuid() != 0:
        return ["setpriv", *dying] if dying else []
    user, group = _servant()
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", *dying]


def _run(*command: str | Path, folder: Path) -> None:
    """Run a program of PostgreSQL as its user.

    Raises: PostgresError with what it said.
    """
    done = subprocess.run(
        [*_as_other_than_root(), *command], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PostgresError(f"{command[0]} failed:\n{done.stderr or done.stdout}")
