"""What a person's digest says: in the morning what waits, in the evening what came of it. No words, only what is so."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet, Sum

from voronka.domain.events import EventKind
from voronka.domain.notices import NoticeKind
from voronka.domain.period import Period, day_of
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.working_time import OFFICE_WEEK, ROUND_THE_CLOCK, Calendar
from voronka.models import Deal, Event, Notice, Stage, User
from voronka.queries.calendars import Calendars, calendars
from voronka.queries.day import over_limit, team_overdue, unsorted_deals
from voronka.queries.queue import Asked, Queue, QueueTask, queue
from voronka.queries.whose_day import Whose
from voronka.queries.workspace import workspace

# How many items a digest names.
NAMED = 5
# A server that was down tells it up to so late; a digest at noon is none.
_STILL_TOLD = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a digest goes, of which day, and in which zone that day is."""

    user: User
    on: date
    zone: ZoneInfo

    @property
    def today(self) -> Period:
        """The day by the person's own clock."""
        return day_of(datetime.combine(self.on, time(12), self.zone), self.zone)


@dataclass(frozen=True, slots=True)
class Morning:
    """What waits today. The figures of the team are those of who leads, 0 for a seller; up to 100 each."""

    first: tuple[QueueTask, ...]
    overdue: int
    over_limit: int
    today: int
    unsorted: int
    team_overdue: int
    team_over_limit: int

    @property
    def says_something(self) -> bool:
        """Whether there is anything to do."""
        counts = (self.overdue, self.over_limit, self.today, self.unsorted, self.team_overdue)
        return any((*counts, self.team_over_limit))


@dataclass(frozen=True, slots=True)
class Evening:
    """What became of the day: tasks done, left and put off, deals moved and won, and what comes first tomorrow."""

    done: int
    left: int
    put_off: int
    moved: int
    won: int
    won_amount: Decimal
    currency: str
    tomorrow: QueueTask | None

    @property
    def says_something(self) -> bool:
        """Whether anything happened, or was left."""
        return any((self.done, self.left, self.put_off, self.moved, self.won))


def due_to(kind: NoticeKind, at: datetime) -> list[Addressee]:
    """Who is to be told now: their working day has just begun, or ended, and nobody has told them. Three queries."""
    users = User.objects.filter(is_active=True, must_change_password=False, team__isnull=False)
    known = calendars()
    found = [one for user in users if (one := _due(user, kind, at, known)) is not None]
    told = set(
        Notice.objects.filter(
            to__in=[one.user.pk for one in found], key__in={key_of(kind, one.on) for one in found}
        ).values_list("to", "key")
    )
    return [one for one in found if (one.user.pk, key_of(kind, one.on)) not in told]


def key_of(kind: NoticeKind, on: date) -> str:
    """By which a digest is told once a day."""
    return f"{kind}:{on.isoformat()}"


def _due(user: User, kind: NoticeKind, at: datetime, known: Calendars) -> Addressee | None:
    try:
        zone = ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    on = at.astimezone(zone).date()
    hours = _own(known.of(user.team_id), user.time_zone).hours(on)
    if not hours:
        return None
    wall = hours[0][0] if kind is NoticeKind.DIGEST_MORNING else hours[-1][1]
    told_at = datetime.combine(on, wall, zone)
    return Addressee(user, on, zone) if told_at <= at < told_at + _STILL_TOLD else None


def _own(calendar: Calendar, zone: str) -> Calendar:
    """The team's hours by the person's own clock; office hours where nobody has set any."""
    if calendar is ROUND_THE_CLOCK:
        return Calendar(zone, OFFICE_WEEK)
    return replace(calendar, zone=zone)


def morning(actor: Actor, day: Addressee, at: datetime) -> Morning:
    """What waits for the person at the beginning of their day."""
    whose = Whose(actor, actor.id, actor.name)
    found = queue(Asked(whose, at, day.today))
    leads = actor.policy.leads
    return Morning(
        first=_first(found),
        overdue=found.overdue.total,
        over_limit=found.limit.total,
        today=found.today.total,
        unsorted=unsorted_deals(whose).total,
        team_overdue=team_overdue(whose, at).total,
        team_over_limit=over_limit(whose, at).total if leads else 0,
    )


def _first(found: Queue) -> tuple[QueueTask, ...]:
    return (*found.overdue.rows, *found.limit.rows, *found.today.rows)[:NAMED]


def evening(actor: Actor, day: Addressee, at: datetime) -> Evening:
    """What became of the person's day up to now. A head's own work is told, not their sellers'."""
    found = queue(Asked(Whose(actor, actor.id, actor.name), at, day.today))
    done = _done_by(actor, day.today)
    changes = done.filter(kind=EventKind.TASK_CHANGED).values_list("payload__due_at", "payload__was__due_at")
    wins = list(Stage.objects.filter(kind=StageKind.WON).values_list("id", flat=True))
    won = Deal.objects.filter(
        stage__in=wins, owner=actor.id, is_open=False,
        closed_at__gte=day.today.start, closed_at__lt=day.today.end,
    )  # fmt: skip
    return Evening(
        done=found.done_today,
        left=found.overdue.total + found.today.total,
        put_off=sum(now > was for now, was in changes if now and was),
        moved=done.filter(kind=EventKind.DEAL_MOVED).values("deal_id").distinct().count(),
        won=won.count(),
        won_amount=won.aggregate(sum=Sum("amount_base"))["sum"] or Decimal(0),
        currency=workspace().currency,
        tomorrow=found.tomorrow,
    )


def _done_by(actor: Actor, today: Period) -> QuerySet[Event]:
    """What the person did in the day. The log has no index by time: its ids, which grow with it, lead to the day."""
    since = _first_since(today.start)
    return Event.objects.filter(id__gte=since, actor_id=actor.id, at__gte=today.start, at__lt=today.end)


def _first_since(at: datetime) -> int:
    """An id at or before the first entry of that time; some twenty seeks by the primary key, however long the log is."""
    low, high = 0, Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    while low < high:
        middle = (low + high) // 2
        found = Event.objects.filter(id__gt=middle).order_by("id").values_list("at", flat=True).first()
        if found is not None and found < at:
            low = middle + 1
        else:
            high = middle
    return low
