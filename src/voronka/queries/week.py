"""A person's tasks of one week, open and done, and when their team works."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from voronka.domain.agenda import lasts
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Holding
from voronka.domain.task import TaskKind, TaskState
from voronka.domain.week import Week
from voronka.domain.working_time import Calendar
from voronka.models import User
from voronka.queries.calendars import calendar_of
from voronka.queries.queue import where
from voronka.queries.visibility import visible_tasks
from voronka.queries.whose_day import Whose

# A week of more is no week that a person reads hour by hour.
MOST_SHOWN = 300
# So far may the end of somebody's day lie from the end of the reader's.
_A_ZONE_AWAY = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class WeekTask:
    """A task in its hour, or on its day: `due_on`. `zone` and `place` are the client's, empty where they are not known."""

    id: int
    kind: TaskKind
    title: str
    begins_at: datetime
    ends_at: datetime
    due_on: date | None
    is_done: bool
    is_late: bool
    deal: int
    deal_title: str
    client: str
    zone: str
    place: str
    may_edit: bool


_COLUMNS = (
    "id", "kind", "title", "due_at", "due_on", "state", "deal", "deal__title", "deal__company__name", "deal__contact__name",
    "deal__contact__time_zone", "deal__contact__city", "deal__company__time_zone", "deal__company__city",
    "deal__owner", "deal__team",
)  # fmt: skip


def week_tasks(whose: Whose, week: Week, now: datetime) -> tuple[WeekTask, ...]:
    """The tasks that are due in the week, by time. Two queries, each along an index.

    What is due on a day without an hour is there on that very day, wherever its reader is.

    What is done is looked for where it was closed: in the week before its due time or after it, as people do.
    """
    period = week.period
    mine = visible_tasks(whose.actor).filter(
        assignee=whose.person, due_at__gte=period.start - _A_ZONE_AWAY, due_at__lt=period.end + _A_ZONE_AWAY
    )
    around = (period.end - period.start) * 2
    done = Q(closed_at__gte=period.start - around, closed_at__lt=period.end + around)
    rows = [
        *mine.filter(state=TaskState.OPEN).order_by("due_at", "id").values_list(*_COLUMNS)[:MOST_SHOWN],
        *mine.filter(done, state=TaskState.DONE).order_by("closed_at").values_list(*_COLUMNS)[:MOST_SHOWN],
    ]
    tasks = [
        WeekTask(
            id=id,
            kind=TaskKind(kind),
            title=title,
            begins_at=due_at,
            ends_at=due_at + lasts(TaskKind(kind)),
            due_on=due_on,
            is_done=state == TaskState.DONE,
            is_late=state == TaskState.OPEN and due_at < now,
            deal=deal,
            deal_title=deal_title,
            client=company or contact or "",
            zone=where(*places)[0],
            place=where(*places)[1],
            may_edit=state == TaskState.OPEN
            and whose.actor.policy.may_edit(
                Holding(None if owner is None else UserId(owner), None if team is None else TeamId(team))
            ),
        )
        for id, kind, title, due_at, due_on, state, deal, deal_title, company, contact, *places, owner, team in rows
    ]
    tasks = [task for task in tasks if _is_in(task, week)]
    return tuple(sorted(tasks, key=lambda task: (task.begins_at, task.id)))


def _is_in(task: WeekTask, week: Week) -> bool:
    if task.due_on is not None:
        return task.due_on in week.days
    return week.period.start <= task.begins_at < week.period.end


def working_calendar(whose: Whose) -> Calendar:
    """The calendar that the person works by."""
    if whose.is_own:
        return calendar_of(whose.actor.team)
    return calendar_of(User.objects.values_list("team_id", flat=True).get(pk=whose.person))
