"""Writes the description of the API, made of its code.

    python -m scripts.openapi            write docs/openapi.json
    python -m scripts.openapi --check    fail when the file says anything else

OpenAPI 3.1, served as well at /api/v1/openapi.json.
"""

import os
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def description() -> str:
    """What the file has to say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    import django  # noqa: PLC0415 - the settings have to be named first

    django.setup()
    from voronka.api.openapi import text  # noqa: PLC0415 - Django has to be set up first

    return text()


def main(arguments: list[str]) -> int:
    """The program; returns the exit code."""
    if arguments == ["--check"]:
        if FILE.exists() and FILE.read_text() == description():
            return 0
        sys.stderr.write(f"{FILE.name} is out of date: run python -m scripts.openapi\n")
        return 1
    if arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    FILE.write_text(description())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
