"""A person's tasks as one queue: overdue, on deals over their limit, today, next, and what was done today.

One statement reads the first rows of every group, each along an index and no further than they are shown, and a second
one counts, up to MOST. In SQL, for the ORM took longer to write the queries than the databases to answer them.
"""
# ruff: noqa: S608 - the statements are made of our own names and %s only

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection

from voronka.domain.client_place import PlaceBy
from voronka.domain.ids import TeamId, UserId
from voronka.domain.period import Period
from voronka.domain.permissions import Holding
from voronka.domain.queue import Standing, Violation, can_begin, place
from voronka.domain.robot import Priority
from voronka.domain.task import TaskKind
from voronka.queries.board_sql import Where, all_of, instant, rows, visible
from voronka.queries.client_places import place_name, said_by
from voronka.queries.paging import Cursor
from voronka.queries.whose_day import MOST, Whose

LIMIT_ROWS = 6
DONE_ROWS = 6


class Group(StrEnum):
    """A part of the queue, in the order in which they stand."""

    OVERDUE = "overdue"
    LIMIT = "limit"
    TODAY = "today"
    NEXT = "next"
    DONE = "done"


# How many rows of a group are shown at first, where more can be asked for.
PAGES = {Group.OVERDUE: 10, Group.TODAY: 16, Group.NEXT: 8}


@dataclass(frozen=True, slots=True)
class QueueTask:
    """One item. `client` is the company or contact, empty for none; `phone` and `email` are how to reach them."""

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    due_on: date | None
    done_at: datetime | None
    deal: int
    deal_title: str
    client: str
    stage: str
    zone: str
    zone_by: PlaceBy
    place: str
    phone: str
    email: str
    may_edit: bool
    # Nobody can be called there now.
    is_asleep: bool
    # Its deal has been at its stage for longer than the limit.
    is_over: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Rows, how many there are in all (counted up to MOST), and the place to read on from; None at the end."""

    rows: tuple[QueueTask, ...] = ()
    total: int = 0
    more: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """All groups. `done_today` of `due_today` items are done; `tomorrow` is the first that is to come after today."""

    overdue: TaskPage
    limit: TaskPage
    today: TaskPage
    following: TaskPage
    done: tuple[QueueTask, ...]
    done_today: int

    def page(self, group: Group) -> TaskPage:
        """One group of open tasks."""
        groups = {Group.OVERDUE: self.overdue, Group.LIMIT: self.limit, Group.TODAY: self.today}
        return groups.get(group, self.following)

    @property
    def due_today(self) -> int:
        """What the day asks for in all."""
        return self.done_today + self.overdue.total + self.limit.total + self.today.total

    @property
    def is_finished(self) -> bool:
        """Nothing of today is left."""
        return not (self.overdue.rows or self.limit.rows or self.today.rows)

    @property
    def tomorrow(self) -> QueueTask | None:
        """What comes first after today."""
        return min(self.following.rows, key=lambda task: (task.due_at, task.id), default=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose queue, when, and how many rows of the long groups, where not as many as at first. `sinks`: who is asleep goes behind those awake."""

    whose: Whose
    now: datetime
    today: Period
    shown: Mapping[Group, int] = field(default_factory=dict)
    sinks: bool = True


def queue(asked: Asked) -> Queue:
    """The whole queue. Two queries."""
    found = _read(asked, [_group(asked, group, limit + 1) for group, limit in _limits(asked).items()])
    counts = _counts(asked)
    done = tuple(reversed(found[Group.DONE]))
    pages = {
        group: _page(asked, group, found[group], limit, counts[group])
        for group, limit in _limits(asked).items()
    }
    return Queue(
        overdue=pages[Group.OVERDUE],
        limit=pages[Group.LIMIT],
        today=pages[Group.TODAY],
        following=pages[Group.NEXT],
        done=done[-DONE_ROWS:],
        done_today=counts[Group.DONE],
    )


def further(asked: Asked, group: Group, cursor: Cursor) -> TaskPage:
    """The rows of a group after the cursor. One query."""
    found = _read(asked, [_group(asked, group, PAGES[group] + 1, cursor)])
    return _page(asked, group, found[group], PAGES[group], 0)


def _limits(asked: Asked) -> dict[Group, int]:
    return {Group.LIMIT: LIMIT_ROWS, Group.DONE: DONE_ROWS, **PAGES, **asked.shown}


def _page(asked: Asked, group: Group, found: Sequence[QueueTask], limit: int, total: int) -> TaskPage:
    """The rows as they are read are by due time, and so is the cursor; only what is shown together is put in order."""
    shown = found[:limit]
    more = Cursor(shown[-1].due_at, shown[-1].id) if len(found) > limit and limit else None
    # Who is asleep now is awake by the time of what comes on another day.
    sinks = asked.sinks and group is not Group.NEXT
    ordered = sorted(shown, key=lambda task: (place(task.standing, asked.now, sinks=sinks), task.id))
    return TaskPage(tuple(ordered), total, more)


# -- the statements -------------------------------------------------------------------------------------------------


def _stored(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _mine(asked: Asked, group: Group) -> Where:
    """The condition of a group on a task joined to its deal, but for who may see it."""
    now, end = _stored(asked.now), _stored(asked.today.end)
    person = asked.whose.person
    open_ones = Where("assignee_id = %s AND state = 'open'", (person,))
    match group:
        case Group.OVERDUE:
            return open_ones & Where("due_at < %s", (now,))
        case Group.TODAY:
            return open_ones & Where("due_at >= %s AND due_at < %s", (now, end))
        case Group.NEXT:
            # What stands among the deals over their limit does not come again.
            told = _group(asked, Group.LIMIT, _limits(asked)[Group.LIMIT])
            other = Where(f"voronka_task.id NOT IN (SELECT task_id FROM ({told.sql}) AS told)", told.params)
            return open_ones & Where("due_at >= %s", (end,)) & other
        case Group.DONE:
            since = _stored(asked.today.start)
            done = "assignee_id = %s AND state = 'done' AND voronka_task.closed_at >= %s AND voronka_task.closed_at < %s"
            return Where(done, (person, since, end))
        case Group.LIMIT:
            late = "is_open AND owner_id = %s AND limit_at <= %s AND next_step_at >= %s"
            return Where(late, (person, now, end)) & open_ones


def _from(group: Group) -> str:
    """A deal over its limit is there by its next step, unless that is due by today and stands there already."""
    on = "voronka_task.id = next_task_id" if group is Group.LIMIT else "voronka_deal.id = deal_id"
    return f"FROM voronka_task JOIN voronka_deal ON {on}"


_ORDERS = {
    Group.LIMIT: "limit_at, voronka_task.id",
    Group.DONE: "voronka_task.closed_at DESC, voronka_task.id DESC",
}


def _group(asked: Asked, group: Group, limit: int, cursor: Cursor | None = None) -> Where:
    """The first tasks of a group, as (group, id)."""
    where = _mine(asked, group) & visible(asked.whose.actor.policy.scope, None)
    if cursor is not None and isinstance(cursor.key, datetime):
        where &= Where("(due_at, voronka_task.id) > (%s, %s)", (_stored(cursor.key), cursor.id))
    order = _ORDERS.get(group, "due_at, voronka_task.id")
    sql = f"SELECT '{group}' AS part, voronka_task.id AS task_id {_from(group)} WHERE {where.sql} ORDER BY {order} LIMIT {limit:d}"
    return Where(sql, where.params)


def _counts(asked: Asked) -> dict[Group, int]:
    """How many there are of each group, counted up to MOST: each is looked up with its deal."""
    groups = tuple(Group)
    parts = [_group(asked, group, MOST) for group in groups]
    counted = ", ".join(
        f"(SELECT COUNT(*) FROM ({part.sql}) AS {group}_part)"
        for group, part in zip(groups, parts, strict=True)
    )
    (found,) = rows(Where(f"SELECT {counted}", tuple(param for part in parts for param in part.params)))
    return dict(zip(groups, found, strict=True))


_COLUMNS = (
    "found.part, task.id, task.kind, task.title, task.due_at, task.due_on, task.closed_at, deal.id, deal.title, company.name,"
    " contact.name, stage.name, contact.time_zone, contact.city, company.time_zone, company.city,"
    " deal.owner_id, deal.team_id, deal.amount_base, deal.limit_at, deal.priority"
)
_REACH = (
    "COALESCE((SELECT e164 FROM voronka_phone WHERE contact_id = deal.contact_id ORDER BY id LIMIT 1),"
    " (SELECT e164 FROM voronka_phone WHERE company_id = deal.company_id ORDER BY id LIMIT 1)),"
    " COALESCE((SELECT address FROM voronka_email WHERE contact_id = deal.contact_id ORDER BY id LIMIT 1),"
    " (SELECT address FROM voronka_email WHERE company_id = deal.company_id ORDER BY id LIMIT 1))"
)


def _read(asked: Asked, groups: Sequence[Where]) -> dict[Group, list[QueueTask]]:
    every = all_of(groups)
    sql = (
        f"SELECT {_COLUMNS}, {_REACH} FROM ({every.sql}) AS found JOIN voronka_task task ON task.id = found.task_id"
        " JOIN voronka_deal deal ON deal.id = task.deal_id JOIN voronka_stage stage ON stage.id = deal.stage_id"
        " LEFT JOIN voronka_company company ON company.id = deal.company_id"
        " LEFT JOIN voronka_contact contact ON contact.id = deal.contact_id"
    )
    read: dict[Group, list[QueueTask]] = {group: [] for group in Group}
    for part, *row in rows(Where(sql, every.params)):
        read[Group(part)].append(_task(Group(part), row, asked))
    for group, tasks in read.items():
        # A join keeps no order.
        tasks.sort(key=_done_last if group is Group.DONE else _due_first, reverse=group is Group.DONE)
    return read


def _due_first(task: QueueTask) -> tuple[datetime, int]:
    return task.due_at, task.id


def _done_last(task: QueueTask) -> tuple[datetime, int]:
    return task.done_at or task.due_at, task.id


# How far a deal of this priority sinks among its equals.
_SINKS = {Priority.HIGH: -1, Priority.NORMAL: 0, Priority.LOW: 1}


def _task(group: Group, row: Sequence[Any], asked: Asked) -> QueueTask:
    (
        id, kind, title, due_at, due_on, closed_at, deal, deal_title, company, contact, stage, zone, city, company_zone,
        company_city, owner, team, amount, limit_at, priority, phone, email,
    ) = row  # fmt: skip
    zone_by = said_by((city if zone else company_city) or "")
    zone, place_name = where(zone, city, company_zone, company_city)
    due_at = read_instant(due_at)
    is_over = limit_at is not None and read_instant(limit_at) <= asked.now
    standing = Standing(
        violation=_violation(group, is_over=is_over),
        due_at=due_at,
        kind=TaskKind(kind),
        zone=zone,
        priority=_SINKS[Priority(priority)],
        amount=Decimal(amount or 0) / 100,
        all_day=due_on is not None and group is Group.TODAY,
    )
    return QueueTask(
        id=id,
        kind=standing.kind,
        title=title,
        due_at=due_at,
        due_on=read_day(due_on),
        done_at=None if closed_at is None else read_instant(closed_at),
        deal=deal,
        deal_title=deal_title,
        client=company or contact or "",
        stage=stage,
        zone=zone,
        zone_by=zone_by,
        place=place_name,
        phone=phone or "",
        email=email or "",
        may_edit=asked.whose.actor.policy.may_edit(_holding(owner, team)),
        is_asleep=group is not Group.NEXT and not can_begin(standing, asked.now),
        standing=standing,
        is_over=is_over,
    )


def _violation(group: Group, *, is_over: bool) -> Violation:
    if group is Group.OVERDUE:
        return Violation.OVERDUE
    return Violation.OVER_LIMIT if is_over else Violation.NONE


def _holding(owner: int | None, team: int | None) -> Holding:
    return Holding(None if owner is None else UserId(owner), None if team is None else TeamId(team))


def read_instant(value: Any) -> datetime:
    """An instant as either database gave it."""
    return value.astimezone(UTC) if isinstance(value, datetime) else instant(value)


def read_day(value: Any) -> date | None:
    """A day as either database gave it; SQLite keeps it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def where(
    zone: str | None, city: str | None, company_zone: str | None, company_city: str | None
) -> tuple[str, str]:
    """The client's zone and place: the contact's, else the company's; both empty when neither is known.

    The place is in the language that is active.
    """
    known, place = (zone, city) if zone else (company_zone, company_city)
    if not known:
        return "", place_name("", city or company_city or "")
    return known, place_name(known, place or "")
