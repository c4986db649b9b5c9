"""What a source costs, and how many buyers a market holds: typed by those who lead, with the day it is of."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.models import CampaignCost, MarketCapacity
from voronka.queries.intake import visible_sources

_NAME_LENGTH = 120
_NOTE_LENGTH = 200
_MOST_BUYERS = 2_000_000_000


def add_cost(
    *, by: Actor, at: datetime, source: int, fields: Mapping[str, str], request_id: str = ""
) -> CampaignCost:
    """Money spent on a source. Fields: campaign (empty: all of it), first_on, last_on, amount in the workspace's currency.

    Raises:
        NotAllowed, NotFound
        Invalid: also `first_on` ALREADY_TAKEN; these days of this campaign have a cost.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        if not visible_sources(by).filter(pk=source).exists():
            raise NotFound
        clean = values.checked(
            {
                "campaign": lambda: values.line(fields["campaign"], _NAME_LENGTH).casefold(),
                "first_on": lambda: _day(fields["first_on"]),
                "last_on": lambda: _day(fields["last_on"]),
                "amount": lambda: _some(fields["amount"]),
            }
        )
        if clean["last_on"] < clean["first_on"]:
            raise Invalid({"last_on": Problem.OUT_OF_RANGE})
        period = {name: clean[name] for name in ("campaign", "first_on", "last_on")}
        if CampaignCost.objects.filter(source=source, **period).exists():
            raise Invalid({"first_on": Problem.ALREADY_TAKEN})
        row = CampaignCost.objects.create(source_id=source, **clean)
        log_setup(What.COST, row.pk, by=by, at=at, before=None, after=_cost_told(row), request_id=request_id)
        return row


def remove_cost(*, by: Actor, at: datetime, cost: int, request_id: str = "") -> int:
    """Take a cost away that was typed by mistake; the source it was of.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = CampaignCost.objects.filter(pk=cost, source__in=visible_sources(by)).first()
        if row is None:
            raise NotFound
        before = _cost_told(row)
        CampaignCost.objects.filter(pk=cost).delete()
        log_setup(What.COST, cost, by=by, at=at, before=before, after=None, request_id=request_id)
        return row.source_id


def count_market(
    *, by: Actor, at: datetime, fields: Mapping[str, str], request_id: str = ""
) -> MarketCapacity:
    """How many buyers there are. Fields: geography, segment, buyers, counted_on, note. Another day is another count.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        clean = values.checked(
            {
                "geography": lambda: values.line(fields["geography"], _NAME_LENGTH, required=True),
                "segment": lambda: values.line(fields["segment"], _NAME_LENGTH),
                "buyers": lambda: _buyers(fields["buyers"]),
                "counted_on": lambda: _day(fields["counted_on"]),
                "note": lambda: values.line(fields["note"], _NOTE_LENGTH),
            }
        )
        key = {name: clean.pop(name) for name in ("geography", "segment", "counted_on")}
        row, _ = MarketCapacity.objects.update_or_create(**key, defaults=clean)
        told = {**key, **clean, "counted_on": key["counted_on"].isoformat()}
        log_setup(What.MARKET, row.pk, by=by, at=at, before=None, after=told, request_id=request_id)
        return row


def remove_market(*, by: Actor, at: datetime, market: int, request_id: str = "") -> None:
    """Take a count away; the one before it counts again.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = MarketCapacity.objects.filter(pk=market).first()
        if row is None:
            raise NotFound
        before = {"geography": row.geography, "segment": row.segment, "buyers": row.buyers}
        MarketCapacity.objects.filter(pk=market).delete()
        log_setup(What.MARKET, market, by=by, at=at, before=before, after=None, request_id=request_id)


def _day(text: str) -> date:
    found = values.day(text)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _some(text: str) -> Decimal:
    found = values.amount(text)
    if not found:
        raise Bad(Problem.REQUIRED)
    return found


def _buyers(text: str) -> int:
    found = values.whole(text, 1, _MOST_BUYERS)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _cost_told(row: CampaignCost) -> dict[str, Any]:
    return {
        "source": row.source_id,
        "campaign": row.campaign,
        "first_on": row.first_on.isoformat(),
        "last_on": row.last_on.isoformat(),
        "amount": str(row.amount),
    }
