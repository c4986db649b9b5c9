"""Linking a new deal with the one it came from, within the command that makes it."""

from datetime import datetime

from voronka.commands.event_log import record
from voronka.domain.deal_links import LinkKind
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Deal, DealLink


def link_deals(
    origin: Deal, deal: Deal, kind: LinkKind, *, by: Actor | None, at: datetime, request_id: str = ""
) -> DealLink:
    """Link `deal` with its `origin`; both timelines tell of it, by the other's id alone, for not all may see both."""
    made = DealLink.objects.create(
        kind=kind, origin=origin, deal=deal, at=at, by_id=None if by is None else by.id
    )
    for row, other in ((origin, deal), (deal, origin)):
        payload = {"link": kind.value, "other": other.pk, "is_origin": row is origin}
        record(EventKind.DEAL_LINKED, by=by, at=at, deal=row, payload=payload, request_id=request_id)
    return made
