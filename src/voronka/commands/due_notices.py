"""Telling people of their tasks as these fall due: a little before, and when they have become overdue."""

from datetime import datetime, timedelta

from voronka.commands.notifications import Told, notify_all
from voronka.commands.transaction import writing
from voronka.domain.notices import NoticeKind
from voronka.domain.task import TaskState
from voronka.models import OutsideSettings, Task, User

# So long before its time one is told of a task.
AHEAD = timedelta(minutes=10)
# After a longer stop nobody is told of what fell due before that; My day shows it.
_FURTHEST = timedelta(hours=12)


def tell_of_due_tasks(at: datetime) -> int:
    """Tell of the tasks that came within AHEAD of their time since the last look, and of those that passed it; how many."""
    with writing():
        row, _ = OutsideSettings.objects.get_or_create(pk=1)
        since = max(row.tasks_told_until or at, at - _FURTHEST)
        told = [
            *_told(NoticeKind.TASK_DUE, since + AHEAD, at + AHEAD),
            *_told(NoticeKind.TASK_OVERDUE, since, at),
        ]
        OutsideSettings.objects.filter(pk=1).update(tasks_told_until=at)
        notify_all(told, at=at)
        return len(told)


def _told(kind: NoticeKind, since: datetime, until: datetime) -> list[Told]:
    """One seek on the index of open tasks for each person: all that is open may be hundreds of thousands of rows."""
    people = User.objects.filter(is_active=True).values_list("id", flat=True)
    return [
        _of(kind, person, *row)
        for person in people
        for row in Task.objects.filter(
            assignee=person, state=TaskState.OPEN, due_at__gt=since, due_at__lte=until, deal__is_open=True
        ).values_list("id", "deal_id", "title", "due_at")
    ]


def _of(kind: NoticeKind, person: int, task: int, deal: int, title: str, due_at: datetime) -> Told:
    """A task that was put off falls due anew: its key names the time."""
    payload = {"task": task, "title": title, "due_at": due_at.isoformat()}
    return Told(person, kind, deal, payload, f"{kind}:{task}:{due_at:%Y%m%d%H%M}")
