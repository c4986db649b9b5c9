"""The package's build hook: wheels and editable installs come with everything built, without Node.js.

VORONKA_SKIP_ASSETS=1 leaves the build out; the Makefile sets it where it builds the assets itself right after.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Builds bundles, icons and translations before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build. The build code lives in scripts/, which is no installed package: look for it beside this file."""
        if os.environ.get("VORONKA_SKIP_ASSETS") == "1":
            return
        sys.path.insert(0, self.root)
        from scripts import build_assets  # noqa: PLC0415 - importable only once its place is known

        build_assets.build(Path(self.root))
