"""My day: what a person has to do now, and which of their deals need attention.

A seller sees their own deals. A head sees their teams' deals, or those of one of their sellers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum

from voronka.domain.errors import NotFound
from voronka.domain.ids import TeamId, UserId
from voronka.domain.period import Period
from voronka.domain.permissions import Actor, Everything, Holding
from voronka.domain.pipeline import StageKind, limit_among
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Deal, Note, Stage, StageCount, Task, User
from voronka.queries.board_sql import Where, all_of, rows, visible
from voronka.queries.paging import Cursor, seek
from voronka.queries.pipelines import all_pipelines, limits_read
from voronka.queries.visibility import assignable_users, deal_condition, visible_deals, visible_tasks

# Lists beside the tasks show this many and count on to MOST.
SIDE_ROWS = 5
MOST = 100
PAGE = 20
DONE_ROWS = 10
# How far back mentions are shown.
MENTION_DAYS = 7


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose day is shown: the actor's own (`person` is the actor) or that of a seller of theirs."""

    actor: Actor
    person: int
    name: str

    @property
    def is_own(self) -> bool:
        """Whether the actor looks at their own day."""
        return self.person == self.actor.id

    @property
    def is_team(self) -> bool:
        """Whether the figures are of the whole scope: a head's own day."""
        return self.is_own and self.actor.policy.leads


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody whose day a head may look at."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DayTask:
    """One row of the list. `client` is the company or contact, empty for none; `done_at` for a finished task."""

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    done_at: datetime | None
    deal: int
    deal_title: str
    client: str
    stage: str
    zone: str
    place: str
    may_edit: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Rows, how many there are in all, and the place to read on from; None at the end."""

    rows: tuple[DayTask, ...]
    total: int
    more: Cursor | None

    @property
    def left(self) -> int:
        """How many come after these rows."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Figures:
    """The strip of numbers. Money is in the workspace's currency."""

    open_deals: int
    live_deals: int
    done_today: int
    tasks_today: int
    won_amount: Decimal
    won_deals: int
    overdue: int
    overdue_since: datetime | None


@dataclass(frozen=True, slots=True)
class SideDeal:
    """A deal beside the tasks. `since` is when it came to its stage, `limit` how long it may stay there."""

    id: int
    title: str
    client: str
    stage: str
    amount: Decimal | None
    currency: str
    owner: int | None
    owner_name: str
    since: datetime
    limit: timedelta | None
    limit_at: datetime | None
    team: int
    step: str
    step_kind: TaskKind
    due_at: datetime | None
    may_take: bool


@dataclass(frozen=True, slots=True)
class SideDeals:
    """The first of them, and how many there are, counted up to `MOST`.

    `pipelines`, where not all are shown: id and name of those that hold some.
    """

    rows: tuple[SideDeal, ...]
    total: int
    pipelines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A note of the last days that names the person."""

    note: int
    deal: int
    deal_title: str
    author: int | None
    author_name: str
    text: str
    at: datetime


def overdue_count(actor: Actor, now: datetime) -> int:
    """How many of the actor's own open tasks are past due, counted on to MOST, which is told as 99+.

    One query on an index; in SQL, for every page asks, and only so far, for each task is looked up with its deal.
    """
    seen = visible(actor.policy.scope, None)
    overdue = Where(
        "SELECT COUNT(*) FROM (SELECT 1 FROM voronka_task WHERE assignee_id = %s AND state = 'open' AND due_at < %s"  # noqa: S608 - our own names and %s only
        f" AND EXISTS (SELECT 1 FROM voronka_deal WHERE voronka_deal.id = voronka_task.deal_id AND {seen.sql})"
        " LIMIT %s) AS told",
        (actor.id, connection.ops.adapt_datetimefield_value(now), *seen.params, MOST),
    )
    return int(rows(overdue)[0][0])


def whose_day(actor: Actor, seller: int | None) -> Whose:
    """Whose day the actor asks for.

    Raises:
        NotFound: the seller is unknown, or not one of the actor's teams.
    """
    if seller is None or seller == actor.id:
        return Whose(actor, actor.id, actor.name)
    found = _sellers(actor).filter(pk=seller).first()
    if found is None:
        raise NotFound
    return Whose(actor, found.pk, found.name)


def sellers_of(actor: Actor) -> list[Seller]:
    """The people whose day the actor may look at, by name; empty for a seller."""
    return [Seller(user.pk, user.name) for user in _sellers(actor)]


def _sellers(actor: Actor) -> QuerySet[User]:
    return assignable_users(actor).exclude(pk=actor.id) if actor.policy.leads else User.objects.none()


def overdue_tasks(whose: Whose, now: datetime, shown: int = PAGE, cursor: Cursor | None = None) -> TaskPage:
    """Tasks past due, the longest waiting first."""
    return _page(whose, Q(due_at__lt=now), shown, cursor)


def today_tasks(whose: Whose, now: datetime, today: Period) -> TaskPage:
    """Tasks that are due later today, all of them up to a hundred."""
    return _page(whose, Q(due_at__gte=now, due_at__lt=today.end), MOST, None)


def next_tasks(whose: Whose, today: Period, shown: int = PAGE, cursor: Cursor | None = None) -> TaskPage:
    """Tasks of the days to come."""
    return _page(whose, Q(due_at__gte=today.end), shown, cursor)


def done_tasks(whose: Whose, today: Period) -> tuple[DayTask, ...]:
    """The last tasks finished today, in the order they were finished."""
    rows = _done(whose, today).order_by("-closed_at", "-id")
    return tuple(reversed(_tasks(rows[:DONE_ROWS], whose.actor)))


def figures(whose: Whose, now: datetime, today: Period, month: Period) -> Figures:
    """The numbers of the strip, as they are now."""
    done = _done(whose, today).count()
    due = _open_tasks(whose.actor, whose.person).filter(due_at__lt=today.end).count()
    late = _late_deals(whose, now).aggregate(deals=Count("pk"), since=Min("next_step_at"))
    won = _deals(whose).filter(stage__in=_stages(StageKind.WON), is_open=False)
    won_then = won.filter(closed_at__gte=month.start, closed_at__lt=month.end)
    sums = won_then.aggregate(deals=Count("pk"), amount=Sum("amount_base"))
    open_deals = _open_deals(whose)
    return Figures(
        open_deals=open_deals,
        live_deals=open_deals - late["deals"],
        done_today=done,
        tasks_today=done + due,
        won_amount=sums["amount"] or Decimal(0),
        won_deals=sums["deals"],
        overdue=late["deals"],
        overdue_since=late["since"],
    )


def over_limit(whose: Whose, now: datetime) -> SideDeals:
    """Open deals that stay at their stage longer than its limit, the longest over it first."""
    over = [(pipeline, Q(stage=stage, limit_at__lte=now)) for stage, pipeline in _open_stages_of()]
    deals = _deals(whose).filter(is_open=True)
    found = _side(deals, [late for _, late in over], "limit_at", whose.actor)
    if found.total <= len(found.rows):
        return found
    # A seek for each stage until one is found, however many deals there are.
    holding = {pipeline for pipeline, late in over if deals.filter(late).exists()}
    return replace(found, pipelines=tuple((one.id, one.name) for one in all_pipelines() if one.id in holding))


def _open_stages_of() -> list[tuple[int, int]]:
    """The open stages with their pipelines, without drafts."""
    rows = Stage.objects.filter(kind__in=_OPEN_KINDS, pipeline__draft_of=None, retired_at=None)
    return list(rows.values_list("id", "pipeline"))


def team_overdue(whose: Whose, now: datetime) -> SideDeals:
    """Deals of the head's sellers whose next step is overdue, the longest waiting first."""
    if not whose.is_team:
        return SideDeals((), 0)
    late = [Q(stage=stage, next_step_at__lt=now) for stage in _open_stages()]
    others = _deals(whose).filter(is_open=True).exclude(owner=whose.person)
    return _side(others, late, "next_step_at", whose.actor, rows=PAGE)


def unsorted_deals(whose: Whose) -> SideDeals:
    """What nobody owns yet of the actor's teams, the oldest first. Three queries."""
    held = _nobodys(whose) if whose.is_own else []
    if not held:
        return SideDeals((), 0)
    oldest = rows(all_of([_oldest_free(stage, team) for stage, team, _ in held]))
    ids = [id for id, _ in sorted(oldest, key=lambda row: (row[1], row[0]))[:SIDE_ROWS]]
    free = visible_deals(whose.actor).filter(pk__in=ids, is_open=True, owner=None)
    found = free.order_by("created_at", "id").values_list(*_SIDE_COLUMNS)
    made = tuple(_side_deal(row, whose.actor) for row in found)
    return SideDeals(made, min(MOST, sum(deals for _, _, deals in held)))


def _nobodys(whose: Whose) -> list[tuple[int, int, int]]:
    """The stages and teams of the actor where deals wait for an owner, and how many; by the counters."""
    counts = StageCount.objects.filter(owner_key=0, deals__gt=0)
    if not isinstance(whose.actor.policy.scope, Everything):
        counts = counts.filter(team__in=whose.actor.teams)
    return list(counts.values_list("stage_id", "team_id", "deals"))


def _oldest_free(stage: int, team: int) -> Where:
    """The oldest deals of a stage and team that nobody owns, as (id, created_at): one seek in the board's index."""
    return Where(
        "SELECT id, created_at FROM voronka_deal WHERE is_open AND owner_id IS NULL AND team_id = %s"  # noqa: S608 - our own names and %s only
        f" AND stage_id = %s ORDER BY created_at, id LIMIT {SIDE_ROWS:d}",
        (team, stage),
    )


def mentions(whose: Whose, now: datetime) -> tuple[Mention, ...]:
    """Notes of the last days that name the person, on deals the actor may see, newest first."""
    notes = Note.objects.filter(
        deal_condition(whose.actor, "deal__"),
        mentions=whose.person,
        removed_at=None,
        created_at__gte=now - timedelta(days=MENTION_DAYS),
    ).order_by("-id")
    rows = notes.values_list("id", "deal", "deal__title", "author", "author__name", "text", "created_at")
    return tuple(Mention(*row[:4], row[4] or "", row[5][:240], row[6]) for row in rows[:SIDE_ROWS])


_OPEN_KINDS = (StageKind.UNSORTED, StageKind.WORKING)


def _stages(*kinds: StageKind) -> list[int]:
    """Ids, not a subquery: both databases then seek in the index of each stage."""
    return list(Stage.objects.filter(kind__in=kinds).values_list("id", flat=True))


def _open_stages() -> list[int]:
    return _stages(*_OPEN_KINDS)


def _deals(whose: Whose) -> QuerySet[Deal]:
    deals = visible_deals(whose.actor)
    return deals if whose.is_team else deals.filter(owner=whose.person)


def _late_deals(whose: Whose, now: datetime) -> QuerySet[Deal]:
    return _deals(whose).filter(is_open=True, next_step_at__lt=now, stage__in=_open_stages())


def _open_deals(whose: Whose) -> int:
    counts = StageCount.objects.all()
    if not whose.is_team:
        counts = counts.filter(owner_key=whose.person)
    if whose.actor.team is not None or whose.actor.teams:
        counts = counts.filter(team__in=whose.actor.teams)
    return counts.aggregate(sum=Sum("deals"))["sum"] or 0


def _open_tasks(actor: Actor, person: int) -> QuerySet[Task]:
    return visible_tasks(actor).filter(assignee=person, state=TaskState.OPEN)


def _done(whose: Whose, today: Period) -> QuerySet[Task]:
    return visible_tasks(whose.actor).filter(
        assignee=whose.person, state=TaskState.DONE, closed_at__gte=today.start, closed_at__lt=today.end
    )


def _page(whose: Whose, due: Q, shown: int, cursor: Cursor | None) -> TaskPage:
    tasks = _open_tasks(whose.actor, whose.person).filter(due)
    following = seek(tasks, "due_at", cursor)
    rows = _tasks(following[: shown + 1], whose.actor)
    more = Cursor(rows[shown - 1].due_at, rows[shown - 1].id) if len(rows) > shown else None
    total = len(rows) if cursor is None and more is None else (following if cursor else tasks).count()
    return TaskPage(tuple(rows[:shown]), total, more)


_TASK_COLUMNS = (
    "id", "kind", "title", "due_at", "closed_at", "deal", "deal__title", "deal__company__name",
    "deal__contact__name", "deal__stage__name", "deal__contact__time_zone", "deal__contact__city",
    "deal__company__time_zone", "deal__company__city", "deal__owner", "deal__team",
)  # fmt: skip


def _tasks(tasks: QuerySet[Task], actor: Actor) -> list[DayTask]:
    return [_task(row, actor) for row in tasks.values_list(*_TASK_COLUMNS)]


def _task(row: tuple[Any, ...], actor: Actor) -> DayTask:
    id, kind, title, due_at, closed_at, deal, deal_title, company, contact, stage, *places, owner, team = row
    zone, place = where(*places)
    return DayTask(
        id=id,
        kind=TaskKind(kind),
        title=title,
        due_at=due_at,
        done_at=closed_at,
        deal=deal,
        deal_title=deal_title,
        client=company or contact or "",
        stage=stage,
        zone=zone,
        place=place,
        may_edit=actor.policy.may_edit(_holding(owner, team)),
    )


def where(
    zone: str | None, city: str | None, company_zone: str | None, company_city: str | None
) -> tuple[str, str]:
    """The client's zone and place: the contact's, else the company's; both empty when neither is known."""
    known, place = (zone, city) if zone else (company_zone, company_city)
    if not known:
        return "", city or company_city or ""
    return known, place or known.rsplit("/", 1)[-1].replace("_", " ")


def _holding(owner: int | None, team: int | None) -> Holding:
    return Holding(None if owner is None else UserId(owner), None if team is None else TeamId(team))


_SIDE_COLUMNS = (
    "id", "title", "company__name", "contact__name", "stage__name", "amount", "currency", "owner",
    "owner__name", "entered_at", "stage__limit", "stage__limits", "amount_base", "source", "limit_at", "next_task__title", "next_task__kind", "next_step_at", "team",
)  # fmt: skip


def _side(
    deals: QuerySet[Deal], stages: Sequence[Q], order: str, actor: Actor, rows: int = SIDE_ROWS
) -> SideDeals:
    """The first of all stages together, and how many there are.

    `stages` holds one condition a stage: each is read apart, for it is one seek in the board's index,
    where all of them at once would have to be sorted.
    """
    found: list[tuple[Any, ...]] = []
    for stage in stages:
        found += deals.filter(stage).order_by(order, "id").values_list(order, *_SIDE_COLUMNS)[:rows]
    made = tuple(_side_deal(row[1:], actor) for row in sorted(found, key=lambda row: row[:2])[:rows])
    if len(made) < rows:
        return SideDeals(made, len(made))
    return SideDeals(made, min(MOST, sum(deals.filter(stage).order_by()[:MOST].count() for stage in stages)))


def _side_deal(row: tuple[Any, ...], actor: Actor) -> SideDeal:
    (
        id,
        title,
        company,
        contact,
        stage,
        amount,
        currency,
        owner,
        owner_name,
        since,
        limit,
        limits,
        amount_base,
        source,
        limit_at,
        step,
        kind,
        due,
        team,
    ) = row
    return SideDeal(
        id=id,
        title=title,
        client=company or contact or "",
        stage=stage,
        amount=amount,
        currency=currency,
        owner=owner,
        owner_name=owner_name or "",
        since=since,
        limit=limit_among(limits_read(limits), limit, amount_base, source),
        limit_at=limit_at,
        team=team,
        step=step or "",
        step_kind=TaskKind(kind or TaskKind.OTHER),
        due_at=due,
        may_take=actor.policy.may_take(_holding(owner, team)),
    )
