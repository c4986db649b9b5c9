"""The open tasks of a deal, the next step first."""

from dataclasses import dataclass
from datetime import date, datetime

from voronka.domain.task import TaskKind, TaskState
from voronka.models import Deal, Task
from voronka.queries.persons import Person, person


@dataclass(frozen=True, slots=True)
class TaskView:
    """An open task. `assignee` is named only where it is not the deal's owner."""

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    due_on: date | None
    assignee: Person | None
    is_next: bool
    is_limiter: bool


def tasks_of(row: Deal) -> tuple[TaskView, ...]:
    """The open tasks by due time. One query."""
    tasks = Task.objects.filter(deal=row, state=TaskState.OPEN).select_related("assignee")
    return tuple(
        TaskView(
            id=task.pk,
            kind=TaskKind(task.kind),
            title=task.title,
            due_at=task.due_at,
            due_on=task.due_on,
            assignee=person(task.assignee) if task.assignee_id != row.owner_id else None,
            is_next=task.pk == row.next_task_id,
            is_limiter=task.is_limiter,
        )
        for task in tasks.order_by("due_at", "id")
    )
