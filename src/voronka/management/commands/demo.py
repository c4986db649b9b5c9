"""`voronka demo`: an invented company to try everything on."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voronka.commands.demo_workspace.load import Demo, load_demo
from voronka.commands.demonstration.workspace import load_shown
from voronka.commands.first_start import WorkspaceExists
from voronka.management.log_in_lines import log_in_lines
from voronka.management.prepare import prepare_database
from voronka.queries.shipped_playbooks import shipped_keys, shipped_playbook

MOST = 1_000_000


class Command(BaseCommand):
    help = "Lays a demo workspace into an empty database: an equipment company with its deals."
    # The data's command: it needs no addresses, and a broken page must not keep it from the data.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--deals", type=int, default=0, help="deals in all; the base set has about 230")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same workspace")
        parser.add_argument(
            "--language",
            choices=[code for code, _ in settings.LANGUAGES],
            default="en",
            help="the texts' language",
        )
        parser.add_argument(
            "--playbook",
            choices=shipped_keys(),
            help="show this shipped playbook at work, with about 60 deals, instead of the equipment company's method",
        )

    def handle(self, **options: Any) -> None:
        if not 0 <= options["deals"] <= MOST:
            raise CommandError(f"--deals is {options['deals']}. Write a whole number from 0 to {MOST}.")
        if options["playbook"] and options["deals"]:
            raise CommandError("--deals belongs to the equipment company. Leave it out with --playbook.")
        prepare_database(self.stdout)
        try:
            demo = _loaded(options)
        except WorkspaceExists as error:
            raise CommandError(
                "This database holds a workspace already, and the demo is never mixed into one. "
                "Name an empty database in DATABASE_URL, or another folder in VORONKA_DATA."
            ) from error
        self.stdout.write(f"A demo workspace with {demo.deals} deals is ready.")
        self.stdout.write(log_in_lines(demo.log_ins))


def _loaded(options: dict[str, Any]) -> Demo:
    at, language, folder = timezone.now(), options["language"], settings.FILES_DIR
    if options["playbook"]:
        shown = shipped_playbook(options["playbook"])
        return load_shown(at=at, language=language, folder=folder, shown=shown)
    return load_demo(deals=options["deals"], at=at, seed=options["seed"], language=language, folder=folder)
