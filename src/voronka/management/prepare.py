"""Getting the database ready for a command, whatever state it is in."""

from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def prepare_database(out: OutputWrapper) -> None:
    """Apply the migrations that are missing, and say so.

    Raises:
        CommandError: the database can't be reached; says what to do.
    """
    try:
        executor = MigrationExecutor(connection)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError(
            f"The database can't be reached: {str(error).strip()}\n"
            "Start it, or correct DATABASE_URL; without DATABASE_URL a file in VORONKA_DATA is used."
        ) from error
    if steps:
        out.write(f"Preparing the database ({len(steps)} steps) ...")
        out.flush()
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
