"""Keeping the counters with the writing transaction: open deals per stage, and visits that ended."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection

from voronka.models import Deal, StageFlow, StageVisit, Workspace
from voronka.queries.workspace import WorkspaceView, workspace

_PLACE = "(%s, %s, %s, %s, %s)"
_ADD = (
    "INSERT INTO voronka_stagecount (stage_id, team_id, owner_key, deals, amount) VALUES {}"
    " ON CONFLICT (stage_id, team_id, owner_key) DO UPDATE SET deals = voronka_stagecount.deals + excluded.deals,"
    " amount = voronka_stagecount.amount + excluded.amount"
)
# Rows of one statement.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a deal is counted."""

    stage: int
    team: int
    owner: int | None
    amount: Decimal


def place_of(deal: Deal) -> Place | None:
    """Where this deal is counted now; None when it is closed and counted nowhere."""
    return Place(deal.stage_id, deal.team_id, deal.owner_id, deal.amount_base) if deal.is_open else None


def recount(before: Place | None, after: Place | None) -> None:
    """Move a deal's count and amount from one place to another."""
    deltas: dict[tuple[int, int, int], tuple[int, Decimal]] = {}
    for place, sign in ((before, -1), (after, 1)):
        if place is not None:
            key = (place.stage, place.team, place.owner or 0)
            deals, amount = deltas.get(key, (0, Decimal(0)))
            deltas[key] = (deals + sign, amount + sign * place.amount)
    # In key order, so that two commands never wait for each other's rows in turn.
    count_places((key, delta) for key, delta in sorted(deltas.items()) if any(delta))


def count_places(deltas: Iterable[tuple[tuple[int, int, int], tuple[int, Decimal]]]) -> None:
    """Add deals and amounts to the counters of (stage, team, owner or 0); give them in key order."""
    rows = [(*place, deals, int(amount.scaleb(2))) for place, (deals, amount) in deltas]
    with connection.cursor() as cursor:
        for at in range(0, len(rows), _AT_ONCE):
            part = rows[at : at + _AT_ONCE]
            cursor.execute(
                _ADD.format(", ".join([_PLACE] * len(part))), [value for row in part for value in row]
            )


def count_visit(
    *, stage: int, team: int, owner: int | None, left_how: str, left_at: datetime, visits: int,
    company: WorkspaceView | None = None,
) -> None:  # fmt: skip
    """Add `visits` (1, or -1 for an undone one) to the visits that ended that day; `company` where it is read already."""
    count_visits({(stage, workspace_day(left_at, company), left_how, team, owner or 0): visits})


def count_visits(counted: Mapping[tuple[int, date, str, int, int], int]) -> None:
    """Add to the flows of (stage, day, how it ended, team, owner or 0)."""
    with connection.cursor() as cursor:
        for (stage, day, left_how, team, owner), visits in sorted(counted.items()):
            cursor.execute(
                "INSERT INTO voronka_stageflow (stage_id, day, left_how, team_id, owner_key, visits)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (stage_id, day, left_how, team_id, owner_key)"
                " DO UPDATE SET visits = voronka_stageflow.visits + excluded.visits",
                [stage, day.isoformat(), left_how, team, owner, visits],
            )


def recount_flows() -> None:
    """Count the visits that ended anew, by day of the workspace's present zone. Reads every visit once."""
    zone = ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).first() or "UTC")
    ended = StageVisit.objects.filter(left_at__isnull=False)
    columns = ended.values_list("stage_id", "left_at", "left_how", "team_id", "owner_id")
    counted: Counter[tuple[int, date, str, int, int]] = Counter()
    for stage, left_at, left_how, team, owner in columns.iterator(chunk_size=10_000):
        assert left_at is not None  # noqa: S101 - only ended visits are read
        counted[stage, left_at.astimezone(zone).date(), left_how, team, owner or 0] += 1
    StageFlow.objects.all().delete()
    StageFlow.objects.bulk_create(
        (
            StageFlow(stage_id=stage, day=day, left_how=how, team_id=team, owner_key=owner, visits=visits)
            for (stage, day, how, team, owner), visits in counted.items()
        ),
        batch_size=2000,
    )


def workspace_day(at: datetime, company: WorkspaceView | None = None) -> date:
    """The day of an instant in the company's time zone; read, unless `company` is given."""
    return at.astimezone(ZoneInfo((company or workspace()).time_zone)).date()
