"""The life of an import: from a file to clients, and back."""

from enum import StrEnum


class ImportState(StrEnum):
    """Where it is."""

    COLUMNS = "columns"
    """The file is here; somebody says what its columns hold."""
    CHECKING = "checking"
    CHECKED = "checked"
    """The dry run has told what would become of each row."""
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    """It was stopped half-way; what was made stays until it is undone."""
    UNDOING = "undoing"
    UNDONE = "undone"


# Something is done beside the requests.
AT_WORK = frozenset({ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})
# There is something to take back.
MADE = frozenset({ImportState.DONE, ImportState.CANCELLED})
# The columns may still be said otherwise.
OPEN = frozenset({ImportState.COLUMNS, ImportState.CHECKED})
