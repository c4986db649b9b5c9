"""`voronka bench`: how long everything takes in a large workspace; `voronka bench duplicates`: how well twins are found."""

import json
import shlex
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from voronka.management.bench.browser import Failed
from voronka.management.bench.cluster import PostgresError
from voronka.management.bench.duplicate_report import duplicate_lines
from voronka.management.bench.labelled import NotThereError
from voronka.management.bench.measure import NotOurs, TooFewDeals, measure
from voronka.management.bench.places import POSTGRES_URLS, scratch
from voronka.management.bench.server import NotServing

_LEAST, _MOST = 1000, 5_000_000


class Command(BaseCommand):
    help = "Measures every operation in a scratch workspace; your own data is not touched."
    # A broken page is one of the things to find out.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what", nargs="?", default="speed", choices=("speed", "duplicates"),
            help="speed (default), or duplicates: precision, recall and cost of the search for them",
        )  # fmt: skip
        parser.add_argument(
            "--data", type=Path, default=Path("data/duplicates"), metavar="FOLDER",
            help="where the labelled organisations and persons are (default: data/duplicates)",
        )  # fmt: skip
        parser.add_argument(
            "--file",
            type=Path,
            metavar="FILE",
            help="search for duplicates in this labelled CSV or Parquet file only",
        )
        parser.add_argument(
            "--kind", default="persons", choices=("persons", "organisations"), help="what is in --file"
        )
        parser.add_argument(
            "--contacts", type=int, default=100_000, help="how many contacts to invent (default: 100000)"
        )
        parser.add_argument("--deals", type=int, default=10_000, help="how many deals (default: 10000)")
        parser.add_argument(
            "--database", default="sqlite", metavar="WHICH",
            help="sqlite, postgres (starts a private server), or the address of a PostgreSQL server",
        )  # fmt: skip
        parser.add_argument(
            "--keep", type=Path, metavar="FOLDER", help="keep the workspace here for the next run"
        )
        parser.add_argument(
            "--rounds",
            type=int,
            default=20,
            help="rounds of five warm samples of each operation (default: 20)",
        )
        parser.add_argument(
            "--no-crowd", action="store_true", help="leave out writers, readers and live streams"
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="compare the board with this earlier JSON"
        )
        # What runs in the scratch environment: started by ourselves, for settings are read once a process.
        parser.add_argument("--here", metavar="COMMAND", help="(the bench's own)")

    def handle(self, **options: Any) -> None:
        if options["what"] == "duplicates":
            self._duplicates(options)
            return
        if not _LEAST <= options["deals"] <= _MOST:
            raise CommandError(f"--deals can be {_LEAST:,} to {_MOST:,}.")
        if options["rounds"] < 1:
            raise CommandError("--rounds must be at least 1.")
        if options["here"] is not None:
            self._measure(options)
            return
        if options["database"] not in {"sqlite", "postgres"} and not options["database"].startswith(
            POSTGRES_URLS
        ):
            raise CommandError(
                "--database can be sqlite, postgres, or an address like postgresql://user@host/postgres"
            )
        try:
            with scratch(options["database"], options["deals"], options["keep"]) as environment:
                _run_in(environment)
        except (PostgresError, psycopg.Error) as error:
            raise CommandError(str(error).strip()) from error

    def _duplicates(self, options: Mapping[str, Any]) -> None:
        try:
            for line in duplicate_lines(
                options["data"],
                options["file"],
                persons=options["kind"] == "persons",
                contacts=options["contacts"],
            ):
                self.stdout.write(line)
        except NotThereError as error:
            raise CommandError(str(error)) from error

    def _measure(self, options: Mapping[str, Any]) -> None:
        against = json.loads(options["against"].read_text()) if options["against"] else None
        try:
            report = measure(
                options["deals"], rounds=options["rounds"], crowd=not options["no_crowd"], command=options["here"],
                told=lambda part: self.stderr.write(f"  {part}", self.style.HTTP_INFO),
            )  # fmt: skip
        except NotOurs as error:
            raise CommandError(
                "There is another workspace in that database, or a smaller one. Name another folder with --keep."
            ) from error
        except TooFewDeals as error:
            raise CommandError("So many rounds need more deals: raise --deals or lower --rounds.") from error
        except (Failed, NotServing) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            report.write(options["json"])
        for line in report.lines(against):
            self.stdout.write(line)


def _run_in(environment: Mapping[str, str]) -> None:
    # An address may hold a password.
    shown = shlex.join(["voronka", *("postgresql://…" if "://" in word else word for word in sys.argv[1:])])
    inner = [sys.executable, "-m", "voronka", *sys.argv[1:], "--here", shown]
    done = subprocess.run(inner, env=dict(environment), check=False)
    if done.returncode:
        raise CommandError("The measurement did not come to its end; see above.", returncode=done.returncode)
