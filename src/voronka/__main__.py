"""The console command `voronka`: Django's commands and ours, with our settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in the arguments; without one, list them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    try:
        execute_from_command_line(["voronka", *_arguments(sys.argv[1:] or ["help"])])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answer has enough of it, as `head` has. What is left must not be written at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _arguments(given: list[str]) -> list[str]:
    """The arguments with the command as its module is called: import-opportunities is import_opportunities."""
    command, *rest = given
    return [command if command.startswith("-") else command.replace("-", "_"), *rest]


if __name__ == "__main__":
    main()
