"""One task with its deal, for the dialogs about it."""

from dataclasses import dataclass
from datetime import date, datetime

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Task
from voronka.queries.deal_brief import DealBrief, deal_to_edit
from voronka.queries.visibility import visible_tasks


@dataclass(frozen=True, slots=True)
class TaskBrief:
    """An open task. `is_limiter`: its stage's method demands it. `is_last`: the deal is open and has no other, so that ending it asks for the next.

    `due_on`: it is due on that day, without an hour; else None. `question`: what has to be answered when it is done; empty: nothing.
    """

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    due_on: date | None
    deal: DealBrief
    is_last: bool
    is_limiter: bool = False
    question: str = ""


def task_to_edit(actor: Actor, task: int) -> TaskBrief:
    """An open task of a deal that the actor may change. Four queries.

    Raises:
        NotFound: there is none for the actor, or it is closed already.
        NotAllowed
    """
    row = visible_tasks(actor).filter(pk=task, state=TaskState.OPEN).first()
    if row is None:
        raise NotFound
    deal = deal_to_edit(actor, row.deal_id)
    others = Task.objects.filter(deal=row.deal_id, state=TaskState.OPEN).exclude(pk=row.pk)
    return TaskBrief(
        id=row.pk,
        kind=TaskKind(row.kind),
        title=row.title,
        due_at=row.due_at,
        due_on=row.due_on,
        deal=deal,
        is_last=deal.is_open and not others.exists(),
        is_limiter=row.is_limiter,
        question=row.question,
    )
