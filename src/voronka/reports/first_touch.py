"""Speed to lead: from a deal's making to its first touch, in the team's working time; by seller and by team (R17).

A touch is a call, a meeting, something sent, or a move on; when it happened, not when it was noted. It counts for whoever
held the deal then; an untouched deal for whoever holds it now.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from voronka.domain.events import EventKind, MoveHow
from voronka.domain.first_touch import Waits, waits
from voronka.domain.permissions import Actor, Role
from voronka.domain.pipeline import Pipeline
from voronka.models import Deal, Event, Team, User
from voronka.queries.calendars import calendars
from voronka.queries.persons import persons
from voronka.queries.visibility import visible_deals
from voronka.queries.workspace import workspace
from voronka.reports.gate_filter import GateQuery, instants

# The newest are enough for a median, and few enough to be read.
MOST = 1000
_TOUCHES = (EventKind.CALL_NOTED, EventKind.MEETING_NOTED, EventKind.DISPATCH_NOTED, EventKind.DEAL_MOVED)
_ON = (MoveHow.FORWARD, MoveHow.WON)
_DAY = timedelta(days=1)
# Ids in one statement: fewer than either database takes.
_PORTION = 500
Worked = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A deal and how long it waited; None: it waits still."""

    id: int
    title: str
    seller: int | None
    team: int
    made_at: datetime
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class WaitLine:
    """A seller (none: nobody) or a team, with how long their new deals waited."""

    id: int | None
    name: str
    waits: Waits


@dataclass(frozen=True, slots=True)
class SpeedToLead:
    """The figures. `within`: the limit of the first stages where it is under a day, and `in_time` how many kept it."""

    total: Waits
    sellers: tuple[WaitLine, ...]
    teams: tuple[WaitLine, ...]
    within: timedelta | None
    in_time: int
    is_cut: bool


def new_deals(actor: Actor, pipeline: Pipeline, time: GateQuery) -> list[NewDeal]:
    """The deals that were made in a time, the newest first; at most `MOST` and one more."""
    since, until = instants(time, ZoneInfo(workspace().time_zone))
    rows = visible_deals(actor).filter(pipeline=pipeline.id)
    if not actor.policy.may_see_colleagues:
        rows = rows.filter(owner=actor.id)
    rows = rows if since is None else rows.filter(created_at__gte=since)
    rows = rows if until is None else rows.filter(created_at__lt=until)
    made = list(
        rows.order_by("-created_at", "-id").only("id", "title", "owner", "team", "created_at")[: MOST + 1]
    )
    touched, known = _first_touches(made), calendars()
    return [_new_deal(row, touched.get(row.pk), known.of(row.team_id).worked) for row in made]


def speed_to_lead(actor: Actor, pipeline: Pipeline, time: GateQuery) -> SpeedToLead:
    """The figures. Some queries, one for each five hundred deals."""
    found = new_deals(actor, pipeline, time)
    deals = found[:MOST]
    who = persons({deal.seller for deal in deals})
    team_names = dict(Team.objects.values_list("id", "name"))
    within = first_limit(pipeline)
    return SpeedToLead(
        total=_waits(deals),
        sellers=tuple(
            WaitLine(id, "" if id is None else who[id].name, own)
            for id, own in _lines((deal.seller, deal) for deal in deals)
        ),
        teams=tuple(
            WaitLine(id, team_names.get(id or 0, ""), own)
            for id, own in _lines((deal.team, deal) for deal in deals)
        ),
        within=within,
        in_time=sum(
            within is not None and deal.waited is not None and deal.waited <= within for deal in deals
        ),
        is_cut=len(found) > MOST,
    )


def first_limit(pipeline: Pipeline) -> timedelta | None:
    """The limit of Unsorted or of the first working stage, whichever is counted in hours."""
    first = [stage.limit for stage in pipeline.columns[:2] if stage.limit is not None and stage.limit < _DAY]
    return first[0] if first else None


def _first_touches(deals: list[Deal]) -> dict[int, tuple[datetime, int | None]]:
    """When each was touched first, and who held it then. What a robot sent by itself is no answer to anybody."""
    robots = list(User.objects.filter(role=Role.ROBOT).values_list("id", flat=True))
    found: dict[int, tuple[datetime, int | None]] = {}
    for start in range(0, len(deals), _PORTION):
        ids = [deal.pk for deal in deals[start : start + _PORTION]]
        events = Event.objects.filter(deal_id__in=ids, kind__in=_TOUCHES).order_by("id")
        events = events.exclude(actor_id__in=robots)
        for deal, kind, at, owner, told in events.values_list("deal_id", "kind", "at", "owner_id", "payload"):
            if deal is None or (kind == EventKind.DEAL_MOVED and told["how"] not in _ON):
                continue
            happened = datetime.fromisoformat(told["happened_at"]) if "happened_at" in told else at
            if deal not in found or happened < found[deal][0]:
                found[deal] = happened, owner
    return found


def _new_deal(row: Deal, touch: tuple[datetime, int | None] | None, worked: Worked) -> NewDeal:
    waited = None if touch is None else worked(row.created_at, max(touch[0], row.created_at))
    seller = row.owner_id if touch is None else touch[1]
    return NewDeal(row.pk, row.title, seller, row.team_id, row.created_at, waited)


def _lines(deals: Iterable[tuple[int | None, NewDeal]]) -> list[tuple[int | None, Waits]]:
    groups: dict[int | None, list[NewDeal]] = {}
    for key, deal in deals:
        groups.setdefault(key, []).append(deal)
    return sorted(((key, _waits(own)) for key, own in groups.items()), key=_slowest_last)


def _slowest_last(line: tuple[int | None, Waits]) -> tuple[bool, timedelta]:
    median = line[1].median
    return median is None, median or timedelta()


def _waits(deals: list[NewDeal]) -> Waits:
    lengths = [deal.waited for deal in deals if deal.waited is not None]
    return waits(lengths, len(deals) - len(lengths))
