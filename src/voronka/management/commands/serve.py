"""`voronka serve`: everything in one process, from an empty folder to a page to log in on."""

import errno
import signal
import socket
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from voronka.commands.demo_workspace.load import load_demo
from voronka.commands.first_start import has_workspace
from voronka.live.application import HUB
from voronka.management.log_in_lines import log_in_lines
from voronka.management.prepare import prepare_database
from voronka.worker.loop import working_beside

LARGEST_PORT = 65535
# Ports tried to find a free one to suggest.
_NEIGHBOURS = 50
# For whoever is in the middle of a request when the server stops.
_PATIENCE = 5
# Where a reverse proxy may stand whose X-Forwarded-For is believed, when VORONKA_BEHIND_PROXY says there is one.
_PROXIES = ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]


class Command(BaseCommand):
    help = "Starts Voronka: prepares the database if needed, then serves pages and live updates."
    # They are for developers, who run them with `voronka check`; a start should be quick.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen at (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (default: 8000)")
        parser.add_argument("--with-demo", action="store_true", help="fill an empty database with the demo")
        parser.add_argument(
            "--language", choices=[c for c, _ in settings.LANGUAGES], default="en", help="of the demo"
        )
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="leave robots, limits and messages to a `voronka worker` (or VORONKA_WORKER=0)",
        )

    def handle(self, **options: Any) -> None:
        with listen(options["host"], options["port"]) as listener:
            prepare_database(self.stdout)
            if options["with_demo"]:
                self._fill(options["language"])
            self._greet(options["host"], listener.getsockname()[1])
            connection.close()
            with working_beside(on=settings.WORKER and not options["no_worker"]):
                Server(_config()).run(sockets=[listener])

    def _fill(self, language: str) -> None:
        if has_workspace():
            return
        self.stdout.write("Making a demo workspace (about ten seconds) ...")
        self.stdout.flush()
        demo = load_demo(at=timezone.now(), seed=1, language=language, folder=settings.FILES_DIR)
        self.stdout.write(log_in_lines(demo.log_ins))

    def _greet(self, host: str, port: int) -> None:
        if not has_workspace():
            self.stdout.write(
                "There is no workspace yet. Make one with `voronka create-workspace`, or try the demo: "
                "`voronka serve --with-demo`."
            )
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104 - shown only
        self.stdout.write(f"Voronka is at http://{shown}:{port}/  (Ctrl+C stops it)")
        self.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address, taken at once so that nobody can come between.

    Raises:
        CommandError: it can't be had; says why and what to do.
    """
    if not 0 <= port <= LARGEST_PORT:
        raise CommandError(
            f"There is no port {port}. Use one from 1024 to {LARGEST_PORT}: voronka serve --port 8000"
        )
    try:
        return _bound(host, port)
    except OSError as error:
        raise CommandError(_why_not(host, port, error)) from error


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Bound but not listening, a second server would be bound beside us.
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def _why_not(host: str, port: int, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. {_suggestion(host, port)}"
    if number == errno.EACCES:
        return f"Port {port} may not be used by this account. Use one from 1024 up: voronka serve --port 8000"
    if isinstance(error, socket.gaierror) or number == errno.EADDRNOTAVAIL:
        return (
            f"“{host}” is no address of this machine. Use 127.0.0.1 for this machine only, 0.0.0.0 for all."
        )
    return f"Port {port} can't be used ({error}). Try another: voronka serve --port 8000"


def _suggestion(host: str, port: int) -> str:
    for free in range(port + 1, min(port + _NEIGHBOURS, LARGEST_PORT + 1)):
        try:
            _bound(host, free).close()
        except OSError:
            continue
        return f"Port {free} is free: voronka serve --port {free}"
    return "Name another one with --port."


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        "voronka.config.asgi:application",
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips=_PROXIES,
    )


class Server(uvicorn.Server):
    """uvicorn, which at a signal also ends the live streams: it would wait for them for ever."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called between two steps of the event loop, in its thread."""
        HUB.close_soon()
        super().handle_exit(sig, frame)
        # Stopped on purpose is no failure: uvicorn would raise the signal once more when all is done.
        if sig == signal.SIGINT:
            self._captured_signals.clear()
