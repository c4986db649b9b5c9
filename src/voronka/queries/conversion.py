"""The funnel of a pipeline: how many of the stays at a stage ended by going on.

Read from the roll-up `StageFlow` that the writing commands keep, never from the visits themselves.
"""
# ruff: noqa: S608 - the statements are made of our own names and %s only

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from django.db import connection

from voronka.domain.events import MoveHow
from voronka.domain.ids import StageId
from voronka.domain.permissions import Everything, OfOwner, OfTeams, Scope
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.queries.board_sql import Where, one_of

DAYS = 90
# A share of fewer stays than this says more about chance than about the stage.
FEWEST_STAYS = 5
KEPT_FOR = timedelta(minutes=1)
_KEPT = 256

# A change of owner ends a visit, but not the stay; reopening leaves an exit, not a stage.
_ENDS = (MoveHow.FORWARD, MoveHow.WON, MoveHow.BACK, MoveHow.LOST, MoveHow.POSTPONED)
_GOES_ON = frozenset({MoveHow.FORWARD, MoveHow.WON})


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of the stays at a stage that ended in the period, how many went on. `share` None: too few to say."""

    stays: int = 0
    went_on: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1."""
        return self.went_on / self.stays if self.stays >= FEWEST_STAYS else None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The conversion of each stage, and the working stage where most is lost, when one can be named."""

    conversions: Mapping[StageId, Conversion]
    neck: StageId | None


class _Cache:
    """The funnels of the last minute, by who sees and which pipeline. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[object, tuple[datetime, Funnel]] = OrderedDict()

    def get(self, key: object, now: datetime) -> Funnel | None:
        """The funnel kept under the key, None when there is none as fresh."""
        with self._lock:
            kept = self._kept.get(key)
        return kept[1] if kept is not None and kept[0] <= now < kept[0] + KEPT_FOR else None

    def put(self, key: object, now: datetime, funnel: Funnel) -> None:
        """Keep a funnel and drop the oldest ones."""
        with self._lock:
            self._kept[key] = (now, funnel)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


CACHE = _Cache()


def funnel(scope: Scope, pipeline: Pipeline, now: datetime) -> Funnel:
    """The conversions of the last 90 days as `scope` sees them, at most a minute old. One query or none."""
    key = (connection.settings_dict["NAME"], scope, pipeline.id, pipeline.version)
    kept = CACHE.get(key, now)
    if kept is None:
        kept = _funnel(scope, pipeline, now.date() - timedelta(days=DAYS))
        CACHE.put(key, now, kept)
    return kept


def _funnel(scope: Scope, pipeline: Pipeline, since: date) -> Funnel:
    ended: defaultdict[int, int] = defaultdict(int)
    went_on: defaultdict[int, int] = defaultdict(int)
    stages = [stage.id for stage in pipeline.columns]
    for stage, how, visits in _flows(scope, stages, since):
        ended[stage] += visits
        went_on[stage] += visits if MoveHow(how) in _GOES_ON else 0
    found = {stage: Conversion(ended[stage], went_on[stage]) for stage in stages}
    return Funnel(found, _neck(pipeline, found))


def _flows(scope: Scope, stages: Sequence[StageId], since: date) -> list[tuple[int, str, int]]:
    where = one_of("stage_id", stages) & Where("day >= %s", (since.isoformat(),))
    where &= one_of("left_how", [how.value for how in _ENDS]) & _scoped(scope)
    sql = f"SELECT stage_id, left_how, SUM(visits) FROM voronka_stageflow WHERE {where.sql} GROUP BY stage_id, left_how"
    with connection.cursor() as cursor:
        cursor.execute(sql, where.params)
        return [(stage, how, int(visits)) for stage, how, visits in cursor.fetchall()]


def _scoped(scope: Scope) -> Where:
    match scope:
        case Everything():
            return Where("")
        case OfTeams(teams):
            return one_of("team_id", sorted(teams))
        case OfOwner(user, _):
            # Their own only: what others let go from Unsorted is not theirs to see.
            return Where("owner_key = %s", (user,))


def _neck(pipeline: Pipeline, found: Mapping[StageId, Conversion]) -> StageId | None:
    """The working stage with the lowest share, when there is another to compare it with."""
    working = [stage.id for stage in pipeline.columns if stage.kind is StageKind.WORKING]
    shares = {stage: share for stage in working if (share := found[stage].share) is not None}
    if len(set(shares.values())) < 2:
        return None
    return min(shares, key=lambda stage: shares[stage])
