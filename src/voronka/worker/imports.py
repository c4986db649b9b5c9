"""Imports at work: some portions of rows, then others of the process have their turn."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from voronka.commands.imports.portions import Run
from voronka.commands.imports.taking import forget_file
from voronka.commands.imports.undoing import undo_portion
from voronka.commands.jobs import enqueue
from voronka.domain.importing.life import MADE, ImportState
from voronka.domain.jobs import JobKind
from voronka.queries.imports import import_state

# So long at a time; mail and limits wait no longer for it.
_TURN_SECONDS = 2.0


def carry_import(payload: Mapping[str, Any], at: datetime) -> None:
    """The next portions; the job asks for another one while there are more. How far it is, the import itself says."""
    id = int(payload["import"])
    portion = _portion(id, at)
    until = time.monotonic() + _TURN_SECONDS
    while portion is not None and portion():
        if time.monotonic() > until:
            enqueue(JobKind.IMPORT, {"import": id}, at=at)
            return
    if import_state(id) in MADE:
        forget_file(id, settings.FILES_DIR)


def _portion(id: int, at: datetime) -> Callable[[], bool] | None:
    """What is to be done of it; nothing for one that was stopped."""
    match import_state(id):
        case ImportState.CHECKING:
            return Run(id, at, settings.FILES_DIR).check
        case ImportState.RUNNING:
            return Run(id, at, settings.FILES_DIR).take
        case ImportState.UNDOING:
            return lambda: undo_portion(id, at=at)
        case _:
            return None
