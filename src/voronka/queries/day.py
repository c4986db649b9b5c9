"""My day: what a person has to do now, and which of their deals need attention."""

from datetime import datetime

from voronka.domain.permissions import Actor
from voronka.domain.task import TaskState
from voronka.queries.visibility import visible_tasks


def overdue_count(actor: Actor, now: datetime) -> int:
    """How many of the actor's own open tasks are past due. One query on an index."""
    return visible_tasks(actor).filter(assignee=actor.id, state=TaskState.OPEN, due_at__lt=now).count()
