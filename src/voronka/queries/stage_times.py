"""How long a stay at each stage of a pipeline takes, and what a won deal brings: from the deals that closed last.

Of the company as a whole: how long a stage takes is a figure of the method, and nobody's in particular. Read from a
few hundred deals by the index of closed ones, however many there are, and kept for ten minutes.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Lock

from django.db import connection

from voronka.domain.advice import FEWEST_LEFT
from voronka.domain.events import MoveHow
from voronka.domain.ids import StageId
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.models import Deal, StageVisit

CLOSED_DEALS = 200
KEPT_FOR = timedelta(minutes=10)
_KEPT = 64


@dataclass(frozen=True, slots=True)
class StageTimes:
    """`takes`: the mean stay, of the stages that enough stays ended at; `usual`: the mean won amount, 0 for none."""

    takes: Mapping[StageId, timedelta]
    usual: Decimal


class _Cache:
    """What was read in the last ten minutes. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[object, tuple[datetime, StageTimes]] = OrderedDict()

    def get(self, key: object, now: datetime) -> StageTimes | None:
        """What is kept under the key, None when it is not as fresh."""
        with self._lock:
            kept = self._kept.get(key)
        return kept[1] if kept is not None and kept[0] <= now < kept[0] + KEPT_FOR else None

    def put(self, key: object, now: datetime, times: StageTimes) -> None:
        """Keep it and drop the oldest."""
        with self._lock:
            self._kept[key] = (now, times)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


CACHE = _Cache()


def stage_times(pipeline: Pipeline, now: datetime) -> StageTimes:
    """As the deals that closed last had it, at most ten minutes old. Three queries or none."""
    key = (connection.settings_dict["NAME"], pipeline.id, pipeline.version)
    kept = CACHE.get(key, now)
    if kept is None:
        kept = _read(pipeline)
        CACHE.put(key, now, kept)
    return kept


def _read(pipeline: Pipeline) -> StageTimes:
    closed = []
    amounts: list[Decimal] = []
    for kind in (StageKind.WON, StageKind.LOST):
        rows = Deal.objects.filter(stage=pipeline.only(kind).id, is_open=False).order_by("-closed_at")
        for id, amount in rows.values_list("id", "amount_base")[:CLOSED_DEALS]:
            closed.append(id)
            if kind is StageKind.WON and amount:
                amounts.append(amount)
    usual = sum(amounts, Decimal(0)) / len(amounts) if amounts else Decimal(0)
    return StageTimes(_means(closed), usual)


def _means(deals: list[int]) -> Mapping[StageId, timedelta]:
    """A change of owner ends a visit but not the stay; `since` is when the stay began."""
    ended = StageVisit.objects.filter(deal__in=deals, left_at__isnull=False)
    stays: defaultdict[int, list[timedelta]] = defaultdict(list)
    for stage, since, left_at in ended.exclude(left_how=MoveHow.REASSIGNED).values_list(
        "stage", "since", "left_at"
    ):
        if left_at is not None:
            stays[stage].append(left_at - since)
    return {
        StageId(stage): sum(times, timedelta()) / len(times)
        for stage, times in stays.items()
        if len(times) >= FEWEST_LEFT
    }
