"""Rules of the event log: replaying it gives the deals as they are."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from voronka.domain.events import DealState, EventKind, replay
from voronka.management.invariants.rule import Rule, finds_nothing, ranges
from voronka.models import Deal, Event

_TELLING = (
    EventKind.DEAL_CREATED,
    EventKind.DEAL_MOVED,
    EventKind.DEAL_ASSIGNED,
    EventKind.DEAL_CHANGED,
    EventKind.UNDONE,
)


def _wrong_replays() -> Iterator[str]:
    for low, high in ranges("voronka_deal"):
        deals = {row[0]: _state(*row[1:]) for row in _deals(low, high)}
        for deal, told in _replayed(low, high):
            should = deals.pop(deal, None)
            if should is not None and told != should:
                yield f"deal {deal}: the log says {told}, the row says {should}"
        for deal in deals:
            yield f"deal {deal}: the log knows nothing of it"


def _deals(low: int, high: int) -> Any:
    columns = ("id", "stage_id", "owner_id", "team_id", "amount_base")
    return Deal.objects.filter(id__gt=low, id__lte=high).values_list(*columns)


def _state(stage: int, owner: int | None, team: int, amount: Decimal) -> DealState:
    return DealState(stage, owner, team, f"{amount:.2f}")


def _replayed(low: int, high: int) -> Iterator[tuple[int, DealState | None]]:
    kinds = [kind.value for kind in _TELLING]
    events = Event.objects.filter(deal_id__gt=low, deal_id__lte=high, kind__in=kinds).order_by(
        "deal_id", "id"
    )
    for deal, of_deal in groupby(events.values_list("deal_id", "kind", "payload"), key=itemgetter(0)):
        state = replay((EventKind(kind), payload) for _, kind, payload in of_deal)
        if deal is not None:
            yield deal, state and _state(state.stage, state.owner, state.team, Decimal(state.amount_base))


RULES: tuple[Rule, ...] = (
    Rule("Replaying a deal's events gives its stage, owner, team and amount", _wrong_replays),
    finds_nothing(
        "The newest event of a deal says where the deal is, for the live updates to judge by",
        "deal {0}: event {1}",
        """SELECT d.id, e.id FROM voronka_deal d JOIN voronka_event e
            ON e.id = (SELECT MAX(x.id) FROM voronka_event x WHERE x.deal_id = d.id)
        WHERE e.stage_id <> d.stage_id OR e.team_id <> d.team_id
            OR COALESCE(e.owner_id, 0) <> COALESCE(d.owner_id, 0) OR e.pipeline_id <> d.pipeline_id""",
    ),
)
