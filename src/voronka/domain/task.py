"""Tasks: what is to be done on a deal, when, and which of them is the deal's next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voronka.domain.ids import TaskId


class TaskKind(StrEnum):
    """What a task is; a gate asks for tasks by this."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    OFFER = "offer"
    DOCUMENT = "document"
    VISIT = "visit"
    PAYMENT = "payment"
    RESEARCH = "research"
    OTHER = "other"


class TaskState(StrEnum):
    """Open until done or cancelled."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What is needed of an open task to choose the next step."""

    id: TaskId
    due_at: datetime


def next_step(open_tasks: Iterable[OpenTask]) -> OpenTask | None:
    """The earliest due of the open tasks; among equals the one made first. None when there are none."""
    return min(open_tasks, key=lambda task: (task.due_at, task.id), default=None)
