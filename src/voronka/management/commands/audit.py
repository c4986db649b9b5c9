"""`voronka audit`: search the whole base for duplicates now, in this process."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from voronka.worker.duplicate_audit import run_audit


class Command(BaseCommand):
    help = "Searches the base for those who are in it twice; the worker starts it."
    # The data's command: it needs no addresses.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("audit", type=int, help="the number of the search")

    def handle(self, **options: Any) -> None:
        run_audit(options["audit"], clock=lambda: datetime.now(UTC), folder=settings.DATA_DIR / "audit")
