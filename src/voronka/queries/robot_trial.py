"""What a robot would have done lately, had it been on: read from the log and the stays, and nothing is written.

Its conditions are asked of the deals as they are now: what they were then nobody knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.robot import (
    Arrived,
    Entered,
    Fact,
    Left,
    OnDate,
    Robot,
    ScoreCrossed,
    Stayed,
    Untouched,
    Woke,
)
from voronka.domain.robot_matching import WATCHED, Happened, facts_in, fires, hold
from voronka.models import Deal, Event, Stage, StageVisit
from voronka.queries.calendars import Calendars, calendars
from voronka.queries.robot_facts import known_of
from voronka.queries.robot_times import alarm_at
from voronka.queries.visibility import visible_deals

MOST_DEALS = 2000
MOST_SHOWN = 20
_TOUCHES = frozenset({Fact.CALL, Fact.MEETING, Fact.SENT, Fact.TASK_DONE})


@dataclass(frozen=True, slots=True)
class TrialDeal:
    """A deal on which the robot would have acted, and when."""

    id: int
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """How often it would have acted, on which deals (the newest), and how often a condition would have kept it from it.

    `is_cut`: there were more deals than `MOST_DEALS`; the rest was not looked at.
    """

    times: int
    deals: tuple[TrialDeal, ...]
    kept_off: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Stay:
    """A stay of a deal at the stage, whoever owned it."""

    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(slots=True)
class _Past:
    """What is known of one deal: its stays at the stage, and what happened on it."""

    deal: Deal
    stays: list[_Stay] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)


def would_have(actor: Actor, stage: int, robot: Robot, now: datetime, days: int) -> Trial:
    """What the robot would have done in the last days, on deals that the actor sees.

    A handful of queries, and some for each deal where conditions ask for what its row doesn't hold.
    """
    since = now - timedelta(days=days)
    deals, is_cut = _deals(actor, stage, since)
    pasts, known = _pasts(deals, stage), calendars()
    moments = [
        (at, past.deal)
        for past in pasts
        for at in _moments(past, stage, robot, known, since, now)
        if since <= at <= now
    ]
    kept = {deal.pk for _at, deal in moments if not hold(robot.conditions, known_of(deal, robot.conditions))}
    acting = sorted(((at, deal) for at, deal in moments if deal.pk not in kept), key=lambda one: one[0])
    shown = tuple(TrialDeal(deal.pk, deal.title, at) for at, deal in reversed(acting[-MOST_SHOWN:]))
    return Trial(len(acting), shown, len(moments) - len(acting), is_cut)


def _deals(actor: Actor, stage: int, since: datetime) -> tuple[list[Deal], bool]:
    """The deals that stand at the stage or changed since then, the newest first."""
    pipeline = Stage.objects.values_list("pipeline", flat=True).get(pk=stage)
    seen = visible_deals(actor).filter(pipeline=pipeline)
    standing = seen.filter(stage=stage).order_by("-changed_at", "-id")
    changed = seen.filter(changed_at__gte=since).exclude(stage=stage).order_by("-changed_at", "-id")
    found = [*standing[: MOST_DEALS + 1], *changed[: MOST_DEALS + 1]]
    return found[:MOST_DEALS], len(found) > MOST_DEALS


def _pasts(deals: Iterable[Deal], stage: int) -> list[_Past]:
    pasts = {deal.pk: _Past(deal) for deal in deals}
    for deal, stays in _stays(list(pasts), stage).items():
        pasts[deal].stays = stays
    rows = Event.objects.filter(deal_id__in=pasts, kind__in=sorted(WATCHED)).order_by("id")
    for row in rows:
        happened = _happened(row)
        pasts[happened.deal].events.append(happened)
    return list(pasts.values())


def _happened(row: Event) -> Happened:
    now = row.stage_id or 0
    before = now if row.stage_before_id is None else row.stage_before_id
    return Happened(row.pk, EventKind(row.kind), row.at, row.deal_id or 0, now, before, row.payload)


def _stays(deals: list[int], stage: int) -> dict[int, list[_Stay]]:
    """A change of owner ends a visit and no stay."""
    visits = StageVisit.objects.filter(deal__in=deals, stage=stage).order_by("entered_at")
    ends: dict[tuple[int, datetime], datetime | None] = {}
    for deal, since, left_at in visits.values_list("deal_id", "since", "left_at"):
        ends[deal, since] = left_at
    found: dict[int, list[_Stay]] = defaultdict(list)
    for (deal, since), until in ends.items():
        found[deal].append(_Stay(since, until))
    return found


def _moments(
    past: _Past, stage: int, robot: Robot, known: Calendars, since: datetime, now: datetime
) -> Iterator[datetime]:
    """When it would have been set off; some of them may lie outside the time that was asked about."""
    match robot.trigger:
        case Entered():
            yield from (stay.since for stay in past.stays)
        case Left():
            yield from (stay.until for stay in past.stays if stay.until is not None)
        case Arrived():
            yield from _arrivals(past, stage, robot)
        case Stayed(after):
            calendar = known.of(past.deal.team_id)
            due = ((stay, calendar.after(stay.since, after)) for stay in past.stays)
            yield from (at for stay, at in due if stay.holds(at))
        case Untouched(after):
            yield from _silences(past, after, known)
        case OnDate() | Woke():
            at = alarm_at(robot.trigger, past.deal, since)
            if at is not None and past.deal.stage_id == stage and at <= now:
                yield at
        case ScoreCrossed():
            return


def _arrivals(past: _Past, stage: int, robot: Robot) -> Iterator[datetime]:
    """Each that arrived, or the first of a stay."""
    for stay in past.stays:
        came = (one.at for one in past.events if fires(robot.trigger, stage, one) and stay.holds(one.at))
        yield from came if robot.again else (at for _, at in zip(range(1), came, strict=False))


def _silences(past: _Past, after: timedelta, known: Calendars) -> Iterator[datetime]:
    """When it had been so long since the last touch, before the next."""
    calendar = known.of(past.deal.team_id)
    touched = [one.at for one in past.events if facts_in(one) & _TOUCHES]
    begins = sorted({past.deal.created_at, *touched})
    for at, following in zip(begins, [*begins[1:], None], strict=True):
        due = calendar.after(at, after)
        if (following is None or due < following) and any(stay.holds(due) for stay in past.stays):
            yield due
