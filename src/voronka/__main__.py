"""The console command `voronka`: Django's commands and ours, with our settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in the arguments; without one, list them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    execute_from_command_line(["voronka", *_arguments(sys.argv[1:] or ["help"])])


def _arguments(given: list[str]) -> list[str]:
    """The arguments with the command as its module is called: import-opportunities is import_opportunities."""
    command, *rest = given
    return [command if command.startswith("-") else command.replace("-", "_"), *rest]


if __name__ == "__main__":
    main()
