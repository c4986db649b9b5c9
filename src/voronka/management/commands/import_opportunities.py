"""`voronka import-opportunities DIR`: a folder of opportunities as a workspace."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voronka.commands.first_start import WorkspaceExists, has_workspace
from voronka.commands.opportunities.files import CannotImport, read_folder
from voronka.commands.opportunities.load import Imported, import_opportunities
from voronka.management.log_in_lines import log_in_lines
from voronka.management.prepare import prepare_database

_ALREADY = (
    "This database holds a workspace already, and nothing is imported twice or into another's work. "
    "Name an empty database in DATABASE_URL, or another folder in VORONKA_DATA."
)


class Command(BaseCommand):
    help = "Brings in accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv as a workspace."
    # The data's command: it needs no addresses.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with the four files")
        parser.add_argument("--name", default="Opportunities", help="the workspace's name")

    def handle(self, **options: Any) -> None:
        prepare_database(self.stdout)
        if has_workspace():
            raise CommandError(_ALREADY)
        try:
            folder = read_folder(options["folder"])
            imported = import_opportunities(folder, at=timezone.now(), name=options["name"])
        except CannotImport as error:
            raise CommandError(f"{error}\nNothing was imported.") from error
        except WorkspaceExists as error:
            raise CommandError(_ALREADY) from error
        self._tell(imported)

    def _tell(self, imported: Imported) -> None:
        stages = ", ".join(f"{count} {stage}" for stage, count in sorted(imported.by_stage.items()))
        self.stdout.write(
            f"Imported {imported.deals} deals ({stages}), {imported.companies} companies, "
            f"{imported.sellers} sellers in {imported.teams} teams and offices."
        )
        for remark in imported.remarks:
            self.stdout.write(f"  {remark}")
        self.stdout.write(log_in_lines(imported.log_ins))
