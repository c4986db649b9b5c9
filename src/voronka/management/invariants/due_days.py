"""Rules of tasks that are due on a day without an hour."""

from collections.abc import Iterator

from voronka.domain.task import TaskState
from voronka.management.invariants.rule import Rule
from voronka.models import Task
from voronka.queries.due_days import due_days_now


def other_ends() -> Iterator[str]:
    """Open tasks that are due at another instant than their day ends."""
    for now in due_days_now(Task.objects.filter(state=TaskState.OPEN)):
        if not now.is_kept:
            yield f"task {now.task}: its day ends at {now.due_at}"


RULES: tuple[Rule, ...] = (
    Rule(
        "A task of a day is due when that day's work ends, by whoever has it and their calendar", other_ends
    ),
)
