"""`voronka invariants`: compares what the database keeps with what it should be by its own rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from voronka.management.invariants.check import Finding, check_all
from voronka.models import Deal


class Command(BaseCommand):
    help = "Checks the database by recounting; exits 1 with a list when anything is broken."
    # It looks at the data; a broken page must not keep it from that.
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        del options
        try:
            count = Deal.objects.count()
            holds = check_all(self._tell)
        except DatabaseError as error:
            raise CommandError(
                f"The database can't be read: {str(error).strip()}\nIf it is new, prepare it with `voronka migrate`."
            ) from error
        if not holds:
            raise CommandError(f"The database of {count} deals is broken, see above.", returncode=1)
        self.stdout.write(f"All is well with {count} deals.")

    def _tell(self, finding: Finding) -> None:
        mark = "BROKEN" if finding.broken else "ok"
        self.stdout.write(f"{mark:<7}{finding.sentence} ({finding.seconds:.1f} s)")
        for line in finding.broken:
            self.stdout.write(f"         {line}")
        if finding.more:
            self.stdout.write("         and more")
        self.stdout.flush()
