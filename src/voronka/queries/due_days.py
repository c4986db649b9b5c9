"""What the instants of tasks that are due on a day should be, beside what is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from voronka.domain.due_day import end_of_day
from voronka.models import Task
from voronka.queries.calendars import calendars
from voronka.queries.workspace import workspace

# Read at once: bounds the memory.
_CHUNK = 2000
_COLUMNS = ("id", "deal_id", "due_on", "due_at", "assignee__time_zone", "deal__team_id")


@dataclass(frozen=True, slots=True)
class DueDay:
    """A task that is due on a day: until when that is, and whether its row says so."""

    task: int
    deal: int
    on: date
    due_at: datetime
    is_kept: bool


def due_days_now(tasks: QuerySet[Task]) -> Iterator[DueDay]:
    """Each of the tasks that is due on a day. One query for so many of them, and two tiny ones where there are any."""
    rows = tasks.filter(due_on__isnull=False).order_by("id").values_list(*_COLUMNS)
    last, known, nobodys = 0, None, ""
    while found := list(rows.filter(id__gt=last)[:_CHUNK]):
        last = found[-1][0]
        if known is None:
            known, nobodys = calendars(), workspace().time_zone
        for task, deal, on, due_at, zone, team in found:
            should = end_of_day(on, ZoneInfo(zone or nobodys), known.of(team))
            yield DueDay(task, deal, on, should, should == due_at)
