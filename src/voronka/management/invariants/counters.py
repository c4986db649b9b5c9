"""Rules of the kept figures: they equal a recount of the rows."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from voronka.management.invariants.rule import Rule, ranges
from voronka.models import Deal, StageCount, StageFlow, StageVisit, Workspace

Place = tuple[int, int, int]
Key = TypeVar("Key", bound=Hashable)
Figure = TypeVar("Figure")


def _wrong_counts() -> Iterator[str]:
    counted = {
        (stage, team, owner): (deals, amount or Decimal(0))
        for stage, team, owner, deals, amount in Deal.objects.filter(is_open=True)
        .values_list("stage_id", "team_id", Coalesce("owner_id", 0))
        .annotate(deals=Count("id"), amount=Sum("amount_base"))
        .order_by()
    }
    kept = {
        (row.stage_id, row.team_id, row.owner_key): (row.deals, row.amount)
        for row in StageCount.objects.all()
    }
    for (stage, team, owner), has, should in _differences(kept, counted, (0, Decimal(0))):
        yield (
            f"stage {stage}, team {team}, owner {owner}: says {has[0]} deals for {has[1]:.2f}, "
            f"there are {should[0]} for {should[1]:.2f}"
        )


def _wrong_flows() -> Iterator[str]:
    zone = ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).first() or "UTC")
    counted: Counter[tuple[object, ...]] = Counter()
    for low, high in ranges("voronka_deal"):
        ended = StageVisit.objects.filter(deal_id__gt=low, deal_id__lte=high, left_at__isnull=False)
        for stage, left_at, how, team, owner in ended.values_list(
            "stage_id", "left_at", "left_how", "team_id", "owner_id"
        ):
            if left_at is not None:
                counted[stage, left_at.astimezone(zone).date(), how, team, owner or 0] += 1
    columns = ("stage_id", "day", "left_how", "team_id", "owner_key", "visits")
    kept = {tuple(key): visits for *key, visits in StageFlow.objects.values_list(*columns)}
    for key, has, should in _differences(kept, counted, 0):
        stage, day, how, team, owner = key
        yield f"stage {stage}, {day}, {how}, team {team}, owner {owner}: says {has} visits, there are {should}"


def _differences(
    kept: Mapping[Key, Figure], counted: Mapping[Key, Figure], nothing: Figure
) -> Iterator[tuple[Key, Figure, Figure]]:
    for key in kept.keys() | counted.keys():
        has, should = kept.get(key, nothing), counted.get(key, nothing)
        if has != should:
            yield key, has, should


RULES: tuple[Rule, ...] = (
    Rule("The board's counters equal a recount of the open deals", _wrong_counts),
    Rule("The funnel's flows equal a recount of the visits that ended", _wrong_flows),
)
