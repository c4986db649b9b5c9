"""What a person's own calendar shows: their open tasks, and what they finished of late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from voronka.domain.permissions import Actor
from voronka.domain.task import TaskKind, TaskState
from voronka.models import CalendarFeed, Task
from voronka.queries.visibility import visible_tasks

# A calendar keeps what a feed told it only while the feed goes on telling.
BACK = timedelta(days=31)
AHEAD = timedelta(days=366)
# A phone's calendar with more than this is of no use to anybody, and every reading would cost.
MOST = 1000


@dataclass(frozen=True, slots=True)
class FeedTask:
    """A task as a calendar tells it. `changed_at`: the last time that it or its deal changed."""

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    due_on: date | None
    is_done: bool
    created_at: datetime
    changed_at: datetime
    deal: int
    deal_title: str
    client: str
    stage: str


_COLUMNS = (
    "id", "kind", "title", "due_at", "due_on", "state", "created_at", "closed_at", "deal", "deal__title",
    "deal__company__name", "deal__contact__name", "deal__stage__name", "deal__changed_at",
)  # fmt: skip


def feed_made_at(actor: Actor) -> datetime | None:
    """When the person's address was made; None while it is switched off."""
    return CalendarFeed.objects.filter(user_id=actor.id).values_list("made_at", flat=True).first()


def feed_tasks(actor: Actor, now: datetime) -> list[FeedTask]:
    """The person's tasks that they may see, by due time: two queries, each along an index."""
    mine = visible_tasks(actor).filter(assignee=actor.id)
    since, until = now - BACK, now + AHEAD
    # An overdue one stays, however old: it is still to be done.
    unfinished = _told(mine.filter(state=TaskState.OPEN, due_at__lt=until).order_by("due_at", "id"))
    finished = _told(mine.filter(Q(closed_at__gte=since), state=TaskState.DONE).order_by("-closed_at", "-id"))
    return sorted(unfinished + finished, key=lambda task: (task.due_at, task.id))


def _told(tasks: QuerySet[Task]) -> list[FeedTask]:
    return [
        FeedTask(
            id=id,
            kind=TaskKind(kind),
            title=title,
            due_at=due_at,
            due_on=due_on,
            is_done=state == TaskState.DONE,
            created_at=created_at,
            # Whatever changes a task writes its deal; what closed one of a deal since closed is its own.
            changed_at=max(created_at, deal_changed_at, closed_at or created_at),
            deal=deal,
            deal_title=deal_title,
            client=company or contact or "",
            stage=stage,
        )
        for (
            id, kind, title, due_at, due_on, state, created_at, closed_at, deal, deal_title, company, contact, stage,
            deal_changed_at,
        ) in tasks.values_list(*_COLUMNS)[:MOST]
    ]  # fmt: skip
