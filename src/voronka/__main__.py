"""The console command `voronka`: Django's commands and ours, with our settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in the arguments; without one, list them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    execute_from_command_line(["voronka", *(sys.argv[1:] or ["help"])])


if __name__ == "__main__":
    main()
