"""Type-checks the TypeScript: `python -m scripts.check_assets`."""

from __future__ import annotations

import sys

from scripts.build_assets import NODE, ROOT, SOURCES, AssetsError, install_packages, one_at_a_time, run


def main() -> int:
    """Run the TypeScript compiler without output; the exit status is 1 when it found mistakes."""
    if not any((ROOT / SOURCES).rglob("*.ts")):
        return 0
    try:
        with one_at_a_time(ROOT):
            install_packages(ROOT, developer=True)
        run(
            "tsc", [NODE, ROOT / "node_modules/typescript/bin/tsc", "--project", ROOT / "tsconfig.json"], ROOT
        )
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
