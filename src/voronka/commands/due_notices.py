"""Telling people of their tasks as these fall due: a little before, and when they have become overdue."""

from datetime import datetime, timedelta

from voronka.commands.notifications import Told, notify_all
from voronka.commands.transaction import writing
from voronka.domain.agenda import takes_the_hour
from voronka.domain.notices import NoticeKind
from voronka.domain.task import TaskKind, TaskState
from voronka.models import OutsideSettings, Task, User

# So long before its time one is told of a task.
AHEAD = timedelta(minutes=10)
# After a longer stop nobody is told of what fell due before that; My day shows it.
_FURTHEST = timedelta(hours=12)


def tell_of_due_tasks(at: datetime) -> int:
    """Tell of the tasks that came within AHEAD of their time since the last look, and of those that passed it; how many.

    Of a task that brings a closed deal back one is told when its time has come, as of a deal to look at again.
    """
    with writing():
        row, _ = OutsideSettings.objects.get_or_create(pk=1)
        since = max(row.tasks_told_until or at, at - _FURTHEST)
        soon = [
            _of(NoticeKind.TASK_DUE, task) for task in _fallen(since + AHEAD, at + AHEAD) if not _wakes(task)
        ]
        late = [
            _of(NoticeKind.WAKE_UP if _wakes(task) else NoticeKind.TASK_OVERDUE, task)
            for task in _fallen(since, at)
        ]
        OutsideSettings.objects.filter(pk=1).update(tasks_told_until=at)
        notify_all([*soon, *late], at=at)
        return len(soon) + len(late)


def _fallen(since: datetime, until: datetime) -> list[Task]:
    """One seek on the index of open tasks for each person: all that is open may be hundreds of thousands of rows."""
    people = User.objects.filter(is_active=True).values_list("id", flat=True)
    return [
        task
        for person in people
        for task in Task.objects.filter(
            assignee=person, state=TaskState.OPEN, due_at__gt=since, due_at__lte=until
        ).select_related("deal__contact", "deal__company")
    ]


def _wakes(task: Task) -> bool:
    return not task.deal.is_open and task.track_id is None


def _of(kind: NoticeKind, task: Task) -> Told:
    """A task that was put off falls due anew: its key names the time."""
    payload = {
        "task": task.pk,
        "title": task.title,
        "due_at": task.due_at.isoformat(),
        "due_on": task.due_on and task.due_on.isoformat(),
        "reason": task.title,
    } | _client_of(task)
    key = f"{kind}:{task.pk}:{task.due_at:%Y%m%d%H%M}"
    return Told(task.assignee_id or 0, kind, task.deal_id, payload, key)


def _client_of(task: Task) -> dict[str, str]:
    """Of what is done together with the client: their zone and city, for the notice to say what hour it is there."""
    if not takes_the_hour(TaskKind(task.kind)):
        return {}
    known = (who for who in (task.deal.contact, task.deal.company) if who is not None and who.time_zone)
    return next(({"zone": who.time_zone, "city": who.city} for who in known), {})
