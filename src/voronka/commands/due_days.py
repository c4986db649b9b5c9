"""Tasks that are due on a day without an hour: the instant that follows from the day, kept true.

It follows from the day, the zone of whoever has the task and the calendar of the deal's team. Written with the task,
and counted anew, for open tasks, by whatever changes one of the three.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from voronka.domain.due_day import end_of_day
from voronka.domain.task import TaskState
from voronka.models import Deal, Task, User
from voronka.queries.calendars import calendar_of
from voronka.queries.due_days import DueDay, due_days_now
from voronka.queries.workspace import workspace

_BATCH = 500
_NEXT = "SELECT {column} FROM voronka_task t WHERE t.deal_id = voronka_deal.id AND t.state = 'open' ORDER BY t.due_at, t.id LIMIT 1"


def zone_for(person: int | None) -> ZoneInfo:
    """By whose clock the days of a person's tasks count; of nobody's the company's. One tiny query."""
    found = None if person is None else User.objects.filter(pk=person).values_list("time_zone", flat=True)[0]
    return ZoneInfo(found or workspace().time_zone)


def due_at_of(on: date, *, person: int | None, team: int | None) -> datetime:
    """The instant until which a task of a person, on a deal of a team, is due on a day. Two tiny queries."""
    return end_of_day(on, zone_for(person), calendar_of(team))


def recount_due_days(tasks: QuerySet[Task]) -> int:
    """Count the instants of those of the open tasks anew that are due on a day, within another command's transaction; how many changed.

    Their deals' next steps follow. Neither version nor time of change of a deal grow: nobody changed it.
    """
    changed = 0
    for batch in _batches(tasks.filter(state=TaskState.OPEN)):
        deals = sorted({now.deal for now in batch})
        # As every change of a task does; who was before us may have changed it since it was read.
        list(Deal.objects.select_for_update().filter(pk__in=deals).order_by("pk").values_list("pk"))
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE voronka_task SET due_at = %s WHERE id = %s AND due_on = %s AND state = 'open'",
                [
                    (
                        connection.ops.adapt_datetimefield_value(now.due_at),
                        now.task,
                        connection.ops.adapt_datefield_value(now.on),
                    )
                    for now in batch
                ],
            )
        _follow(deals)
        changed += len(batch)
    return changed


def _batches(tasks: QuerySet[Task]) -> Iterator[list[DueDay]]:
    """Those whose kept instant is another than it should be, so many at a time."""
    batch: list[DueDay] = []
    for now in due_days_now(tasks):
        if now.is_kept:
            continue
        batch.append(now)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _follow(deals: Sequence[int]) -> None:
    """The earliest of a deal's open tasks may be another now, or due at another instant."""
    places = ", ".join(["%s"] * len(deals))
    task, at = (_NEXT.format(column=column) for column in ("t.id", "t.due_at"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE voronka_deal SET next_task_id = ({task}), next_step_at = ({at}) WHERE id IN ({places})",  # noqa: S608 - our own names and %s only
            list(deals),
        )
