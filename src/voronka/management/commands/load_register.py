"""`voronka load-register FILE`: an open register of companies, by which requisites are found without asking outside."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voronka.commands.load_register import UnreadableRegister, load_register
from voronka.management.prepare import prepare_database


class Command(BaseCommand):
    help = "Takes the companies of an open register (CSV or XML) in, by which requisites are found."
    # The data's command: it needs no addresses.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with a row of headings, or XML")
        parser.add_argument("--country", default="", help="RU, UA, ID ...; else the headings tell it")

    def handle(self, **options: Any) -> None:
        prepare_database(self.stdout)
        try:
            loaded = load_register(options["file"], options["country"])
        except UnreadableRegister as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{loaded.companies} companies of {loaded.country} are known by this register.")
        if loaded.left_out:
            self.stdout.write(f"{loaded.left_out} rows were left out, among them:")
        for example in loaded.examples:
            self.stdout.write(f"  {example}")
